// The bot as a real process: killed without warning in the middle of things, it goes on where it was.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startBatches } from '../../src/sim/batches/index.ts';
import { type Message, startSlack } from '../../src/sim/slack/index.ts';
import { claimFolder } from '../../src/sqlite/claim.ts';
import { withoutFirstRows } from '../support/first-rows.ts';
import { readManifest, shown } from '../support/world.ts';

/** Starts the bot and waits until it says these words. */
async function startProcess(env: Record<string, string>, words = 'the bot is up'): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await says(child, words);
  return child;
}

/** Waits for words in what the process logs from now on. */
function says(child: ChildProcess, words: string): Promise<void> {
  let said = '';
  return new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`The bot ended before it said “${words}”: ${said}`)));
    child.stdout?.on('data', (chunk) => {
      said += String(chunk);
      if (said.includes(words)) resolve();
    });
  });
}

describe('the process', () => {
  it('killed at each step of the journey buys once, delivers once, and ends cleanly when asked', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'claude-batches-process-'));
    await using slack = await startSlack({ manifest: readManifest() });
    await using claude = await startBatches();
    const env = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      ANTHROPIC_API_KEY: claude.apiKey,
      ANTHROPIC_BASE_URL: claude.url,
      DATA_DIR: dataDir,
      POLL_SCHEDULE: '* * * * * *',
    };
    const ana = slack.addPerson('ana');
    const channel = slack.addChannel('marketing', { members: [ana] });
    let bot = await startProcess(env);
    async function killAndStart(): Promise<void> {
      bot.kill('SIGKILL');
      await once(bot, 'exit');
      bot = await startProcess(env);
    }
    const replies = (start: Message) =>
      slack.thread(channel, start.ts).filter(({ user }) => user === slack.botUserId);
    const card = (start: Message, word: string) =>
      slack.waitFor(word, () => replies(start).find((message) => shown(message).includes(word)));

    const start = await ana.say(channel, `@${slack.botName} Greet {{name}}`, {
      files: [{ name: 'people.csv', content: 'name\nAnn\nBo\n' }],
    });
    await slack.waitFor('the reaction', () => slack.reactions(start).includes('eyes'));
    await killAndStart();
    await ana.click(await card(start, '"Submit"'), 'Submit');
    await claude.waitFor('the message batch', () => claude.batches().length === 1);
    await card(start, 'In progress');
    await killAndStart();
    claude.finish();
    await card(start, '2 done');
    await slack.waitFor('the files', () => replies(start).some(({ files }) => files.length === 2));
    await killAndStart();
    const exit = once(bot, 'exit');
    bot.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(claude.batches()).toHaveLength(1);
    expect(withoutFirstRows(replies(start))).toHaveLength(2);
    await rm(dataDir, { recursive: true, force: true });
  });

  it('waits for another one that uses its data, and starts when that has ended', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'claude-batches-process-'));
    await using slack = await startSlack({ manifest: readManifest() });
    await using claude = await startBatches();
    const nobody = () => {};
    const other = await claimFolder(dataDir, nobody);
    await expect(claimFolder(dataDir, nobody, 0)).rejects.toThrow('Another process of the bot uses');
    const env = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      ANTHROPIC_API_KEY: claude.apiKey,
      ANTHROPIC_BASE_URL: claude.url,
      DATA_DIR: dataDir,
    };
    const bot = await startProcess(env, 'waiting for its end');
    expect(slack.calls).toEqual([]);
    const isUp = says(bot, 'the bot is up');
    other.release();
    await isUp;
    await expect(claimFolder(dataDir, nobody, 0)).rejects.toThrow('Another process of the bot uses');
    const exit = once(bot, 'exit');
    bot.kill('SIGKILL');
    await exit;
    (await claimFolder(dataDir, nobody, 0)).release();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('without its environment says everything that is missing, and ends', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      env: { PATH: process.env.PATH ?? '' },
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: process.cwd(),
    });
    const exit = once(child, 'exit');
    let said = '';
    for await (const chunk of child.stderr) said += String(chunk);
    for (const name of ['SLACK_BOT_TOKEN', 'ANTHROPIC_API_KEY', 'SLACK_APP_TOKEN'])
      expect(said).toContain(name);
    expect(await exit).toEqual([1, null]);
  });
});
