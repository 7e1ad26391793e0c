// Recipes: the list of them, one of them, and the menu that brings a draft to one.
import type { StaticSelect } from '@slack/types';
import { fieldsText } from '../../core/answer/fields-text.ts';
import type { Job } from '../../core/job/job.ts';
import type { Recipe } from '../../core/recipe/recipe.ts';
import { ACTIONS, encodeJobRef } from '../ids.ts';
import { clip, LIMITS } from '../limits.ts';
import {
  channelLink,
  code,
  date,
  include,
  inline,
  joinMrkdwn,
  type Mrkdwn,
  mention,
  mrkdwn,
  plain,
  visible,
} from '../mrkdwn.ts';
import { context, type Message, message, preformatted, section, sections } from './blocks.ts';
import { count, thinkingWords } from './words.ts';

const LISTED = 30;
const NAME_CHARS = 60;

/** @returns the recipes that can be used here, a line each */
export function recipesReply(recipes: readonly Recipe[]): Message {
  if (recipes.length === 0) {
    const text = plain(
      'There are no recipes here yet. Keep the settings of a job with /batch recipe save NAME #42; then /batch run NAME last makes a draft of the newest file.',
    );
    return message(text, [section(text)]);
  }
  const lines = [
    mrkdwn`*Recipes of this channel and the workspace*`,
    ...recipes.slice(0, LISTED).map((recipe) => mrkdwn`• ${include(recipeLine(recipe))}`),
    ...(recipes.length > LISTED ? [mrkdwn`… and ${recipes.length - LISTED} more`] : []),
  ];
  return message(joinMrkdwn(lines, '\n'), [
    ...sections(lines),
    context(plain('/batch run NAME last uses one.')),
  ]);
}

/** @returns a recipe on one line */
export function recipeLine({ name, version, channelId, settings, savedBy }: Recipe): Mrkdwn {
  const where = channelId === '' ? plain('the whole workspace') : mrkdwn`${channelLink(channelId)}`;
  return mrkdwn`${code(name)} · version ${version} · ${include(where)} · ${inline(settings.model, NAME_CHARS)} · ${mention(savedBy)}`;
}

/** @returns everything that a recipe says */
export function recipeReply({
  name,
  version,
  channelId,
  settings,
  columns,
  savedBy,
  savedAt,
}: Recipe): Message {
  const where = channelId === '' ? plain('the whole workspace') : mrkdwn`${channelLink(channelId)}`;
  const head = mrkdwn`*Recipe* ${code(name)} · version ${version}, for ${include(where)}`;
  const facts = [
    mrkdwn`Model ${code(settings.model, NAME_CHARS)} · at most ${count(settings.maxTokens, 'token')} per answer${thinkingWords(settings)}`,
    ...(settings.answerFields.length === 0
      ? []
      : [
          mrkdwn`Answer in columns: ${inline(fieldsText(settings.answerFields).replaceAll('\n', ', '), 600)}`,
        ]),
    ...(settings.idColumn === null ? [] : [mrkdwn`custom_id from ${code(settings.idColumn, NAME_CHARS)}`]),
    columns.length === 0
      ? plain('Any file will do.')
      : mrkdwn`Files with: ${inline(columns.join(', '), 600)}`,
  ];
  return message(head, [
    section(head),
    preformatted(clip(visible(settings.prompt ?? ''), LIMITS.preformatted)),
    ...(settings.system === null
      ? []
      : [section(mrkdwn`System prompt`), preformatted(clip(visible(settings.system), LIMITS.preformatted))]),
    ...sections(facts),
    context(mrkdwn`Saved by ${mention(savedBy)} on ${date(savedAt)}`),
  ]);
}

/** @param names of recipes that fit the file of the draft @returns a menu for each draft that has no prompt yet; none where none fits */
export function recipeMenu(job: Pick<Job, 'id' | 'revision'>, names: readonly string[]): StaticSelect[] {
  if (names.length === 0) return [];
  const ref = encodeJobRef({ jobId: job.id, revision: job.revision });
  return [
    {
      type: 'static_select',
      action_id: ACTIONS.useRecipe,
      placeholder: { type: 'plain_text', text: 'Use a recipe' },
      options: names.slice(0, LIMITS.selectOptions).map((name) => ({
        text: { type: 'plain_text' as const, text: clip(name, LIMITS.optionText) },
        value: `${ref}|${name}`,
      })),
    },
  ];
}

/** @returns the name that was chosen in the menu */
export function chosenRecipe(value: string): string {
  return value.split('|').slice(3).join('|');
}
