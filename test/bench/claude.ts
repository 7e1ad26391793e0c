// Anthropic's stand-in in a process of its own, so that its work is not taken for the bot's.
import { startBatches } from '../../src/sim/batches/index.ts';

const claude = await startBatches({
  finish: { afterMs: 2000 },
  queueLimit: 10_000_000,
  callsPerMinute: 100_000,
});
process.send?.({ url: claude.url, apiKey: claude.apiKey });
process.on('disconnect', () => process.exit(0));
