// A recipe: settings of a draft under a name, so that the next file is asked the same way.

import type { Settings } from '../draft/settings.ts';
import { columnIndex, parsePlain } from '../draft/template.ts';
import { UserError } from '../errors.ts';

/** Settings that make sense for another file. */
export const RECIPE_SETTINGS = [
  'prompt',
  'system',
  'model',
  'maxTokens',
  'effort',
  'thinking',
  'answerFields',
  'idColumn',
  'split',
  'sheet',
  'batchRequests',
  'mergesDuplicates',
  'usesCache',
] as const;
export type RecipeSettings = Pick<Settings, (typeof RECIPE_SETTINGS)[number]>;

export interface NewRecipe {
  teamId: string;
  /** '' for the whole workspace. */
  channelId: string;
  name: string;
  settings: RecipeSettings;
  /** Columns that a file has to have; empty: any file will do. */
  columns: string[];
  savedBy: string;
  /** UTC milliseconds. */
  savedAt: number;
}

export interface Recipe extends NewRecipe {
  /** From 1; each change is one more. */
  version: number;
}

/** @returns what of a draft's settings a recipe keeps */
export function recipeSettings(settings: Settings): RecipeSettings {
  return Object.fromEntries(RECIPE_SETTINGS.map((key) => [key, settings[key]])) as RecipeSettings;
}

/** @param columns of the file that the settings were written for @returns those that its prompt and ids name, also such as that file has not; all of them when none is named */
export function neededColumns({ prompt, idColumn }: RecipeSettings, columns: readonly string[]): string[] {
  const { segments, unknown = [] } = (prompt === null ? null : parsePlain(prompt, columns)) ?? {};
  // Liquid may name columns anywhere.
  const named = columns.filter((column, index) =>
    segments ? segments.includes(index) : prompt?.includes(column),
  );
  const ids = idColumn === null ? [] : [idColumn];
  const needed = [...new Set([...named, ...unknown, ...ids])];
  return named.length + unknown.length === 0 && prompt !== null ? [...columns] : needed;
}

/** @returns whether a file with these columns can be asked that way */
export function fits({ columns }: Pick<Recipe, 'columns'>, of: readonly string[]): boolean {
  return columns.length > 0 && columns.every((column) => columnIndex(of, column) >= 0);
}

const LONGEST_NAME = 40;

/** @returns the name as it is kept. @throws UserError when it is none */
export function readRecipeName(text: string): string {
  const name = text.trim().toLowerCase();
  if (new RegExp(`^[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,${LONGEST_NAME - 1}}$`, 'u').test(name)) return name;
  throw new UserError(
    'recipe-name',
    name === '' ? 'The recipe has no name.' : `“${text}” is no name of a recipe.`,
    `It can have letters, digits, - and _, ${LONGEST_NAME} at most, such as product-texts.`,
  );
}

/** @returns the words for a recipe that is not there */
export function noRecipe(name: string): UserError {
  return new UserError(
    'no-recipe',
    `There is no recipe “${name}” here.`,
    '/batch recipe list shows those there are.',
  );
}
