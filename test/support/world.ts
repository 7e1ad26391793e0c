// A whole little world: the real bot on a temporary folder, between stand-ins for Slack and Anthropic, with people in it.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { type BatchApp, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type BatchesOptions, type BatchesSim, startBatches } from '../../src/sim/batches/index.ts';
import {
  type Channel,
  type Manifest,
  type Message,
  type Person,
  type SlackOptions,
  type SlackSim,
  startSlack,
} from '../../src/sim/slack/index.ts';

export interface WorldOptions {
  slack?: Partial<SlackOptions>;
  batches?: BatchesOptions;
  env?: Record<string, string>;
  /** How long a bare file event waits for its message; short, so that stories about offers are. */
  offerAfterMs?: number;
  /** UTC milliseconds where the clock stands at the start, and from where only advance moves it; left out, it runs from now on. */
  startsAt?: number;
  /** 'socket' as in the manifest, or signed HTTP. */
  mode?: 'socket' | 'http';
}

export interface World extends AsyncDisposable {
  /** DATA_DIR of the bot. */
  dataDir: string;
  slack: SlackSim;
  claude: BatchesSim;
  ana: Person;
  ben: Person;
  marketing: Channel;
  /** Every line the bot logged. */
  logLines: string[];
  /** What the bot was started with last. */
  env(): Record<string, string>;
  /** One tick of the poller, and everything it started. */
  tick(): Promise<void>;
  /** The clock of the bot and of both stand-ins, in UTC milliseconds. */
  now(): number;
  /** Moves it. */
  advance(ms: number): void;
  /** Stops the bot and starts it again on the same folder. */
  restart(): Promise<void>;
  stopBot(): Promise<void>;
  /** @param env replaces variables from this start on */
  startBot(env?: Record<string, string>): Promise<void>;
  /** Ana drops a file in #marketing and mentions the bot. */
  drop(name: string, content: string | Buffer, prompt: string | null): Promise<Message>;
  /** The bot's messages in the thread of a message. */
  replies(start: Message): Message[];
  /** Waits for a message of the bot in the thread that shows all of these words. */
  card(start: Message, ...words: string[]): Promise<Message>;
  /** As card, but whenever nothing happens by itself, ticks and lets half a minute pass. */
  cardInTime(start: Message, ...words: string[]): Promise<Message>;
  /** Waits for anything in the same way. */
  inTime<T>(what: string, probe: () => T | undefined | false, stepMs?: number): Promise<T>;
  /** Waits for an ephemeral message that shows all of these words. */
  whisper(person: Person, ...words: string[]): Promise<Message>;
}

/** Ticks before a wait is given up. */
const TURNS = 14;
/** No tick by itself in a test: the test says when. */
const NEVER = '0 0 0 1 1 *';

export function readManifest(): Manifest {
  return parse(readFileSync('manifest.yml', 'utf8')) as Manifest;
}

/** Everything that a message shows, as one text. */
export function shown(message: Message): string {
  return `${message.text}\n${JSON.stringify(message.blocks)}`;
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'claude-batches-test-'));
  let offset = 0;
  const now = () => (options.startsAt ?? Date.now()) + offset;
  const manifest = readManifest();
  const isHttp = options.mode === 'http';
  if (isHttp && manifest.settings) manifest.settings.socket_mode_enabled = false;
  const slack = await startSlack({ manifest, now, retryDelaysMs: [50, 1_000, 10_000], ...options.slack });
  const claude = await startBatches({ now, ...options.batches });
  let variables: Record<string, string> = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(isHttp
      ? { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: '0' }
      : { SLACK_APP_TOKEN: slack.appToken }),
    SLACK_API_URL: slack.apiUrl,
    ANTHROPIC_API_KEY: claude.apiKey,
    ANTHROPIC_BASE_URL: claude.url,
    DATA_DIR: dataDir,
    POLL_SCHEDULE: NEVER,
    LOG_LEVEL: 'debug',
    ...options.env,
  };
  const logLines: string[] = [];
  const log = createLog({ level: 'debug', secrets: [], write: (line) => void logLines.push(line) });
  const clock = { now, sleep: (ms: number) => sleep(ms) };
  let app: BatchApp | null = null;

  async function startBot(env: Record<string, string> = {}): Promise<void> {
    variables = { ...variables, ...env };
    const config = readConfig(variables);
    app = await startApp({ config, log, clock, offerAfterMs: options.offerAfterMs ?? 150 });
    if (isHttp) await slack.deliverTo(`http://127.0.0.1:${app.port}/slack/events`);
  }

  async function stopBot(): Promise<void> {
    await app?.stop();
    app = null;
  }

  const ana = slack.addPerson('ana');
  const ben = slack.addPerson('ben');
  const marketing = slack.addChannel('marketing', { members: [ana, ben] });
  await startBot();

  const world: World = {
    dataDir,
    slack,
    claude,
    ana,
    ben,
    marketing,
    logLines,
    env: () => variables,
    now,
    startBot,
    stopBot,
    async tick() {
      await app?.tick();
    },
    advance(ms) {
      offset += ms;
    },
    async restart() {
      await stopBot();
      await startBot();
    },
    drop: (name, content, prompt) =>
      ana.say(marketing, prompt === null ? `@${slack.botName}` : `@${slack.botName} ${prompt}`, {
        files: [{ name, content }],
      }),
    replies: (start) =>
      slack
        .thread({ ...marketing, id: start.channel }, start.ts)
        .filter(({ user }) => user === slack.botUserId),
    card: (start, ...words) =>
      slack.waitFor(`a message in the thread with ${words.join(' + ')}`, () =>
        world.replies(start).find((message) => words.every((word) => shown(message).includes(word))),
      ),
    cardInTime: (start, ...words) =>
      world.inTime(`a message in the thread with ${words.join(' + ')}`, () =>
        world.replies(start).find((message) => words.every((word) => shown(message).includes(word))),
      ),
    async inTime(what, probe, stepMs = 30_000) {
      for (let turn = 0; turn < TURNS; turn++) {
        const found = await slack.waitFor(what, probe, 300).catch(() => undefined);
        if (found !== undefined) return found;
        await world.tick();
        world.advance(stepMs);
      }
      return slack.waitFor(what, probe);
    },
    whisper: (person, ...words) =>
      slack.waitFor(`a message only for ${person.name} with ${words.join(' + ')}`, () =>
        slack.ephemerals(person).find((message) => words.every((word) => shown(message).includes(word))),
      ),
    async [Symbol.asyncDispose]() {
      await stopBot();
      await Promise.all([slack.close(), claude.close()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return world;
}

/** Values that were not there, and stack traces. */
const NONSENSE = /\bundefined\b|\bNaN\b|\[object \w+\]|^\s+at .*:\d+:\d+/;

/** What must hold at the end of every story: nothing improper sent, nothing secret logged. */
export function problemsOf(world: World): string[] {
  const secrets = [
    world.slack.botToken,
    world.slack.appToken,
    world.slack.signingSecret,
    world.claude.apiKey,
  ];
  const leaks = world.logLines.filter((line) => secrets.some((secret) => line.includes(secret)));
  const nonsense = world.slack
    .everything()
    .split('\n')
    .filter((line) => NONSENSE.test(line));
  const missed = [...world.slack.faults.missed(), ...world.claude.faults.missed()];
  const spoken = world.logLines.filter((line) => line.includes('CANARY'));
  return [
    ...world.slack.problems,
    ...world.claude.problems,
    ...leaks.map((line) => `a secret in the log: ${line}`),
    ...nonsense.map((line) => `what no person should read: ${line}`),
    ...spoken.map((line) => `a person's words in the log: ${line}`),
    ...missed.map((fault) => `a fault that hit no call: ${Object.values(fault).join(' ')}`),
  ];
}
