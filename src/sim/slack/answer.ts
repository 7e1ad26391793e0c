// An answer on its way out of any host of Slack, and what a fault makes of it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const HTML_TYPE = { 'content-type': 'text/html' };

/** @returns what Slack says to a call too many */
export function rateLimited(seconds: number): Answer {
  return {
    status: 429,
    headers: { ...JSON_TYPE, 'retry-after': String(seconds) },
    body: JSON.stringify({ ok: false, error: 'ratelimited' }),
  };
}

/** @returns the answer of a fault that performs nothing; undefined for every other fault */
export function insteadOf(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'status':
      return { status: fault.status ?? 500, headers: { 'content-type': 'text/plain' }, body: '' };
    case 'rate-limited':
      return rateLimited(fault.retryAfterSeconds ?? 1);
    case 'html':
      return { status: 200, headers: HTML_TYPE, body: '<!DOCTYPE html><title>Slack</title>' };
    case 'error': {
      const error = fault.error ?? 'internal_error';
      return { status: 200, headers: JSON_TYPE, body: JSON.stringify({ ok: false, error }) };
    }
    default:
      return undefined;
  }
}

/** @returns whether a fault performs nothing */
export function isUnperformed({ kind }: Fault): boolean {
  return ['status', 'rate-limited', 'html', 'error', 'reset-before', 'half-open'].includes(kind);
}

/** Sends the answer, or as much of it as the fault lets through. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
  fault?: Fault,
): void {
  const bytes = Buffer.from(body);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  switch (fault?.kind) {
    case 'hang':
    case 'half-open':
      return;
    case 'reset-before':
    case 'reset-after':
      request.socket.destroy();
      return;
    case 'truncate':
    case 'stall':
      response.writeHead(status, { ...headers, 'content-length': String(bytes.length) });
      response.write(half, () => {
        if (fault.kind === 'truncate') request.socket.destroy();
      });
      return;
    case 'wrong-length':
      response.writeHead(status, headers).end(half);
      return;
    default:
      response.writeHead(status, headers).end(bytes);
  }
}

/** Resolves after the delay that the fault asks for. */
export function late(fault: Fault | undefined): Promise<void> {
  const { delayMs } = fault ?? {};
  return delayMs === undefined ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, delayMs));
}
