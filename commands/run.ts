// /batch run: a draft from a file with the settings of a recipe.
import { readRecipeName } from '../src/core/recipe/recipe.ts';
import { startFromCommand } from '../src/jobs/draft/start-from-command.ts';
import { findRecipe } from '../src/jobs/recipe/recipes.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';

export const run = defineCommand({
  name: 'run',
  task: 'draft',
  needs: 'build',
  summary: 'Make a draft from a file with the settings of a recipe',
  words: ['RECIPE', '[last|file id|file link]'],
  options: {},
  examples: ['/batch run product-texts last'],
  async run({ words: [name = '', file = 'last'], actor, jobs }) {
    const recipe = await findRecipe(jobs, actor, readRecipeName(name));
    const job = await startFromCommand(jobs, actor, file, recipe.settings);
    return textReply(
      `Job #${job.number} is a draft now, made as “${recipe.name}” says (version ${recipe.version}); its card shows what would be sent and what it costs.`,
    );
  },
});
