// The calls that came in, and what in them the real API's keepers would resent.
import type { Fault } from './faults.ts';

const CREATE_PATH = '/v1/messages/batches';
const DUPLICATE_WITHIN_MS = 10 * 60_000;

/** One call; the key is not in it. */
export interface Call {
  method: string;
  path: string;
  query: string;
  /** What was answered, or would have been; 0 when the call was never read to its end. */
  status: number;
  atMs: number;
  bytes: number;
  /** Of the body; null when there was none. */
  sha256: string | null;
  version: string | null;
  /** Counted by the SDK, in x-stainless-retry-count. */
  retryCount: number;
  fault: Fault['kind'] | null;
}

export interface CallLog {
  calls: Call[];
  problems: string[];
  problem(text: string): void;
  record(call: Omit<Call, 'atMs'>): void;
}

/** @param onChange called after every call */
export function createCallLog(now: () => number, onChange: () => void): CallLog {
  const calls: Call[] = [];
  const problems: string[] = [];

  function isCreated(call: Omit<Call, 'atMs'>): boolean {
    // A page in place of the call performs nothing, whatever its status.
    const isDone = (call.status === 200 && call.fault !== 'html') || call.fault === 'status-after';
    return call.method === 'POST' && call.path === CREATE_PATH && isDone;
  }

  return {
    calls,
    problems,
    problem: (text) => void problems.push(text),
    record(call) {
      const isTwin = (other: Call) =>
        isCreated(other) && other.sha256 === call.sha256 && now() - other.atMs < DUPLICATE_WITHIN_MS;
      if (isCreated(call) && calls.some(isTwin))
        problems.push('the same message batch was created twice within ten minutes');
      if (call.method === 'POST' && call.path === CREATE_PATH && call.retryCount > 0)
        problems.push(
          'a create call was retried by the SDK, which cannot know whether the first one counted',
        );
      calls.push({ ...call, atMs: now() });
      onChange();
    },
  };
}
