// Socket Mode with two connections and our own reconnecting: no gap at a refresh, and no error that ends the process.
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../ports/log.ts';
import { boltLogger } from './bolt-logger.ts';
import { isLockedOut, toServiceError } from './service-error.ts';

/** Slack sends each payload over any one of them; while one reconnects the other takes all. */
const CONNECTIONS = 2;
const HELLO_TIMEOUT_MS = 20_000;
const FIRST_PAUSE_MS = 500;
const FIRST_ATTEMPTS = 10;
const CLOSE_MS = 3000;
const LONGEST_PAUSE_MS = 60_000;

function isRefused(error: unknown): boolean {
  const { kind, code } = toServiceError(error);
  return kind === 'refused' || isLockedOut(code);
}

type SocketClient = SocketModeReceiver['client'];

/** @returns a receiver for Bolt; `start` rejects when Slack refuses the token, or cannot be reached for a while */
export function createSocketReceiver(options: { appToken: string; apiUrl: string; log: Log }): Receiver {
  const { appToken, apiUrl, log } = options;
  const receivers = Array.from(
    { length: CONNECTIONS },
    () =>
      new SocketModeReceiver({
        appToken,
        logger: boltLogger(log),
        autoReconnectEnabled: false,
        installerOptions: {
          clientOptions: {
            slackApiUrl: apiUrl,
            timeout: 15_000,
            retryConfig: { retries: 0 },
            rejectRateLimitedCalls: true,
          },
        },
      }),
  );
  let stopped = false;

  /** A token that Slack refuses ends the start; anything else may pass. */
  async function connectAtFirst(client: SocketClient): Promise<void> {
    for (let failures = 1; ; failures++) {
      try {
        await connect(client);
        return;
      } catch (error) {
        if (stopped || failures >= FIRST_ATTEMPTS || isRefused(error)) throw error;
        log.warn({ failures }, 'Slack connection could not be made; trying again');
        await sleep(FIRST_PAUSE_MS * failures);
      }
    }
  }

  async function keepConnected(client: SocketClient): Promise<void> {
    let failures = 0;
    while (!stopped) {
      await disconnected(client);
      while (!stopped) {
        try {
          await connect(client);
          failures = 0;
          break;
        } catch (error) {
          failures += 1;
          log.warn({ failures }, 'Slack connection could not be made; trying again');
          log.debug(
            { reason: error instanceof Error ? error.name : 'unknown' },
            'reason of the failed connection',
          );
          await sleep(Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), undefined, { ref: false });
        }
      }
    }
  }

  return {
    init(app: App) {
      for (const receiver of receivers) receiver.init(app);
    },
    async start() {
      for (const { client } of receivers) {
        await connectAtFirst(client);
        void keepConnected(client);
      }
      log.info({ connections: CONNECTIONS }, 'connected to Slack');
    },
    async stop() {
      stopped = true;
      // A connection that is lost already never says that it is closed.
      const closed = Promise.all(receivers.map(({ client }) => client.disconnect()));
      await Promise.race([closed, sleep(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}

async function connect(client: SocketClient): Promise<void> {
  const timer = setTimeout(() => void client.disconnect(), HELLO_TIMEOUT_MS);
  try {
    await client.start();
  } finally {
    clearTimeout(timer);
  }
}

function disconnected(client: SocketClient): Promise<void> {
  return new Promise((resolve) => client.once('disconnected', () => resolve()));
}
