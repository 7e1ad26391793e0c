// The bot as it is, with a watch on its event loop and on how long a write of control data takes.
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/sqlite/open.ts';

export interface BotFigures {
  loopDelayP99Ms: number;
  writeMs: number[];
  rssMb: number;
}

const WRITE_EVERY_MS = 10;

const config = readConfig(process.env);
await startApp({ config, log: createLog({ level: 'error', secrets: [] }) });
const store = await openStore(join(config.dataDir, 'control.sqlite'));
const delay = monitorEventLoopDelay({ resolution: 1 });
let writeMs: number[] = [];
let writes = 0;

setInterval(() => void write(), WRITE_EVERY_MS);

async function write(): Promise<void> {
  const began = performance.now();
  await store.saveSetting('bench', String(++writes));
  writeMs.push(performance.now() - began);
}

process.on('message', (message) => {
  if (message === 'begin') {
    writeMs = [];
    delay.reset();
    delay.enable();
  } else {
    // The histogram holds whole delays of a timer of one millisecond.
    const figures: BotFigures = {
      loopDelayP99Ms: delay.percentile(99) / 1e6,
      writeMs,
      rssMb: process.resourceUsage().maxRSS / 1024,
    };
    process.send?.(figures);
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.('up');
