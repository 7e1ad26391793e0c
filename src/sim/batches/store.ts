// The message batches of one workspace, and how they move on.
import type { DecideOutcome, Outcome, SimBatch, SimRequest } from './batch.ts';
import type { Ledger } from './ledger.ts';
import type { Oddities } from './oddities.ts';
import { checkParams } from './params/check.ts';
import { createPromptCache } from './prompt-cache.ts';
import { randomText } from './random.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Results are kept for so long after the create. */
const KEPT_MS = 29 * DAY_MS;

export interface NewBatch {
  requests: SimRequest[];
  version: string;
  betas: readonly string[];
  /** For the ledger. */
  bytes?: number;
  sha256?: string | null;
  foreign?: boolean;
  atMs?: number;
}

export interface BatchStore {
  /** Oldest first. */
  all: SimBatch[];
  find(id: string): SimBatch | undefined;
  create(batch: NewBatch): SimBatch;
  cancel(batch: SimBatch): void;
  finish(batch: SimBatch, decide?: DecideOutcome, atMs?: number): void;
  archive(batch: SimBatch, atMs?: number): void;
  remove(id: string): void;
  /** Requests that are processing, over all message batches. */
  queued(): number;
  /** Ends what is older than a day, archives what is older than 29. */
  sweep(): void;
}

/** @param onChange called after every change, with the message batch that changed */
export function createBatchStore(
  oddities: Oddities,
  ledger: Ledger,
  now: () => number,
  onChange: (batch: SimBatch) => void,
  fileType: (id: string) => string | null = () => null,
): BatchStore {
  const all: SimBatch[] = [];
  const cache = createPromptCache();
  let created = 0;

  function finish(batch: SimBatch, decide: DecideOutcome = usualEnd(batch), atMs = now()): void {
    if (batch.status === 'ended') return;
    batch.outcomes = batch.requests.map((request, index) =>
      validated(batch, request, decide(request, index), fileType),
    );
    batch.status = 'ended';
    batch.endedAtMs = atMs;
    batch.cacheUses = cache.settle(batch);
    onChange(batch);
  }

  function archive(batch: SimBatch, atMs = now()): void {
    batch.archivedAtMs ??= atMs;
    onChange(batch);
  }

  return {
    all,
    finish,
    archive,
    find: (id) => all.find((batch) => batch.id === id),
    create({ requests, version, betas, bytes = 0, sha256 = null, foreign = false, atMs = now() }) {
      created += 1;
      const { lateVisibility = 0, lateCreate = lateVisibility, lateResults = lateVisibility } = oddities;
      const batch: SimBatch = {
        id: `msgbatch_01${randomText(22)}`,
        number: created,
        status: 'in_progress',
        requests,
        version,
        betas,
        createdAtMs: atMs,
        expiresAtMs: atMs + DAY_MS,
        endedAtMs: null,
        cancelInitiatedAtMs: null,
        archivedAtMs: null,
        outcomes: [],
        cacheUses: [],
        foreign,
        hiddenReads: foreign ? 0 : lateCreate,
        hiddenLists: foreign ? 0 : (oddities.lateInList ?? 0),
        hiddenResults: foreign ? 0 : lateResults,
        reads: 0,
        resultsReads: 0,
      };
      all.push(batch);
      if (!foreign) {
        const customIds = requests.slice(0, 3).map(({ customId }) => customId);
        const entry = { id: batch.id, requests: requests.length, customIds, bytes, sha256, atMs };
        ledger({ event: 'create', ...entry });
      }
      onChange(batch);
      return batch;
    },
    cancel(batch) {
      if (batch.status !== 'in_progress') return;
      batch.status = 'canceling';
      batch.cancelInitiatedAtMs = now();
      ledger({ event: 'cancel', id: batch.id, atMs: now() });
      onChange(batch);
    },
    remove(id) {
      const index = all.findIndex((batch) => batch.id === id);
      const [batch] = index < 0 ? [] : all.splice(index, 1);
      if (!batch) return;
      ledger({ event: 'delete', id, atMs: now() });
      onChange(batch);
    },
    queued: () => all.reduce((sum, batch) => sum + (batch.status === 'ended' ? 0 : batch.requests.length), 0),
    sweep() {
      for (const batch of all) {
        const left = batch.status === 'canceling' ? 'canceled' : 'expired';
        if (now() >= batch.expiresAtMs) finish(batch, () => left, batch.expiresAtMs);
        if (batch.archivedAtMs === null && now() >= batch.createdAtMs + KEPT_MS)
          archive(batch, batch.createdAtMs + KEPT_MS);
      }
    },
  };
}

function usualEnd({ status }: SimBatch): DecideOutcome {
  return () => (status === 'canceling' ? 'canceled' : 'succeeded');
}

/** Params are looked at only now: what the API refuses ends as an error where it would have succeeded. */
function validated(
  { version, betas }: SimBatch,
  request: SimRequest,
  decided: Outcome,
  fileType: (id: string) => string | null,
): Outcome {
  const succeeds = decided === 'succeeded' || (typeof decided === 'object' && decided.type === 'succeeded');
  const error = succeeds ? checkParams(request.params, { version, betas, place: 'batch', fileType }) : null;
  return error === null ? decided : { type: 'errored', errorType: error.type, message: error.message };
}
