// /batch recipe: settings under a name, for the next file of the same kind.
import { UserError } from '../src/core/errors.ts';
import { readRecipeName } from '../src/core/recipe/recipe.ts';
import { findJob } from '../src/jobs/find-job.ts';
import { attachText, readTextFile } from '../src/jobs/recipe/recipe-file.ts';
import {
  editRecipe,
  findRecipe,
  importRecipe,
  removeRecipe,
  saveRecipe,
  shareRecipe,
} from '../src/jobs/recipe/recipes.ts';
import { recipeFromYaml, recipeToYaml } from '../src/recipes/recipe-yaml.ts';
import { type CommandContext, defineCommand } from '../src/slack/command.ts';
import { readSettingOptions, SETTING_OPTIONS } from '../src/slack/setting-options.ts';
import { recipeReply, recipesReply } from '../src/slack/views/recipe.ts';
import { type Reply, textReply } from '../src/slack/views/reply.ts';

/** Those of a file's own shape are not kept. */
const { table: _table, query: _query, column: _column, ...KEPT } = SETTING_OPTIONS;

const VERBS: Record<string, (context: CommandContext) => Promise<Reply>> = {
  async list({ actor, jobs }) {
    return recipesReply(await jobs.store.recipes.list(actor));
  },
  async show({ words: [, name = '', version], actor, jobs }) {
    return recipeReply(await findRecipe(jobs, actor, readRecipeName(name), readVersion(version)));
  },
  async save({ words: [, name = '', ref = ''], actor, jobs }) {
    const job = await findJob(jobs, actor, ref);
    return recipeReply(await saveRecipe(jobs, actor, readRecipeName(name), job));
  },
  async edit({ words: [, name = ''], options, actor, jobs }) {
    return recipeReply(await editRecipe(jobs, actor, readRecipeName(name), readSettingOptions(options)));
  },
  async share({ words: [, name = ''], actor, jobs }) {
    return recipeReply(await shareRecipe(jobs, actor, readRecipeName(name)));
  },
  async delete({ words: [, name = ''], actor, jobs }) {
    const recipe = await removeRecipe(jobs, actor, readRecipeName(name));
    return textReply(
      `The recipe “${recipe.name}” is deleted, with all of its versions. Jobs stay as they are.`,
    );
  },
  async export({ words: [, name = '', version], actor, jobs }) {
    const recipe = await findRecipe(jobs, actor, readRecipeName(name), readVersion(version));
    const comment = `The recipe “${recipe.name}”, version ${recipe.version}.`;
    await attachText(jobs, actor, { name: `${recipe.name}.yaml`, text: recipeToYaml(recipe), comment });
    return textReply(`The recipe “${recipe.name}” is attached as YAML.`);
  },
  async import({ words: [, reference = 'last'], actor, jobs }) {
    const content = recipeFromYaml(await readTextFile(jobs, actor, reference));
    return recipeReply(await importRecipe(jobs, actor, content));
  },
};

export const recipe = defineCommand({
  name: 'recipe',
  task: 'draft',
  needs: 'build',
  summary: 'Keep the settings of a job under a name; run brings the next file to it',
  words: [`[${Object.keys(VERBS).join('|')}]`, '[NAME|file]', '[JOB|version]'],
  options: KEPT,
  examples: [
    '/batch recipe save product-texts #42',
    '/batch recipe edit product-texts --model claude-sonnet-5-5',
    '/batch recipe export product-texts',
    '/batch recipe import last',
  ],
  async run(context) {
    const [verb = 'list'] = context.words;
    const does = Object.hasOwn(VERBS, verb.toLowerCase()) ? VERBS[verb.toLowerCase()] : undefined;
    if (does !== undefined) return does(context);
    throw new UserError(
      'words',
      `“${verb}” is nothing that can be done with a recipe.`,
      `It can be ${Object.keys(VERBS).join(', ')}.`,
    );
  },
});

function readVersion(text: string | undefined): number | null {
  if (text === undefined) return null;
  const version = /^v?(\d{1,6})$/.exec(text)?.[1];
  if (version !== undefined) return Number(version);
  throw new UserError('version', `“${text}” is no version.`, 'Type its number, such as 3.');
}
