// /batch build: a draft from a file that was shared in Slack before.

import { readFieldsText } from '../src/core/answer/fields-text.ts';
import { FORMATS, type FormatName, type Settings, SPLITS } from '../src/core/draft/settings.ts';
import { UserError } from '../src/core/errors.ts';
import type { Job } from '../src/core/job/job.ts';
import { readCount } from '../src/core/read-count.ts';
import { parseBuilderArgs } from '../src/core/source/builder-args.ts';
import { startFromBuilder } from '../src/jobs/draft/start-from-builder.ts';
import { startFromCommand } from '../src/jobs/draft/start-from-command.ts';
import { startFromDatabase } from '../src/jobs/draft/start-from-database.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';

/** Before the name of one of the operator's databases, or of their builders. */
const [DATABASE, BUILDER] = ['db', 'custom'] as const;

export const build = defineCommand({
  name: 'build',
  task: 'draft',
  needs: 'build',
  summary: 'Make a draft from a file: price and preview first, nothing is sent',
  words: [
    `[${[...FORMATS, DATABASE, BUILDER].join('|')}]`,
    'last|file id|file link|NAME',
    '[last|file id|file link]',
  ],
  options: {
    prompt: { hint: '"…"', summary: 'the prompt; {{column}} is filled in for each row' },
    column: { hint: 'NAME', summary: 'the column that holds the prompt, or that is added below it' },
    split: { hint: SPLITS.join('|'), summary: 'for text: what becomes one request', choices: SPLITS },
    sheet: { hint: 'NAME', summary: 'for workbooks: the sheet to read; otherwise the first' },
    table: { hint: 'NAME', summary: 'for a SQLite file: which table' },
    query: { hint: '"SELECT …"', summary: 'for a SQLite file: which rows, instead of a table' },
    args: { hint: 'NAME=VALUE', summary: 'for a builder: what it is to know' },
    'id-column': { hint: 'NAME', summary: 'the column whose value becomes the custom_id' },
    system: { hint: '"…"', summary: 'the system prompt' },
    fields: {
      hint: '"name: type, …"',
      summary:
        'what each answer has to tell, each in a column of the results; a type is text, number, integer, yes/no, list or choices such as good|bad',
    },
    model: { hint: 'ID', summary: 'the model, e.g. claude-haiku-5-5' },
    'max-tokens': { hint: 'N', summary: 'the most tokens that each answer may have' },
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
  },
  examples: [
    '/batch build last --prompt "Write a 50-word description for {{name}}: {{features}}"',
    '/batch build text last --split paragraph --prompt "Summarize this:"',
    '/batch build csv F012AB3CD --column question --id-column id',
    '/batch build last --prompt "Judge this review: {{review}}" --fields "mood: good|bad|mixed, score: number (1 to 10), summary"',
    '/batch build last --sheet "Q3 leads" --prompt "Write to {{name}}"',
    '/batch build db reviews --prompt "Sum up: {{review}}"',
    '/batch build custom two-step last --args tone=warm',
    '/batch build sqlite last --query "SELECT id, review FROM reviews WHERE stars = 1"',
  ],
  settingsOf: readOptions,
  async run({ words, options, actor, jobs }) {
    const { format, file, builderFile } = readWords(words);
    const settings = readOptions(options);
    checkOptions(options, format);
    let job: Job;
    if (format === DATABASE) job = await startFromDatabase(jobs, actor, file, settings);
    else if (format === BUILDER) {
      const builder = { name: file, args: parseBuilderArgs(options.args ?? '') };
      job = await startFromBuilder(jobs, actor, builder, builderFile, settings);
    } else job = await startFromCommand(jobs, actor, file, { ...settings, format });
    return textReply(
      `Job #${job.number} is a draft now; its card shows what would be sent and what it costs.`,
    );
  },
});

type Kind = FormatName | typeof DATABASE | typeof BUILDER;

interface Words {
  /** null: decided by looking at the file. */
  format: Kind | null;
  /** Or the name of a database or builder. */
  file: string;
  /** The file whose rows a builder gets. */
  builderFile: string | null;
}

function readWords([first = '', second, third]: readonly string[]): Words {
  if (second === undefined) return { format: null, file: first, builderFile: null };
  const format = ([...FORMATS, DATABASE, BUILDER] as const).find((name) => name === first.toLowerCase());
  if (!format)
    throw new UserError(
      'format',
      `“${first}” is no format.`,
      `It can be ${FORMATS.join(', ')}; leave it out and I look at the file. Or it is ${DATABASE} before the name of a database, ${BUILDER} before that of a builder.`,
    );
  if (third !== undefined && format !== BUILDER)
    throw new UserError(
      'words',
      `There is a word too many: “${third}”.`,
      'Only a builder takes a name and a file.',
    );
  return { format, file: second, builderFile: third ?? null };
}

function readOptions(options: Readonly<Record<string, string>>): Partial<Settings> {
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

/** Options that have no meaning where the operator's query or code decides. */
const NOT_FOR: Record<typeof DATABASE | typeof BUILDER, { names: string[]; why: string }> = {
  [DATABASE]: {
    names: ['table', 'query', 'split', 'args'],
    why: 'The rows of this database are chosen by whoever runs this bot.',
  },
  [BUILDER]: {
    names: ['prompt', 'column', 'id-column', 'system'],
    why: 'A builder writes the requests itself.',
  },
};

function checkOptions(options: Readonly<Record<string, string>>, format: Kind | null): void {
  const { names, why } =
    format === DATABASE || format === BUILDER
      ? NOT_FOR[format]
      : { names: ['args'], why: '--args are for a builder.' };
  const name = names.find((one) => options[one] !== undefined);
  if (name !== undefined) throw new UserError('option-without-use', why, `Leave --${name} out.`);
}
