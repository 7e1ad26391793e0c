// Starts the stand-in for Anthropic's Message Batches API: real HTTP on 127.0.0.1, strict about everything it is sent.
import type { AddressInfo } from 'node:net';
import { createChanges } from './changes.ts';
import { createFaults } from './faults.ts';
import { createFront } from './front.ts';
import { createApiServer } from './server.ts';
import type { BatchesOptions, BatchesSim, Call, Params, SimBatch } from './sim.ts';
import { createBatchStore } from './store.ts';

export type { BatchesOptions, BatchesSim, Fault, Params } from './sim.ts';

const DEFAULT_KEY = 'sk-ant-sim-key';
/** The lowest tier's queue. */
const QUEUE_LIMIT = 200_000;
const DUPLICATE_WITHIN_MS = 10 * 60_000;

/** Starts one organization's API. */
export async function startBatches(options: BatchesOptions = {}): Promise<BatchesSim> {
  const now = options.now ?? Date.now;
  const apiKeys = options.apiKeys ?? [DEFAULT_KEY];
  const calls: Call[] = [];
  const problems: string[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const faults = createFaults();
  const changes = createChanges(() => describe(store.all, calls));
  const store = createBatchStore(options, now, () => {
    scheduleFinish();
    changes.notify();
  });
  const scheduled = new Set<string>();

  function scheduleFinish(): void {
    if (typeof options.finish !== 'object') return;
    for (const batch of store.all) {
      if (batch.status === 'ended' || scheduled.has(batch.id + batch.status)) continue;
      scheduled.add(batch.id + batch.status);
      const decide = batch.status === 'canceling' ? () => 'canceled' as const : undefined;
      const timer = setTimeout(() => store.finish(batch, decide), options.finish.afterMs);
      timers.add(timer);
    }
  }

  function onCall(call: Omit<Call, 'atMs'>): void {
    const isCreate = call.method === 'POST' && call.path === '/v1/messages/batches' && call.status === 200;
    const twice =
      isCreate &&
      calls.some(
        (other) =>
          other.sha256 === call.sha256 && other.status === 200 && now() - other.atMs < DUPLICATE_WITHIN_MS,
      );
    if (twice) problems.push('the same message batch was created twice within ten minutes');
    calls.push({ ...call, atMs: now() });
    changes.notify();
  }

  const context = {
    store,
    origin: '',
    oddities: options.oddities ?? {},
    queueLimit: options.queueLimit ?? QUEUE_LIMIT,
    results: {
      version: '',
      seed: options.seed ?? 1,
      oddities: options.oddities ?? {},
      answer: options.answer ?? defaultAnswer,
    },
    problem: (text: string) => void problems.push(text),
  };
  const server = createApiServer({ front: createFront(apiKeys, now), faults, context, onCall });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  context.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function batch(id: string): SimBatch {
    const found = store.find(id);
    if (!found) throw new Error(`There is no message batch ${id}.`);
    return found;
  }

  async function close(): Promise<void> {
    for (const timer of timers) clearTimeout(timer);
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  return {
    url: context.origin,
    apiKey: apiKeys[0] ?? DEFAULT_KEY,
    calls,
    problems,
    faults,
    batches: () => [...store.all],
    batch,
    finish(id, decide) {
      const running = id === undefined ? store.all.filter(({ status }) => status !== 'ended') : [batch(id)];
      for (const one of running) store.finish(one, decide);
    },
    addForeign(count, { atMs = now() } = {}) {
      const params: Params = {
        model: 'claude-haiku-5-5',
        max_tokens: 16,
        messages: [{ role: 'user', content: 'Hello' }],
      };
      const requests = Array.from({ length: count }, (_, index) => ({
        customId: `theirs-${index + 1}`,
        params,
      }));
      return store.create(requests, '2026-10-21', { foreign: true, atMs });
    },
    archive(id) {
      batch(id).archivedAtMs = now();
      changes.notify();
    },
    remove: (id) => store.remove(id),
    waitFor: changes.waitFor,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function defaultAnswer(params: Params, customId: string): string {
  const last = Array.isArray(params.messages) ? params.messages.at(-1) : null;
  return `Answer to ${customId}: ${JSON.stringify(last).length} characters were asked.`;
}

function describe(batches: readonly SimBatch[], calls: readonly Call[]): string {
  const lines = batches.map(({ id, status, requests }) => `  ${id} ${status} ${requests.length} requests`);
  const last = calls.slice(-10).map(({ method, path, status }) => `  ${method} ${path} ${status}`);
  return ['Message batches:', ...lines, 'Last calls:', ...last].join('\n');
}
