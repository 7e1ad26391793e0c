// The demo: the real bot against stand-ins for Slack and Anthropic, doing two jobs from upload to results.
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { answerForDemo } from './demo-answers.ts';
import { createLog } from './log.ts';
import { startBatches } from './sim/batches/index.ts';
import { type Channel, type Message, type Person, type SlackSim, startSlack } from './sim/slack/index.ts';

const RESULTS_FOLDER = 'demo-results';
const isLive = process.argv.includes('--live-claude');
/** The stand-in answers within seconds; the real API usually within an hour. */
const SLACK_PATIENCE_MS = 30_000;
const PATIENCE_MS = isLive ? 24 * 60 * 60_000 : SLACK_PATIENCE_MS;

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'claude-batches-demo-'));
  await using slack = await startSlack({ manifest: parse(readFileSync('manifest.yml', 'utf8')) });
  await using anthropic = isLive
    ? realAnthropic()
    : await startBatches({ finish: { afterMs: 1500 }, answer: answerForDemo });
  const config = readConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ANTHROPIC_API_KEY: anthropic.apiKey,
    ANTHROPIC_BASE_URL: anthropic.url,
    DATA_DIR: dataDir,
    POLL_SCHEDULE: isLive ? '*/10 * * * * *' : '* * * * * *',
    DEFAULT_MODEL: process.env.DEFAULT_MODEL,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
  });
  const app = await startApp({
    config,
    log: createLog({ level: config.logLevel, secrets: [config.anthropic.apiKey] }),
  });
  try {
    await playTwoJobs(slack);
  } finally {
    await app.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function realAnthropic() {
  const apiKey = process.env.ANTHROPIC_API_KEY;
  if (!apiKey)
    throw new Error(
      '--live-claude sends two small message batches to Anthropic: set ANTHROPIC_API_KEY to the key that pays for them.',
    );
  const url = process.env.ANTHROPIC_BASE_URL || 'https://api.anthropic.com';
  return { apiKey, url, async [Symbol.asyncDispose]() {} };
}

async function playTwoJobs(slack: SlackSim): Promise<void> {
  const ana = slack.addPerson('ana');
  const ben = slack.addPerson('ben');
  const marketing = slack.addChannel('marketing', { members: [ana, ben] });
  const research = slack.addChannel('research', { members: [ana, ben] });
  await mkdir(RESULTS_FOLDER, { recursive: true });

  say('Ana drops a table of ten products in #marketing and says what she wants for each row.');
  const products = await ana.say(
    marketing,
    `@${slack.botName} Write a 50-word product description for {{name}}: {{features}}`,
    {
      files: [{ name: 'products.csv', content: readFileSync('samples/products.csv') }],
    },
  );
  await playJob(slack, ana, marketing, products);

  say('Ben drops five documents in #research; the bot sees that each paragraph is one.');
  const documents = await ben.say(research, `@${slack.botName} Summarize this document in two sentences.`, {
    files: [{ name: 'documents.txt', content: readFileSync('samples/documents.txt') }],
  });
  await playJob(slack, ben, research, documents);

  say('The first answers follow as a table, once the files stand in the thread.');
  for (const [channel, start] of [
    [marketing, products],
    [research, documents],
  ] as const)
    await slack.waitFor(
      'the first answers',
      () => slack.thread(channel, start.ts).find(hasTable),
      SLACK_PATIENCE_MS,
    );

  for (const channel of [marketing, research]) {
    console.log(`\n── #${channel.name} as people see it ──\n\n${slack.transcript(channel)}`);
  }
  console.log(
    `\nThe results files are in ${RESULTS_FOLDER}/. Nothing left this machine${isLive ? ' but the requests to Anthropic' : ''}.`,
  );
}

/** Waits for the draft, submits it, waits for the results, and keeps the files. */
async function playJob(slack: SlackSim, person: Person, channel: Channel, start: Message): Promise<void> {
  const draft = await slack.waitFor(
    'the draft',
    () => cardWith(slack, channel, start, 'Submit'),
    PATIENCE_MS,
  );
  say('The draft card stands in the thread; Submit asks once more.');
  console.log(`\n${slack.transcript(channel)}\n`);
  await person.click(draft, 'Submit');
  const closing = await slack.waitFor(
    'the results',
    () =>
      slack
        .thread(channel, start.ts)
        .find(({ files }) => files.length > 0 && files !== start.files && hasResults(files)),
    PATIENCE_MS,
  );
  for (const file of closing.files)
    await writeFile(join(RESULTS_FOLDER, file.name), slack.fileContent(file.id));
  say(`The results are in the thread: ${closing.files.map(({ name }) => name).join(' and ')}.`);
}

function cardWith(slack: SlackSim, channel: Channel, start: Message, label: string): Message | undefined {
  return slack
    .thread(channel, start.ts)
    .find((message) => JSON.stringify(message.blocks).includes(`"${label}"`));
}

function hasResults(files: Message['files']): boolean {
  return files.some(({ name }) => name.includes('-results.'));
}

function hasTable({ blocks }: Message): boolean {
  return blocks.some(({ type }) => type === 'data_table');
}

function say(text: string): void {
  console.log(`▸ ${text}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
