// Recipes, as they are kept: every version of each.
import type { NewRecipe, Recipe } from '../core/recipe/recipe.ts';

export interface Recipes {
  /** @returns it with the version after the last one of its name and place */
  save(recipe: NewRecipe): Promise<Recipe>;
  /** The newest versions in a channel and in the whole workspace, by name; those of the channel first. */
  list(where: Pick<Recipe, 'teamId' | 'channelId'>): Promise<Recipe[]>;
  /** The newest versions of the whole workspace, and of any channel where this person saved the newest, by name. */
  ofPerson(whose: { teamId: string; userId: string }): Promise<Recipe[]>;
  /** The channel's before the workspace's. @param where.version null: the newest */
  find(
    where: Pick<Recipe, 'teamId' | 'channelId' | 'name'> & { version: number | null },
  ): Promise<Recipe | null>;
  /** Removes every version at one place. @returns false when there was none */
  remove(where: Pick<Recipe, 'teamId' | 'channelId' | 'name'>): Promise<boolean>;
}
