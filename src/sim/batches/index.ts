// Starts the stand-in for Anthropic's Message Batches API: real HTTP on 127.0.0.1, strict about everything it is sent.
import type { Server } from 'node:http';
import type { SimBatch } from './batch.ts';
import { type Call, createCallLog } from './calls.ts';
import { createChanges } from './changes.ts';
import { createFaults } from './faults.ts';
import { createFileStore } from './file-store.ts';
import type { Params } from './json.ts';
import { createLedger } from './ledger.ts';
import { madeUpAnswers } from './made-up-answer.ts';
import { createOwnEnd } from './own-end.ts';
import { createRateLimit } from './rate-limit.ts';
import type { World } from './route.ts';
import { createApiServer } from './server.ts';
import type { BatchesOptions, BatchesSim } from './sim.ts';
import { createBatchStore } from './store.ts';

export type { Fault } from './faults.ts';
export type { Params } from './json.ts';
export type { BatchesOptions, BatchesSim } from './sim.ts';

const DEFAULT_KEY = 'sk-ant-sim-key';
/** The lowest tier's. */
const QUEUE_LIMIT = 200_000;
const FOREIGN_PARAMS: Params = {
  model: 'claude-haiku-5-5',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Hello' }],
};

/** Starts one workspace's API. */
export async function startBatches(options: BatchesOptions = {}): Promise<BatchesSim> {
  const { now = Date.now, apiKeys = [DEFAULT_KEY], oddities = {}, finish = 'by-hand', seed = 1 } = options;
  const faults = createFaults();
  const closing = new AbortController();
  const changes = createChanges(() => describe(store.all, log.calls));
  const log = createCallLog(now, changes.notify);
  const ownEnd = createOwnEnd(finish === 'by-hand' ? null : finish.afterMs, (batch) => store.finish(batch));
  const files = createFileStore(now, changes.notify);
  const onBatch = (batch: SimBatch) => {
    ownEnd.follow(batch);
    changes.notify();
  };
  const ledger = createLedger(options.ledgerPath);
  const store = createBatchStore(oddities, ledger, now, onBatch, files.typeOf);
  const world: World = {
    store,
    files,
    origin: '',
    oddities,
    answer: options.answer ?? madeUpAnswers(seed, oddities),
    seed,
    queueLimit: options.queueLimit ?? QUEUE_LIMIT,
    problem: log.problem,
  };
  const rateLimit = createRateLimit(now, options.callsPerMinute);
  const server = createApiServer({ apiKeys, rateLimit, faults, log, world, closing: closing.signal });
  world.origin = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;

  function batch(id: string): SimBatch {
    const found = store.find(id);
    if (!found) throw new Error(`There is no message batch ${id}.`);
    return found;
  }

  async function close(): Promise<void> {
    closing.abort();
    ownEnd.close();
    changes.close();
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  return {
    url: world.origin,
    apiKey: apiKeys[0] ?? DEFAULT_KEY,
    calls: log.calls,
    problems: log.problems,
    faults,
    batches: () => [...store.all],
    batch,
    finish(id, decide) {
      const running = id === undefined ? store.all.filter(({ status }) => status !== 'ended') : [batch(id)];
      for (const one of running) store.finish(one, decide);
    },
    addForeign(count, { atMs = now(), params = FOREIGN_PARAMS } = {}) {
      const requests = Array.from({ length: count }, (_, index) => ({
        customId: `theirs-${index + 1}`,
        params,
      }));
      return store.create({ requests, version: '2026-10-21', betas: [], foreign: true, atMs });
    },
    archive: (id) => store.archive(batch(id)),
    remove: (id) => store.remove(id),
    files: files.all,
    removeFile: (id) => void files.remove(id),
    waitFor: changes.waitFor,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

function describe(batches: readonly SimBatch[], calls: readonly Call[]): string {
  const lines = batches.map(({ id, status, requests }) => `  ${id} ${status} ${requests.length} requests`);
  const last = calls.slice(-10).map(({ method, path, status }) => `  ${method} ${path} ${status}`);
  return ['Message batches:', ...lines, 'Last calls:', ...last].join('\n');
}
