// Sends an answer, lines with back-pressure; a fault ends, breaks or stalls it on the way.
import type { ServerResponse } from 'node:http';
import type { Lines } from './answer.ts';
import type { Fault } from './faults.ts';

/** Lines are sent together up to this size: one write for each would be slow. */
const PART_BYTES = 64 * 1024;
const ENDINGS: Fault['kind'][] = ['cut', 'drop', 'stall'];

/** @param fault of the kinds cut, drop and stall; others are no matter here */
export async function sendLines(
  response: ServerResponse,
  { lines }: Lines,
  fault: Fault | undefined,
): Promise<void> {
  const ending = fault && ENDINGS.includes(fault.kind) ? fault : undefined;
  const lastByte = ending ? (ending.cutAtByte ?? (ending.cutAtLine === undefined ? 0 : Infinity)) : Infinity;
  response.flushHeaders();
  let left = lastByte;
  for (const part of parts(lines, ending?.cutAtLine ?? Infinity)) {
    if (left <= 0 || response.destroyed) break;
    const isFree = response.write(part.subarray(0, Math.min(part.length, left)));
    left -= part.length;
    if (!isFree) await drained(response);
  }
  await finish(response, ending?.kind);
}

/** Sends a short answer. @param fault as for lines; without a place it ends in the middle */
export async function sendText(
  response: ServerResponse,
  text: string,
  fault: Fault | undefined,
): Promise<void> {
  const ending = fault && ENDINGS.includes(fault.kind) ? fault : undefined;
  if (ending === undefined) return void response.end(text);
  const bytes = Buffer.from(text);
  response.write(bytes.subarray(0, ending.cutAtByte ?? Math.floor(bytes.length / 2)));
  await finish(response, ending.kind);
}

async function finish(response: ServerResponse, ending: Fault['kind'] | undefined): Promise<void> {
  if (ending === 'stall') return;
  if (ending !== 'drop') return void response.end();
  await flushed(response);
  response.destroy();
}

function* parts(lines: Iterable<string>, mostLines: number): Generator<Buffer> {
  let waiting: string[] = [];
  let characters = 0;
  let count = 0;
  if (mostLines > 0)
    for (const line of lines) {
      waiting.push(line);
      characters += line.length;
      count += 1;
      if (count >= mostLines) break;
      if (characters < PART_BYTES) continue;
      yield Buffer.from(waiting.join(''));
      waiting = [];
      characters = 0;
    }
  if (waiting.length > 0) yield Buffer.from(waiting.join(''));
}

/** Resolves when there is room again, or nobody listens any more. */
function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    function go(): void {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    }
    response.once('drain', go);
    response.once('close', go);
  });
}

/** Resolves when what was written has left for the network: what has not is thrown away with the connection. */
function flushed(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => response.write('', () => resolve()));
}
