// Slack's Web API with a time limit on every call, and with retries only where a second call can do no harm.
import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { ServiceError } from '../core/errors.ts';
import type { Log } from '../ports/log.ts';
import { boltLogger } from './bolt-logger.ts';
import { toServiceError } from './service-error.ts';

export interface SlackCaller {
  readonly client: WebClient;
  /**
   * Makes a call. A rate-limited call was not performed, so it is always made again after the wait that Slack asks for;
   * a call of unknown outcome only when `repeatable`.
   * @param waits how often a rate limit is waited out; 0: whoever calls has more to put off than this call
   * @throws ServiceError
   */
  call<T>(repeatable: boolean, perform: (client: WebClient) => Promise<T>, waits?: number): Promise<T>;
}

const TIMEOUT_MS = 15_000;
/** For the SDK to say by itself that its time is over. */
const GRACE_MS = 1000;
/** Waits longer than this are left to the next tick. */
const LONGEST_WAIT_MS = 30_000;
const WAITS = 5;
const REPEATS = 2;
const REPEAT_PAUSE_MS = 500;

/** @returns options for every client of this app; a fresh object each time, because the SDK writes into it */
export function clientOptions(apiUrl: string) {
  return {
    slackApiUrl: apiUrl,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
  };
}

/** @param apiUrl Slack's Web API, with a slash at its end */
export function createSlackCaller(token: string, apiUrl: string, log: Log): SlackCaller {
  const client = new WebClient(token, { ...clientOptions(apiUrl), logger: boltLogger(log) });
  return {
    client,
    async call(repeatable, perform, waits = WAITS) {
      let repeats = 0;
      for (let waited = 0; ; ) {
        try {
          return await inTime(perform(client));
        } catch (raw) {
          const error = toServiceError(raw);
          if (error.kind === 'busy' && waited < waits && (error.retryAfterMs ?? 0) <= LONGEST_WAIT_MS) {
            waited += 1;
            await sleep(error.retryAfterMs ?? REPEAT_PAUSE_MS * 2 ** waited);
          } else if (error.kind === 'unknown' && repeatable && repeats < REPEATS) {
            repeats += 1;
            await sleep(REPEAT_PAUSE_MS * repeats);
          } else {
            throw error;
          }
        }
      }
    },
  };
}

/**
 * The SDK's own limit can be lost once the headers are there: a body that never ends would then be waited for as long as
 * fetch likes, which is five minutes.
 */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const late = new ServiceError('slack', 'unknown', 'timeout', 'Slack did not answer in time.');
    timer = setTimeout(() => reject(late), TIMEOUT_MS + GRACE_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a call whose refusal changes nothing, e.g. a reaction that is there already. */
export async function ignoreRefusal(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}
