// One message batch of a job, from the intent to send it to its collected results.

export type BatchState =
  | 'ready' // planned, not sent
  | 'submitting' // intent stored; the call is under way or its outcome is unknown
  | 'needs-human' // several batches at Anthropic could be ours
  | 'running'
  | 'ended' // results not collected yet
  | 'collected'
  | 'lost' // Anthropic no longer has it or its results
  | 'refused'; // Anthropic said no

/** Allowed moves; everything else is refused by the store. */
export const BATCH_MOVES: Record<BatchState, readonly BatchState[]> = {
  // ready again with a notice: Anthropic could not be asked
  // in need of a person: it may have been sent in a time that a restored copy knows nothing of
  ready: ['ready', 'submitting', 'refused', 'needs-human'],
  // submitting again: its outcome is unknown, which is known since now
  submitting: ['running', 'ready', 'refused', 'needs-human', 'submitting'],
  'needs-human': ['running', 'ready', 'refused'],
  running: ['running', 'ended', 'lost'],
  // in need of a person again: the results show that it was not ours
  // ended again: its results cannot be seen with the key that the bot has now
  ended: ['ended', 'collected', 'needs-human', 'lost'],
  collected: [],
  lost: [],
  refused: ['ready'],
};

/** One message batch as it would be sent: a run of rows, the exact size and hash of its request body. */
export interface PlannedBatch {
  firstSeq: number;
  lastSeq: number;
  requests: number;
  bodyBytes: number;
  bodySha256: string;
}

/** The API's five counters; their sum is the number of requests. */
export interface RequestCounts {
  processing: number;
  succeeded: number;
  errored: number;
  canceled: number;
  expired: number;
}

export interface Batch {
  id: string;
  jobId: string;
  /** 1 for the first message batch of the job. */
  position: number;
  /** Which attempt of the job sent it. */
  attempt: number;
  state: BatchState;
  firstSeq: number;
  lastSeq: number;
  requests: number;
  bodyBytes: number;
  bodySha256: string;
  /** Anthropic's id, `msgbatch_…`. */
  remoteId: string | null;
  /** Which API key sent it; a fingerprint, never the key. */
  keyFingerprint: string | null;
  /** Newest message batch that existed at Anthropic before the attempt. */
  watermarkId: string | null;
  attemptedAt: number | null;
  createdAt: number | null;
  expiresAt: number | null;
  endedAt: number | null;
  counts: RequestCounts | null;
  /** Not before this time it is sent, after Anthropic had no room for it; or looked for, after its outcome became unknown. */
  dueAt: number | null;
  /** Taken from Anthropic's list after an unknown outcome; false again when the custom_ids of its results have proven it ours. */
  isAdopted: boolean;
  /** Message batches at Anthropic that a person has to choose from. */
  candidates: Candidate[] | null;
  /** Why it is back to ready, refused, or in need of a person. */
  notice: string | null;
}

/** A message batch at Anthropic that may be the one that was sent. */
export interface Candidate {
  id: string;
  createdAt: number;
}

/** A message batch as Anthropic reports it; times in UTC milliseconds. */
export interface RemoteBatch {
  id: string;
  status: 'in_progress' | 'canceling' | 'ended';
  counts: RequestCounts;
  createdAt: number;
  expiresAt: number;
  endedAt: number | null;
  cancelInitiatedAt: number | null;
  archivedAt: number | null;
  hasResults: boolean;
}

/** @returns the message batches of a job's attempt under way, or of its last one. */
export function ofAttempt(batches: readonly Batch[], { attempt }: { attempt: number }): Batch[] {
  return batches.filter((batch) => batch.attempt === attempt);
}

/** @returns the number of requests behind five counters. */
export function totalRequests(counts: RequestCounts): number {
  return counts.processing + counts.succeeded + counts.errored + counts.canceled + counts.expired;
}

/** @returns the five counters added up over several message batches. */
export function addCounts(a: RequestCounts, b: RequestCounts): RequestCounts {
  return {
    processing: a.processing + b.processing,
    succeeded: a.succeeded + b.succeeded,
    errored: a.errored + b.errored,
    canceled: a.canceled + b.canceled,
    expired: a.expired + b.expired,
  };
}
