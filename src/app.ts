// The only wiring: every part is made here and handed what it needs.
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands } from '../commands/index.ts';
import { createBatchApi } from './anthropic/client.ts';
import { builderNames } from './builders/builder-files.ts';
import type { Config } from './config.ts';
import { UserError } from './core/errors.ts';
import { createEditAllowance } from './core/job/edit-allowance.ts';
import { storageTrouble } from './core/trouble/storage-trouble.ts';
import { createJobData, jobPaths } from './job-data/index.ts';
import { createBackground } from './jobs/background.ts';
import type { Deps } from './jobs/deps.ts';
import { removeLeftovers } from './jobs/draft/discard.ts';
import { createModelList } from './jobs/draft/model-list.ts';
import { createHistory } from './jobs/follow/history.ts';
import { poll } from './jobs/follow/poll.ts';
import { startPoller } from './jobs/follow/poller.ts';
import { createTickMemory } from './jobs/follow/tick-memory.ts';
import { createLocks } from './jobs/locks.ts';
import { createLookout, startLooking } from './jobs/send/lookout.ts';
import { noticeKey } from './jobs/send/notice-key.ts';
import { createStorageAlarm } from './jobs/show/storage-alarm.ts';
import type { Clock, NewId } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import { createAnswer } from './slack/answer.ts';
import { createSlackApp } from './slack/app.ts';
import { createSlackCaller } from './slack/client.ts';
import { createDirectory } from './slack/directory.ts';
import { createFileSource } from './slack/file-source.ts';
import { createHostCheck, createResponseHostCheck } from './slack/hosts.ts';
import { createInbox } from './slack/inbox.ts';
import { handleEvent } from './slack/listeners/index.ts';
import { createNotStored } from './slack/listeners/not-stored.ts';
import { createNotifier } from './slack/notifier.ts';
import { createRespond } from './slack/respond.ts';
import { type Claim, claimFolder } from './sqlite/claim.ts';
import { openStore } from './sqlite/open.ts';

export interface BatchApp extends AsyncDisposable {
  /** The port it listens on in HTTP mode. */
  port: number | null;
  /** One tick of the poller now; resolves when everything it started is done. */
  tick(): Promise<void>;
  /** Takes nothing new, finishes what is under way, and closes. */
  stop(): Promise<void>;
}

export interface AppParts {
  config: Config;
  log: Log;
  clock?: Clock;
  newId?: NewId;
  /** How the control store is opened; SQLite when not given. */
  openStore?: typeof openStore;
  /** How long a bare file event waits for the message that may carry the same file. */
  offerAfterMs?: number;
}

const SYSTEM_CLOCK: Clock = { now: () => Date.now(), sleep: (ms) => sleep(ms, undefined, { ref: false }) };
const WORKERS = 2;
/**
 * Work under way gets this long when the bot is stopped, and what is left once the workers are gone so much longer; the
 * rest is taken up at the next start. Together less than the ten seconds after which many operators' tools kill.
 */
const DRAIN_MS = 6000;
const LAST_DRAIN_MS = 2000;

/** Eight characters of 36: enough that two jobs of one bot never share a key. */
function randomId(): string {
  return Array.from(randomBytes(10), (byte) => (byte % 36).toString(36)).join('');
}

function atMost(ms: number, work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work.catch(() => {}), sleep(ms, undefined, { ref: false })]);
}

/** What ends the start is told to the operator as it is told to people later: what, why, and what to do. */
function inWords(error: unknown): unknown {
  if (error instanceof UserError) return new Error(`${error.message} ${error.next}`, { cause: error });
  const trouble = storageTrouble(error);
  return trouble === null
    ? error
    : new Error(`${trouble.message} DATA_DIR is where to look.`, { cause: error });
}

/** Builds and starts the bot. @throws when Slack does not accept the tokens, the database cannot be opened, or another bot uses it */
export async function startApp(parts: AppParts): Promise<BatchApp> {
  const claim = await claimFolder(parts.config.dataDir, () =>
    parts.log.warn({}, 'another process of the bot uses this folder of data; waiting for its end'),
  ).catch((error: unknown) => {
    throw inWords(error);
  });
  try {
    return await startOn(claim, parts);
  } catch (error) {
    claim.release();
    throw error;
  }
}

async function startOn(
  claim: Claim,
  {
    config,
    log,
    clock = SYSTEM_CLOCK,
    newId = randomId,
    openStore: open = openStore,
    offerAfterMs = 2000,
  }: AppParts,
): Promise<BatchApp> {
  const store = await open(join(config.dataDir, 'control.sqlite'), {
    onProblem: (message) => log.error({}, message),
  }).catch((error: unknown) => {
    throw inWords(error);
  });
  // What a bot that was killed was handing out, nobody takes any more.
  await rm(jobPaths(config.dataDir).handouts, { recursive: true, force: true });
  const batchApi = createBatchApi(config.anthropic);
  const jobData = createJobData({
    dataDir: config.dataDir,
    anthropic: config.anthropic,
    sources: config.sources,
    builders: config.builders,
    workers: WORKERS,
  });
  const slack = createSlackCaller(config.slack.botToken, config.slack.apiUrl, log);
  const mayFetch = createHostCheck(config.slack.apiUrl);
  const files = createFileSource({ slack, token: config.slack.botToken, mayFetch });
  const me = await slack.call(true, (client) => client.auth.test());
  const notifier = createNotifier({ slack, files, mayFetch, workspaceUrl: me.url ?? '' });
  const alarm = createStorageAlarm({ store, notifier, clock, log });
  const background = createBackground(log, alarm);
  const jobs: Deps = {
    store,
    batchApi,
    jobData,
    files,
    directory: createDirectory({ slack, clock, teamId: me.team_id ?? '' }),
    clock,
    newId,
    log,
    background,
    alarm,
    edits: createEditAllowance(config.cardEditsPerMinute),
    memory: createTickMemory(),
    lookout: createLookout(clock.now()),
    notifier,
    locks: createLocks(),
    history: createHistory({ store, clock }),
    modelList: createModelList({ batchApi, clock, log }),
    options: {
      defaultModel: config.defaultModel,
      settleMs: config.submitSettleSeconds * 1000,
      maxBatchRequests: config.maxBatchRequests,
      offerAfterMs,
      admins: config.admins,
      guardFormulas: config.guardFormulas,
      // Where a database is and its password are for the workers alone.
      sources: config.sources.map(({ kind: _kind, location: _location, ...rights }) => rights),
      builderNames: () => builderNames(config.builders?.folder ?? null),
      paths: jobPaths(config.dataDir),
    },
  };
  // Before anybody can press anything: a copy that was put back may not know what was sent since.
  await startLooking(jobs, await noticeKey(jobs));
  const answer = createAnswer({ log, newId });
  const inbox = createInbox({
    store,
    clock,
    log,
    notStored: createNotStored(notifier),
    handle: (event) => handleEvent({ jobs, commands, answer, slack, botUserId: me.user_id ?? '' }, event),
  });
  const respond = createRespond({ mayPost: createResponseHostCheck(config.slack.apiUrl), log });
  const slackApp = createSlackApp({
    config: config.slack,
    inbox,
    log,
    interactions: { jobs, commands, slack, respond, answer },
  });
  const { port } = await slackApp.start();
  const poller = startPoller(
    config.pollSchedule,
    async () => {
      await inbox.drain();
      await poll(jobs);
    },
    log,
  );
  log.info({ mode: config.slack.receive.mode, port }, 'the bot is up');
  background.run('first tick', '', poller.tick);
  background.run('remove leftovers', '', () => removeLeftovers(jobs));

  async function stop(): Promise<void> {
    const quiet = Promise.all([poller.stop(), slackApp.stop()]).then(() => background.idle());
    quiet.catch((error: unknown) => log.error({}, 'stopping went wrong', error));
    await atMost(DRAIN_MS, quiet);
    // Whatever a worker still does is lost with it, and taken up again at the next start.
    await jobData.stop();
    await atMost(LAST_DRAIN_MS, quiet);
    await store.close();
    claim.release();
    log.info({}, 'the bot has stopped');
  }

  return {
    port,
    async tick() {
      await poller.tick();
      await inbox.idle();
      await background.idle();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
