// Message batches, single messages, token counts and models through the SDK: one request per call, a time limit on each.
import { createHash } from 'node:crypto';
import { ServiceError } from '../core/errors.ts';
import type { RemoteBatch } from '../core/job/batch.ts';
import type { JsonObject } from '../core/json.ts';
import type { BatchApi } from '../ports/batch-api.ts';
import { BATCHES_PATH, batchPath, type Connection, FILES_PATH, filePath, headersFor } from './connection.ts';
import { unreadableAnswer } from './errors.ts';
import { createSdk, sdkError } from './sdk.ts';
import {
  type FilePage,
  type Page,
  readAnswered,
  readBatch,
  readFilePage,
  readModel,
  readPage,
  readTokenCount,
} from './wire.ts';

/** For a whole call, its body included; milliseconds. */
export interface ClientLimits {
  readMs: number;
  writeMs: number;
  /** For a single request: a long answer is written for minutes before anything of it arrives. */
  answerMs: number;
}

const LIMITS: ClientLimits = { readMs: 30_000, writeMs: 60_000, answerMs: 10 * 60_000 };
/** The API gives at most this many at once. */
const LONGEST_PAGE = 1000;
/** What is beyond expires by itself. */
const MOST_FILE_PAGES = 5;

/** What count_tokens takes; anything else of a request's params is refused there. */
const COUNTED = [
  'model',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'cache_control',
];

/**
 * @param limits shorter ones are for tests
 * @returns the API for one key; every call throws ServiceError. A create is in create.ts: its body is streamed.
 */
export function createBatchApi(connection: Connection, limits: ClientLimits = LIMITS): BatchApi {
  const sdk = createSdk(connection);

  async function call(timeoutMs: number, perform: Perform): Promise<unknown> {
    // The SDK's own timeout ends with the headers; the signal bounds the body too.
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      headersFor(connection);
      return await perform({ signal });
    } catch (error) {
      throw sdkError(error, signal.aborted, connection.apiKey);
    }
  }

  async function* readPages(path: string, pageSize: () => number): AsyncGenerator<Page> {
    let after: string | null = null;
    do {
      const query = { limit: pageSize(), ...(after === null ? {} : { after_id: after }) };
      const page: Page = readPage(
        await call(limits.readMs, (options) => sdk.get(path, { ...options, query })),
      );
      // A list that stands still would be read for ever.
      if (page.after !== null && page.after === after) throw unreadableAnswer();
      yield page;
      after = page.after;
    } while (after !== null);
  }

  return {
    keyFingerprint: createHash('sha256').update(connection.apiKey).digest('hex').slice(0, 12),

    async get(id) {
      const path = batchPath(id);
      return readBatch(await call(limits.readMs, (options) => sdk.get(path, options)));
    },

    async newest({ until, limit }) {
      const found: RemoteBatch[] = [];
      if (limit <= 0) return found;
      for await (const { items } of readPages(BATCHES_PATH, () =>
        Math.min(LONGEST_PAGE, limit - found.length),
      )) {
        for (const item of items) {
          const batch = readBatch(item);
          if (batch.id === until) return found;
          found.push(batch);
          if (found.length === limit) return found;
        }
      }
      return found;
    },

    async *pages() {
      for await (const { items } of readPages(BATCHES_PATH, () => LONGEST_PAGE)) yield items.map(readBatch);
    },

    async cancel(id) {
      const path = batchPath(id, '/cancel');
      return readBatch(await call(limits.writeMs, (options) => sdk.post(path, options)));
    },

    async remove(id) {
      const path = batchPath(id);
      await call(limits.writeMs, (options) => sdk.delete(path, options));
    },

    async countTokens(params) {
      const body = counted(params);
      return readTokenCount(
        await call(limits.readMs, (options) => sdk.post('/v1/messages/count_tokens', { ...options, body })),
      );
    },

    async models() {
      const models = [];
      for await (const { items } of readPages('/v1/models', () => LONGEST_PAGE))
        models.push(...items.map(readModel));
      return models;
    },

    async ask(params) {
      return readAnswered(
        await call(limits.answerMs, (options) => sdk.post('/v1/messages', { ...options, body: params })),
      );
    },

    async filesNamed(name) {
      const found: string[] = [];
      let page: string | null = null;
      for (let pages = 0; pages < MOST_FILE_PAGES; pages++) {
        const query = { limit: LONGEST_PAGE, ...(page === null ? {} : { page }) };
        const read: FilePage = readFilePage(
          await call(limits.readMs, (options) => sdk.get(FILES_PATH, { ...options, query })),
        );
        found.push(...read.files.filter((file) => file.name === name).map(({ id }) => id));
        if (read.next === null) break;
        page = read.next;
      }
      return found;
    },

    async deleteFile(id) {
      const path = filePath(id);
      await goneIsDone(call(limits.writeMs, (options) => sdk.delete(path, options)));
    },
  };
}

async function goneIsDone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'gone') throw error;
  }
}

type Perform = (options: { signal: AbortSignal }) => PromiseLike<unknown>;

function counted(params: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([name]) => COUNTED.includes(name)));
}
