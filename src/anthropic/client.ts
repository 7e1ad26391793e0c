// The Message Batches API and its neighbours through the SDK: no retries, and a time limit on every call.
import { createHash } from 'node:crypto';
import Anthropic from '@anthropic-ai/sdk';
import type { RemoteBatch } from '../core/batch.ts';
import type { BatchApi } from '../ports.ts';
import type { Connection } from './connection.ts';
import { toServiceError } from './service-error.ts';
import { readBatch, readModel } from './wire.ts';

const READ_MS = 30_000;
const WRITE_MS = 60_000;
/** The API gives at most this many at once. */
const PAGE = 1000;

/** @returns the API for one key. A create is not here: its body is too large for the SDK (see create.ts). */
export function createBatchApi(connection: Connection): BatchApi {
  const client = new Anthropic({
    apiKey: connection.apiKey,
    authToken: null,
    baseURL: connection.baseUrl,
    maxRetries: 0,
    logLevel: 'off',
  });
  const { batches } = client.messages;

  /** The SDK's own timeout ends with the headers; the signal bounds the body too. */
  async function call<T>(
    timeoutMs: number,
    perform: (options: { timeout: number; signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    try {
      return await perform({ timeout: timeoutMs, signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      throw toServiceError(error);
    }
  }

  return {
    keyFingerprint: createHash('sha256').update(connection.apiKey).digest('hex').slice(0, 12),
    get: (id) => call(READ_MS, async (options) => readBatch(await batches.retrieve(id, {}, options))),

    async newest({ until, limit }) {
      const found: RemoteBatch[] = [];
      let after: string | undefined;
      while (found.length < limit) {
        const query = {
          limit: Math.min(PAGE, limit - found.length),
          ...(after === undefined ? {} : { after_id: after }),
        };
        const page = await call(READ_MS, (options) => batches.list(query, options));
        for (const wire of page.data) {
          if (wire.id === until) return found;
          found.push(readBatch(wire));
        }
        after = page.last_id ?? undefined;
        if (!page.has_more || after === undefined) return found;
      }
      return found;
    },

    cancel: (id) => call(WRITE_MS, async (options) => readBatch(await batches.cancel(id, {}, options))),

    countTokens: (params) =>
      call(READ_MS, async (options) => {
        const { max_tokens: _maxTokens, ...counted } = params;
        const body = counted as unknown as Parameters<typeof client.messages.countTokens>[0];
        return (await client.messages.countTokens(body, options)).input_tokens;
      }),

    models: () =>
      call(READ_MS, async (options) => {
        const models = [];
        for await (const wire of client.models.list({ limit: PAGE }, options)) models.push(readModel(wire));
        return models;
      }),
  };
}
