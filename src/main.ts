// Production start: the environment in, a running bot, a clean end on a signal.
import { existsSync } from 'node:fs';
import { startApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { createLog } from './log.ts';
import { secretsOf } from './source-file.ts';

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig(process.env);
  const { receive } = config.slack;
  const secrets = [
    config.slack.botToken,
    config.anthropic.apiKey,
    ...config.sources.flatMap(secretsOf),
    receive.mode === 'http' ? receive.signingSecret : receive.appToken,
  ];
  const log = createLog({ level: config.logLevel, secrets });
  // A log that nobody reads any more is no reason to end.
  process.stdout.on('error', () => {});
  // Everything that matters is stored and taken up again by the next tick, so a stray failure of an SDK ends nothing.
  process.on('unhandledRejection', (error) => log.error({}, 'a failure that nobody waited for', error));
  const starting = startApp({ config, log });

  // From the first moment on: whoever stops the bot while it starts means it too.
  let isStopping = false;
  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    await (await starting).stop();
    process.exit(0);
  }
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  await starting;
}

main().catch((error: unknown) => {
  const text =
    error instanceof ConfigError
      ? error.message
      : `The bot could not start: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
