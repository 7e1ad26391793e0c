// /batch build: a draft from a file that was shared in Slack before.
import { UserError } from '../src/core/errors.ts';
import { readCount } from '../src/core/read-count.ts';
import type { FormatName, Settings, Split } from '../src/core/settings.ts';
import { startFromCommand } from '../src/jobs/draft/start-from-command.ts';
import { startFromDatabase } from '../src/jobs/draft/start-from-database.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';

const FORMATS: readonly FormatName[] = ['csv', 'text', 'jsonl', 'sqlite'];
/** Before the name of one of the operator's databases. */
const DATABASE = 'db' as const;
const SPLITS: readonly Split[] = ['line', 'paragraph'];

export const build = defineCommand({
  name: 'build',
  summary: 'Make a draft from a file: price and preview first, nothing is sent',
  words: ['[csv|text|jsonl|sqlite|db]', 'last|file id|file link|NAME'],
  options: {
    prompt: { hint: '"…"', summary: 'the prompt; {{column}} is filled in for each row' },
    column: { hint: 'NAME', summary: 'the column that holds the prompt, or that is added below it' },
    split: { hint: 'line|paragraph', summary: 'for text: what becomes one request', choices: SPLITS },
    table: { hint: 'NAME', summary: 'for a SQLite file: which table' },
    query: { hint: '"SELECT …"', summary: 'for a SQLite file: which rows, instead of a table' },
    'id-column': { hint: 'NAME', summary: 'the column whose value becomes the custom_id' },
    system: { hint: '"…"', summary: 'the system prompt' },
    model: { hint: 'ID', summary: 'the model, e.g. claude-haiku-5-5' },
    'max-tokens': { hint: 'N', summary: 'the most tokens that each answer may have' },
    'batch-requests': {
      hint: 'N',
      summary: 'the most requests of one message batch: smaller ones show progress',
    },
  },
  examples: [
    '/batch build last --prompt "Write a 50-word description for {{name}}: {{features}}"',
    '/batch build text last --split paragraph --prompt "Summarize this:"',
    '/batch build csv F012AB3CD --column question --id-column id',
    '/batch build db reviews --prompt "Sum up: {{review}}"',
    '/batch build sqlite last --query "SELECT id, review FROM reviews WHERE stars = 1"',
  ],
  async run({ words, options, actor, jobs }) {
    const { format, file } = readWords(words);
    const settings = readOptions(options);
    const job =
      format === DATABASE
        ? await startFromDatabase(jobs, actor, file, withoutQuery(settings))
        : await startFromCommand(jobs, actor, file, { ...settings, format });
    return textReply(
      `Job #${job.number} is a draft now; its card shows what would be sent and what it costs.`,
    );
  },
});

function readWords(words: readonly string[]): { format: FormatName | typeof DATABASE | null; file: string } {
  const [first = '', second] = words;
  if (second === undefined) return { format: null, file: first };
  const format = ([...FORMATS, DATABASE] as const).find((name) => name === first.toLowerCase());
  if (!format)
    throw new UserError(
      'format',
      `“${first}” is no format.`,
      `It can be ${FORMATS.join(', ')}; leave it out and I look at the file. Or it is ${DATABASE}, before the name of a database.`,
    );
  return { format, file: second };
}

function readOptions(options: Readonly<Record<string, string>>): Partial<Settings> {
  const settings: Partial<Settings> = {};
  const { prompt, column, split, system, model } = options;
  const place = column === undefined ? '' : `{{${column}}}`;
  if (prompt !== undefined || place !== '') settings.prompt = [prompt, place].filter(Boolean).join('\n\n');
  if (split === 'line' || split === 'paragraph') settings.split = split;
  if (system !== undefined) settings.system = system;
  const query = queryOf(options);
  if (query !== null) settings.query = query;
  if (model !== undefined) settings.model = model;
  if (options['id-column'] !== undefined) settings.idColumn = options['id-column'];
  if (options['max-tokens'] !== undefined)
    settings.maxTokens = readCount('max-tokens', options['max-tokens']);
  if (options['batch-requests'] !== undefined)
    settings.batchRequests = readCount('batch-requests', options['batch-requests']);
  return settings;
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

/** What is read from a database of the operator's is theirs to say. */
function withoutQuery(settings: Partial<Settings>): Partial<Settings> {
  if (settings.query === undefined) return settings;
  throw new UserError(
    'fixed-query',
    'The rows of this database are chosen by whoever runs this bot.',
    'Leave --table and --query out.',
  );
}
