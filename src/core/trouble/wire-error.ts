// An error on its way from one process to another, as JSON.
import { ServiceError, type ServiceFailure, UserError } from '../errors.ts';

export type WireError =
  | {
      type: 'user';
      code: string;
      message: string;
      next: string;
      /** The stack of what caused it, for the log; null when nothing did. */
      cause: string | null;
    }
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
  if (error instanceof UserError) {
    const { code, message, next, cause } = error;
    return { type: 'user', code, message, next, cause: cause instanceof Error ? (cause.stack ?? '') : null };
  }
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

/** @returns the error as it was thrown in the other process. */
export function fromWire(wire: WireError): Error {
  if (wire.type === 'user') {
    const options = wire.cause === null ? {} : { cause: withStack(new Error(), wire.cause) };
    return new UserError(wire.code, wire.message, wire.next, options);
  }
  if (wire.type === 'service') {
    return new ServiceError(wire.service, wire.kind, wire.code, wire.message, {
      retryAfterMs: wire.retryAfterMs,
    });
  }
  const error = withStack(new Error(wire.message), wire.stack);
  return wire.errno === null ? error : Object.assign(error, { code: wire.errno });
}

function withStack(error: Error, stack: string): Error {
  error.stack = stack;
  return error;
}
