// The bot, ending itself without warning at one write of its store: TORTURE_KILL_AT says which and on which side of it.
import { appendFileSync } from 'node:fs';
import { startApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/log.ts';
import { openStore } from '../../../src/sqlite/open.ts';
import { watchStore } from './watched-store.ts';

const { TORTURE_KILL_AT: killAt, TORTURE_STEPS: stepsPath } = process.env;
const config = readConfig(process.env);
const log = createLog({ level: config.logLevel, secrets: [] });
process.stdout.on('error', () => {});
const app = await startApp({
  config,
  log,
  openStore: async (...args) =>
    watchStore(await openStore(...args), (name, side) => {
      if (stepsPath !== undefined && side === 'before') appendFileSync(stepsPath, `${name}\n`);
      if (killAt === `${side} ${name}`) process.kill(process.pid, 'SIGKILL');
    }),
});
process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)));
