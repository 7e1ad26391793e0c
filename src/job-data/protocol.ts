// What passes between the answering process and its workers, as JSON.
import type { Connection } from '../anthropic/connection.ts';
import { ServiceError, type ServiceFailure, UserError } from '../core/errors.ts';
import type { JobData } from '../ports/job-data.ts';

/** Every task by name: what it takes and gives. */
export type Tasks = {
  [Name in keyof JobData]: {
    input: Parameters<JobData[Name]>[0];
    output: Awaited<ReturnType<JobData[Name]>>;
  };
};

export type TaskName = keyof Tasks;

/** The first message to a worker; secrets go this way and never through its arguments or environment. */
export interface Setup {
  setup: { dataDir: string; anthropic: Connection };
}

export interface Call<Name extends TaskName = TaskName> {
  id: number;
  task: Name;
  input: Tasks[Name]['input'];
}

export type Answer = { id: number; output: unknown } | { id: number; error: WireError };

export type WireError =
  | { type: 'user'; code: string; message: string; next: string }
  | {
      type: 'service';
      service: 'slack' | 'anthropic';
      kind: ServiceFailure;
      code: string;
      message: string;
      retryAfterMs: number | null;
    }
  | { type: 'bug'; message: string; stack: string; errno: string | null };

/** @returns an error as it travels. */
export function toWire(error: unknown): WireError {
  if (error instanceof UserError)
    return { type: 'user', code: error.code, message: error.message, next: error.next };
  if (error instanceof ServiceError) {
    const { service, kind, code, message, retryAfterMs } = error;
    return { type: 'service', service, kind, code, message, retryAfterMs };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { type: 'bug', message, stack: stack ?? '', errno: codeOf(error) };
}

/** The code of Node or SQLite: with it the other side knows a full disk from a mistake. */
function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** @returns the error as it was thrown in the worker. */
export function fromWire(wire: WireError): Error {
  if (wire.type === 'user') return new UserError(wire.code, wire.message, wire.next);
  if (wire.type === 'service') {
    return new ServiceError(wire.service, wire.kind, wire.code, wire.message, {
      retryAfterMs: wire.retryAfterMs,
    });
  }
  const error = new Error(wire.message);
  error.stack = wire.stack;
  return wire.errno === null ? error : Object.assign(error, { code: wire.errno });
}
