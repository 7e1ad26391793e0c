// Settings of a draft as options of a command: what there is, and what was given.
import { readFieldsText } from '../core/answer/fields-text.ts';
import { type Settings, SPLITS } from '../core/draft/settings.ts';
import { EFFORTS, THINKING } from '../core/draft/thinking.ts';
import { UserError } from '../core/errors.ts';
import { readCount } from '../core/read-count.ts';
import type { OptionSpec } from './command.ts';

/** What a model does by itself. */
const OWN = 'standard';

export const SETTING_OPTIONS = {
  prompt: { hint: '"…"', summary: 'the prompt; {{column}} is filled in for each row' },
  column: { hint: 'NAME', summary: 'the column that holds the prompt, or that is added below it' },
  split: { hint: SPLITS.join('|'), summary: 'for text: what becomes one request', choices: SPLITS },
  sheet: { hint: 'NAME', summary: 'for workbooks: the sheet to read; otherwise the first' },
  table: { hint: 'NAME', summary: 'for a SQLite file: which table' },
  query: { hint: '"SELECT …"', summary: 'for a SQLite file: which rows, instead of a table' },
  'id-column': { hint: 'NAME', summary: 'the column whose value becomes the custom_id' },
  system: { hint: '"…"', summary: 'the system prompt' },
  fields: {
    hint: '"name: type, …"',
    summary:
      'what each answer has to tell, each in a column of the results; a type is text, number, integer, yes/no, list or choices such as good|bad',
  },
  model: { hint: 'ID', summary: 'the model, e.g. claude-haiku-5-5' },
  'max-tokens': { hint: 'N', summary: 'the most tokens that each answer may have' },
  effort: {
    hint: [...EFFORTS, OWN].join('|'),
    summary: 'how thorough the model is; standard: as it is by itself',
    choices: [...EFFORTS, OWN],
  },
  thinking: {
    hint: [...THINKING, OWN].join('|'),
    summary: 'how the model thinks before it answers; standard: as it does by itself',
    choices: [...THINKING, OWN],
  },
  'batch-requests': {
    hint: 'N',
    summary: 'the most requests of one message batch: smaller ones show progress',
  },
  duplicates: {
    hint: 'merge|send-all',
    summary: 'send-all: a new answer also for rows that give the same request',
    choices: ['merge', 'send-all'],
  },
  cache: {
    hint: 'on|off',
    summary: 'off: no prompt cache, also where it would pay',
    choices: ['on', 'off'],
  },
} satisfies Record<string, OptionSpec>;

/** @returns only what was given; null: as the model has it by itself */
export function readThinkingOptions(
  options: Readonly<Record<string, string>>,
): Partial<Pick<Settings, 'effort' | 'thinking'>> {
  return {
    ...(options.effort === undefined
      ? {}
      : { effort: EFFORTS.find((effort) => effort === options.effort) ?? null }),
    ...(options.thinking === undefined
      ? {}
      : { thinking: THINKING.find((kind) => kind === options.thinking) ?? null }),
  };
}

/** @returns only what was given. @throws UserError for a value that cannot be */
export function readSettingOptions(options: Readonly<Record<string, string>>): Partial<Settings> {
  const settings: Partial<Settings> = {};
  const { prompt, column, split, system, model } = options;
  const place = column === undefined ? '' : `{{${column}}}`;
  if (prompt !== undefined || place !== '') settings.prompt = [prompt, place].filter(Boolean).join('\n\n');
  const chosen = SPLITS.find((name) => name === split);
  if (chosen !== undefined) settings.split = chosen;
  if (options.sheet !== undefined) settings.sheet = options.sheet;
  if (system !== undefined) settings.system = system;
  const query = queryOf(options);
  if (query !== null) settings.query = query;
  if (model !== undefined) settings.model = model;
  if (options.fields !== undefined) settings.answerFields = readFields(options.fields);
  if (options['id-column'] !== undefined) settings.idColumn = options['id-column'];
  if (options['max-tokens'] !== undefined)
    settings.maxTokens = readCount('max-tokens', options['max-tokens']);
  Object.assign(settings, readThinkingOptions(options));
  if (options['batch-requests'] !== undefined)
    settings.batchRequests = readCount('batch-requests', options['batch-requests']);
  if (options.duplicates !== undefined) settings.mergesDuplicates = options.duplicates === 'merge';
  if (options.cache !== undefined) settings.usesCache = options.cache === 'on';
  return settings;
}

function readFields(text: string): Settings['answerFields'] {
  const read = readFieldsText(text);
  if (!read.ok) throw new UserError('fields', read.message, read.next);
  return read.fields;
}

function queryOf({ table, query }: Readonly<Record<string, string>>): string | null {
  if (table !== undefined && query !== undefined)
    throw new UserError(
      'table-and-query',
      '--table and --query exclude each other.',
      'Leave one of them out.',
    );
  return table ?? query ?? null;
}
