// The child's side: answers one message after the other, and ends with its parent even while it is busy.
import { Worker } from 'node:worker_threads';
import { toWire } from '../core/trouble/wire-error.ts';
import { type ChildAnswer, READY } from './child.ts';

/**
 * Runs in a thread of its own, because a query or a loop that never ends lets nothing else run in the process. Memory is
 * looked at here as well: what SQLite and buffers take is not part of the heap that Node limits.
 */
const WATCH = `
  const { parent, bytes } = require('node:worker_threads').workerData;
  setInterval(() => {
    if (process.ppid !== parent || process.memoryUsage.rss() > bytes) process.kill(process.pid, 'SIGKILL');
  }, 50);
`;

/** What Node itself takes, in MB; it comes on top of what the work may have. */
const NODE_MB = 120;

/** Answers every message of the parent. @param answer what it throws reaches the parent as an error */
export function serve<Message>(answer: (message: Message) => Promise<unknown>): void {
  const [parent, memoryMb] = process.argv.slice(2).map(Number);
  const bytes = ((memoryMb ?? 0) + NODE_MB) * 1_000_000;
  new Worker(WATCH, { eval: true, workerData: { parent, bytes }, execArgv: [] }).unref();
  process.on('message', (message: Message) => {
    void answer(message)
      .then(
        (output): ChildAnswer => ({ output }),
        (error): ChildAnswer => ({ error: toWire(error) }),
      )
      .then((reply) => process.send?.(reply, undefined, undefined, () => {}));
  });
  process.send?.(READY, undefined, undefined, () => {});
  process.on('disconnect', () => process.exit(0));
  // A Ctrl-C in a terminal reaches the whole group; the parent decides when a child ends.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
}
