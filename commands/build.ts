// /batch build: a draft from a file that was shared in Slack before.
import { UserError } from '../src/core/errors.ts';
import { readCount } from '../src/core/read-count.ts';
import type { FormatName, Settings, Split } from '../src/core/settings.ts';
import { startFromCommand } from '../src/jobs/draft/start-from-command.ts';
import { defineCommand } from '../src/slack/command.ts';
import { textReply } from '../src/slack/views/reply.ts';

const FORMATS: readonly FormatName[] = ['csv', 'text', 'jsonl'];
const SPLITS: readonly Split[] = ['line', 'paragraph'];

export const build = defineCommand({
  name: 'build',
  summary: 'Make a draft from a file: price and preview first, nothing is sent',
  words: ['[csv|text|jsonl]', 'last|file id|file link'],
  options: {
    prompt: { hint: '"…"', summary: 'the prompt; {{column}} is filled in for each row' },
    column: { hint: 'NAME', summary: 'the column that holds the prompt, or that is added below it' },
    split: { hint: 'line|paragraph', summary: 'for text: what becomes one request', choices: SPLITS },
    'id-column': { hint: 'NAME', summary: 'the column whose value becomes the custom_id' },
    system: { hint: '"…"', summary: 'the system prompt' },
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
  ],
  async run({ words, options, actor, jobs }) {
    const { format, file } = readWords(words);
    const job = await startFromCommand(jobs, actor, file, { ...readOptions(options), format });
    return textReply(
      `Job #${job.number} is a draft now; its card shows what would be sent and what it costs.`,
    );
  },
});

function readWords(words: readonly string[]): { format: FormatName | null; file: string } {
  const [first = '', second] = words;
  if (second === undefined) return { format: null, file: first };
  const format = FORMATS.find((name) => name === first.toLowerCase());
  if (!format)
    throw new UserError(
      'format',
      `“${first}” is no format.`,
      `It can be ${FORMATS.join(', ')}; leave it out and I look at the file.`,
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
  if (model !== undefined) settings.model = model;
  if (options['id-column'] !== undefined) settings.idColumn = options['id-column'];
  if (options['max-tokens'] !== undefined)
    settings.maxTokens = readCount('max-tokens', options['max-tokens']);
  if (options['batch-requests'] !== undefined)
    settings.batchRequests = readCount('batch-requests', options['batch-requests']);
  if (options.duplicates !== undefined) settings.mergesDuplicates = options.duplicates === 'merge';
  if (options.cache !== undefined) settings.usesCache = options.cache === 'on';
  return settings;
}
