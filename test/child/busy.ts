// A child for tests: tells who it is, loops for ever, fills memory, throws, or ends.
import { serve } from '../../src/child/serve.ts';
import { UserError } from '../../src/core/errors.ts';

const held: Buffer[] = [];

serve<string>(async (message) => {
  if (message === 'pid') return process.pid;
  if (message === 'env') return Object.keys(process.env);
  if (message === 'throw') throw new UserError('told', 'It is so.', 'Do this.', { cause: new Error('deep') });
  if (message === 'exit') process.exit(3);
  for (;;) if (message === 'fill') held.push(Buffer.alloc(5_000_000, 1));
});
