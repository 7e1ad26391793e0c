// /batch build: a draft from a file that was shared in Slack before.
import { FORMATS, type FormatName } from '../src/core/draft/settings.ts';
import { UserError } from '../src/core/errors.ts';
import type { Job } from '../src/core/job/job.ts';
import { parseBuilderArgs } from '../src/core/source/builder-args.ts';
import { startFromBuilder } from '../src/jobs/draft/start-from-builder.ts';
import { startFromCommand } from '../src/jobs/draft/start-from-command.ts';
import { startFromDatabase } from '../src/jobs/draft/start-from-database.ts';
import { defineCommand } from '../src/slack/command.ts';
import { readSettingOptions, SETTING_OPTIONS } from '../src/slack/setting-options.ts';
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
    ...SETTING_OPTIONS,
    args: { hint: 'NAME=VALUE', summary: 'for a builder: what it is to know' },
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
  settingsOf: readSettingOptions,
  async run({ words, options, actor, jobs }) {
    const { format, file, builderFile } = readWords(words);
    const settings = readSettingOptions(options);
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

/** Options that have no meaning where the operator's query or code decides. */
const NOT_FOR: Record<typeof DATABASE | typeof BUILDER, { names: string[]; why: string }> = {
  [DATABASE]: {
    names: ['table', 'query', 'split', 'args'],
    why: 'The rows of this database are chosen by whoever runs this bot.',
  },
  [BUILDER]: {
    names: ['prompt', 'column', 'id-column', 'system', 'effort', 'thinking'],
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
