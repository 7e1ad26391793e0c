// The message batches of one organization, and how they move on.
import { appendFileSync, closeSync, fsyncSync, openSync } from 'node:fs';
import { checkParams } from './params-check.ts';
import { randomText } from './random.ts';
import type { BatchesOptions, DecideOutcome, SimBatch, SimRequest } from './sim.ts';

const DAY_MS = 24 * 60 * 60_000;

export interface BatchStore {
  all: SimBatch[];
  find(id: string): SimBatch | undefined;
  create(requests: SimRequest[], version: string, options?: { foreign?: boolean; atMs?: number }): SimBatch;
  cancel(batch: SimBatch): void;
  finish(batch: SimBatch, decide?: DecideOutcome): void;
  remove(id: string): void;
  /** Requests that are processing, over all message batches. */
  queued(): number;
  /** Ends what is older than a day. */
  sweep(): void;
}

/** @param onChange called after every change */
export function createBatchStore(
  options: BatchesOptions,
  now: () => number,
  onChange: () => void,
): BatchStore {
  const all: SimBatch[] = [];
  const versions = new Map<string, string>();

  function record(entry: object): void {
    if (options.ledgerPath === undefined) return;
    const file = openSync(options.ledgerPath, 'a');
    appendFileSync(file, `${JSON.stringify(entry)}\n`);
    fsyncSync(file);
    closeSync(file);
  }

  function finish(batch: SimBatch, decide: DecideOutcome = () => 'succeeded'): void {
    if (batch.status === 'ended') return;
    const version = versions.get(batch.id) ?? '2026-10-21';
    batch.outcomes = batch.requests.map((request, index) => {
      const decided = decide(request, index);
      const succeeds =
        decided === 'succeeded' || (typeof decided === 'object' && decided.type === 'succeeded');
      // Params are looked at only now: what the API refuses ends as an error, whatever was decided.
      const error = succeeds ? checkParams(request.params, version, true) : null;
      return error === null ? decided : { type: 'errored', errorType: error.type, message: error.message };
    });
    batch.status = 'ended';
    batch.endedAtMs = now();
    onChange();
  }

  return {
    all,
    find: (id) => all.find((batch) => batch.id === id),
    finish,
    create(requests, version, { foreign = false, atMs = now() } = {}) {
      const late = foreign ? 0 : (options.oddities?.lateVisibility ?? 0);
      const batch: SimBatch = {
        id: `msgbatch_01${randomText(22)}`,
        status: 'in_progress',
        requests,
        createdAtMs: atMs,
        expiresAtMs: atMs + DAY_MS,
        endedAtMs: null,
        cancelInitiatedAtMs: null,
        archivedAtMs: null,
        outcomes: [],
        foreign,
        hiddenReads: late,
        hiddenResults: late,
      };
      versions.set(batch.id, version);
      all.push(batch);
      record({
        event: 'create',
        id: batch.id,
        requests: requests.length,
        customIds: requests.slice(0, 3).map(({ customId }) => customId),
        atMs,
      });
      onChange();
      return batch;
    },
    cancel(batch) {
      if (batch.status !== 'in_progress') return;
      batch.status = 'canceling';
      batch.cancelInitiatedAtMs = now();
      record({ event: 'cancel', id: batch.id });
      onChange();
    },
    remove(id) {
      const index = all.findIndex((batch) => batch.id === id);
      if (index >= 0) all.splice(index, 1);
      record({ event: 'delete', id });
      onChange();
    },
    queued: () => all.reduce((sum, batch) => sum + (batch.status === 'ended' ? 0 : batch.requests.length), 0),
    sweep() {
      for (const batch of all) if (now() >= batch.expiresAtMs) finish(batch, () => 'expired');
    },
  };
}
