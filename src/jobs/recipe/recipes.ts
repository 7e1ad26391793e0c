// What people do with recipes: save a job's settings, change them, share them, and take them away.

import type { Settings } from '../../core/draft/settings.ts';
import { UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job/job.ts';
import { neededColumns, noRecipe, type Recipe, recipeSettings } from '../../core/recipe/recipe.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../people/actor.ts';

type RecipeDeps = Pick<Deps, 'store' | 'clock' | 'log'>;

/** @throws UserError when there is none of this name here */
export async function findRecipe(
  { store }: Pick<Deps, 'store'>,
  { teamId, channelId }: Actor,
  name: string,
  version: number | null = null,
): Promise<Recipe> {
  const found = await store.recipes.find({ teamId, channelId, name, version });
  if (found === null) throw noRecipe(name);
  return found;
}

/** Keeps the settings of a job as the next version of a recipe of this channel. @throws UserError when there is nothing to keep */
export async function saveRecipe(deps: RecipeDeps, actor: Actor, name: string, job: Job): Promise<Recipe> {
  const { settings, report, kind } = job;
  if (kind === 'watched' || report === null || report.readyMade || settings.prompt === null)
    throw new UserError(
      'no-settings',
      `Job #${job.number} has no prompt of its own to keep.`,
      'Choose a job whose prompt was written here.',
    );
  const kept = recipeSettings(settings);
  return keep(deps, actor, name, { settings: kept, columns: neededColumns(kept, report.columns) });
}

/** Makes the next version with some settings changed. @throws UserError when there is no such recipe, or nothing is changed */
export async function editRecipe(
  deps: RecipeDeps,
  actor: Actor,
  name: string,
  changes: Partial<Settings>,
): Promise<Recipe> {
  const before = await findRecipe(deps, actor, name);
  if (Object.keys(changes).length === 0)
    throw new UserError(
      'no-change',
      'It is not said what to change.',
      'Add options, such as --prompt or --model.',
    );
  const settings = recipeSettings({ format: null, query: null, ...before.settings, ...changes });
  const columns = neededColumns(settings, before.columns);
  return keep(deps, { ...actor, channelId: before.channelId }, name, { settings, columns });
}

/** Keeps what was written elsewhere. */
export function importRecipe(
  deps: RecipeDeps,
  actor: Actor,
  { name, ...of }: Pick<Recipe, 'name' | 'settings' | 'columns'>,
): Promise<Recipe> {
  return keep(deps, actor, name, of);
}

/** Makes a channel's recipe one of the whole workspace. @throws UserError when there is no such recipe, or it is one already */
export async function shareRecipe(deps: RecipeDeps, actor: Actor, name: string): Promise<Recipe> {
  const found = await findRecipe(deps, actor, name);
  if (found.channelId === '')
    throw new UserError(
      'shared-already',
      `“${name}” is there for the whole workspace already.`,
      'There is nothing to do.',
    );
  return keep(deps, { ...actor, channelId: '' }, name, found);
}

/** The channel's goes before the workspace's. @throws UserError when there is no such recipe */
export async function removeRecipe(deps: RecipeDeps, actor: Actor, name: string): Promise<Recipe> {
  const found = await findRecipe(deps, actor, name);
  await deps.store.recipes.remove(found);
  deps.log.info({ by: actor.userId, name, channelId: found.channelId }, 'a recipe was deleted');
  return found;
}

async function keep(
  { store, clock, log }: RecipeDeps,
  { teamId, channelId, userId }: Actor,
  name: string,
  { settings, columns }: Pick<Recipe, 'settings' | 'columns'>,
): Promise<Recipe> {
  const recipe = await store.recipes.save({
    teamId,
    channelId,
    name,
    settings,
    columns,
    savedBy: userId,
    savedAt: clock.now(),
  });
  log.info({ by: userId, name, version: recipe.version, channelId }, 'a recipe was saved');
  return recipe;
}
