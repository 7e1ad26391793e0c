// Both stand-ins with their ledgers on disk, and people who each want one job done, whatever happens to the bot meanwhile.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BatchesOptions, type BatchesSim, startBatches } from '../../../src/sim/batches/index.ts';
import {
  type Channel,
  type Message,
  type Person,
  type SlackSim,
  startSlack,
} from '../../../src/sim/slack/index.ts';
import { readManifest, shown } from '../../support/world.ts';
import type { Environment } from './bot-process.ts';

export interface TownOptions {
  settleSeconds: number;
  batches?: BatchesOptions;
  /** Slack performs what cannot be repeated so much later than it was asked. */
  slackDelayMs?: number;
}

/** One job that a person wants. */
export interface Wish {
  /** Stands in every prompt of the job and in nothing else. */
  label: string;
  channel: Channel;
  start: Message;
  /** Resolves when the card says done and the files are there. */
  done: Promise<void>;
}

export interface Town extends AsyncDisposable {
  slack: SlackSim;
  claude: BatchesSim;
  dataDir: string;
  /** Every message batch that was ever created, on the disk before it was answered. */
  ledgerPath: string;
  /** What the bot is started with. */
  env: Environment;
  /** A person drops a file and sees the job through. */
  wish(number: number): Promise<Wish>;
  replies(wish: Pick<Wish, 'channel' | 'start'>): Message[];
}

const CHANNELS = 40;
const PATIENCE_MS = 15 * 60_000;
/** Nobody waits a minute here for an event to come again. Slack gives up after six; a bot that dies every other second for longer than that
 * is no reason here for an event to be lost before the bot ever had it. */
const RETRY_DELAYS_MS = [100, 300, 1000, 2000, 3000, ...Array<number>(180).fill(5000)];

/** Opens it; nothing runs by itself but the message batches, which end soon. */
export async function openTown({ settleSeconds, batches, slackDelayMs }: TownOptions): Promise<Town> {
  const dataDir = await mkdtemp(join(tmpdir(), 'claude-batches-torture-'));
  const ledgerPath = join(dataDir, 'anthropic.ledger');
  const slack = await startSlack({
    manifest: readManifest(),
    rateLimits: false,
    retryDelaysMs: RETRY_DELAYS_MS,
  });
  const claude = await startBatches({
    finish: { afterMs: 400 },
    callsPerMinute: 1e9,
    ledgerPath,
    ...batches,
  });
  if (slackDelayMs)
    slack.faults.add({
      method: /^(chat\.postMessage|files\.completeUploadExternal)$/,
      kind: 'delay',
      delayMs: slackDelayMs,
      times: 1e9,
    });
  const people = Array.from({ length: CHANNELS }, (_, index) => slack.addPerson(`person-${index}`));
  const channels = people.map((person, index) => slack.addChannel(`room-${index}`, { members: [person] }));

  function replies({ channel, start }: Pick<Wish, 'channel' | 'start'>): Message[] {
    return slack.thread(channel, start.ts).filter(({ user }) => user === slack.botUserId);
  }

  async function wish(number: number): Promise<Wish> {
    const [person, channel] = [people[number % CHANNELS], channels[number % CHANNELS]];
    if (person === undefined || channel === undefined) throw new Error('There is nobody.');
    const label = `wish${number}.`;
    const content = `name\n${label}a\n${label}b\n${label}c\n`;
    const files = [{ name: `wish-${number}.csv`, content }];
    const start = await person.say(channel, `@${slack.botName} Greet {{name}}`, { files });
    const own = { channel, start };
    const draft = () => replies(own).find((message) => shown(message).includes('"Submit"'));
    const isSent = () =>
      replies(own).some((message) => /In progress|\d done|Checking|Submitting/.test(shown(message)));
    const isDone = () =>
      replies(own).some((message) => shown(message).includes('3 done')) &&
      replies(own).some((message) => message.files.length === 2);

    async function seeThrough(by: Person): Promise<void> {
      // A click while the bot is down shows an error, and the person clicks again while the button is there.
      while (!isSent()) {
        const card = await slack.waitFor(`${label} a draft`, () => isSent() || draft(), PATIENCE_MS);
        if (card === true) break;
        await by.click(card, 'Submit').catch(() => {});
        await slack.waitFor(`${label} a change`, () => isSent() || undefined, 1500).catch(() => {});
      }
      await slack.waitFor(`${label} done`, () => isDone() || undefined, PATIENCE_MS);
    }
    return { label, ...own, done: seeThrough(person) };
  }

  return {
    slack,
    claude,
    dataDir,
    ledgerPath,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      ANTHROPIC_API_KEY: claude.apiKey,
      ANTHROPIC_BASE_URL: claude.url,
      DATA_DIR: join(dataDir, 'data'),
      POLL_SCHEDULE: '* * * * * *',
      SUBMIT_SETTLE_SECONDS: String(settleSeconds),
      // The stand-in's rate limits are off here, so the bot's own need not slow it down.
      CARD_EDITS_PER_MINUTE: '10000',
    },
    wish,
    replies,
    async [Symbol.asyncDispose]() {
      await Promise.all([slack.close(), claude.close()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
