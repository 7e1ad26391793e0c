// A million rows on their way through the real bot, and how long everybody else waits meanwhile.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type Message, type SlackSim, startSlack } from '../../src/sim/slack/index.ts';
import type { BotFigures } from './bot.ts';
import { csvOf, PROMPT } from './data.ts';
import { type Figure, p99 } from './table.ts';

const ROWS = 1_000_000;
const PATIENCE_MS = 15 * 60_000;
/** Twenty commands a second: a whole company, and not so many that answering them is all that is measured. */
const PAUSE_MS = 50;
/** A draft that is ready, a job that Anthropic has, results that are attached. */
const STAGES = ['draft', 'submit', 'results'] as const;

/** @returns the longest waits of each stage, 99 of 100 */
export async function measureLatency(folder: string): Promise<Figure[]> {
  const csv = await csvOf(folder, ROWS);
  const dataDir = await mkdtemp(join(tmpdir(), 'claude-batches-bench-'));
  await using slack = await startSlack({
    manifest: parse(readFileSync('manifest.yml', 'utf8')),
    rateLimits: false,
  });
  const claude = start('./claude.js', {});
  const [anthropic] = (await once(claude, 'message')) as [{ url: string; apiKey: string }];
  const bot = start('./bot.js', {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ANTHROPIC_API_KEY: anthropic.apiKey,
    ANTHROPIC_BASE_URL: anthropic.url,
    DATA_DIR: dataDir,
    POLL_SCHEDULE: '* * * * * *',
  });
  await once(bot, 'message');
  try {
    return await play(slack, bot, csv);
  } finally {
    for (const child of [bot, claude]) child.disconnect();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function start(entry: string, env: Record<string, string>): ChildProcess {
  return fork(fileURLToPath(new URL(entry, import.meta.url)), {
    env: { PATH: process.env.PATH ?? '', ...env },
  });
}

async function play(slack: SlackSim, bot: ChildProcess, csv: string): Promise<Figure[]> {
  const ana = slack.addPerson('ana');
  const channel = slack.addChannel('research', { members: [ana] });
  const replies = (to: Message) =>
    slack.thread(channel, to.ts).filter(({ user }) => user === slack.botUserId);
  const card = (to: Message, word: string) =>
    slack.waitFor(
      word,
      () => replies(to).find((one) => JSON.stringify(one.blocks).includes(word)),
      PATIENCE_MS,
    );
  const figures: Figure[] = [];

  async function watch<T>(stage: (typeof STAGES)[number], work: () => Promise<T>): Promise<T> {
    bot.send('begin');
    const acks: number[] = [];
    let isOver = false;
    const asking = (async () => {
      while (!isOver) {
        acks.push((await ana.command(channel, '/batch list')).ackMs);
        await sleep(PAUSE_MS);
      }
    })();
    const made = await work();
    isOver = true;
    await asking;
    bot.send('report');
    const [told] = (await once(bot, 'message')) as [BotFigures];
    figures.push(
      {
        what: `${stage}: command acknowledged, p99 of ${acks.length}`,
        measured: p99(acks),
        unit: 'ms',
        goal: { atMost: 25 },
      },
      {
        what: `${stage}: event loop delay, p99`,
        measured: told.loopDelayP99Ms,
        unit: 'ms',
        goal: { atMost: 10 },
      },
      {
        what: `${stage}: control write, p99 of ${told.writeMs.length}`,
        measured: p99(told.writeMs),
        unit: 'ms',
        goal: { atMost: 20 },
      },
      {
        what: `${stage}: most memory of the answering process`,
        measured: told.rssMb,
        unit: 'MB',
        goal: { atMost: 250 },
      },
    );
    return made;
  }

  const file = { name: 'million.csv', path: csv };
  const dropped = await watch('draft', async () => {
    const to = await ana.say(channel, `@${slack.botName} ${PROMPT}`, { files: [file] });
    await card(to, '"Submit"');
    return to;
  });
  await watch('submit', async () => {
    await ana.click(await card(dropped, '"Submit"'), 'Submit');
    await card(dropped, 'In progress');
  });
  await watch('results', () =>
    // Files as large as these come as one ZIP.
    slack.waitFor('the files', () => replies(dropped).find(({ files }) => files.length > 0), PATIENCE_MS),
  );
  return figures;
}
