// The place of a job is taken away from the bot: the message batch goes on, the results are kept, and the submitter is told.
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\n';

/** Ana drops the file, Ben submits it. */
async function runningJob(world: World): Promise<{ start: Message; card: Message }> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  const card = await world.card(start, '"Submit"');
  await world.ben.click(card, 'Submit');
  await world.card(start, 'In progress');
  return { start, card };
}

function saidDirectly({ slack, ben }: World): Message[] {
  return slack.messages(slack.directMessage(ben)).filter(({ user }) => user === slack.botUserId);
}

function filesOf({ slack }: World, message: Message): string {
  return message.files.map(({ id }) => slack.fileContent(id).toString('utf8')).join('\n');
}

const PLACES: [string, (world: World) => void][] = [
  ['the channel is archived', ({ slack, marketing }) => slack.archive(marketing)],
  ['the channel is deleted', ({ slack, marketing }) => slack.deleteChannel(marketing)],
  ['the bot is removed from the channel', ({ slack, marketing }) => slack.removeBot(marketing)],
];

describe('a running job whose place is gone', () => {
  it.each(PLACES)(
    'because %s tells its submitter directly, once, and hands the files over there',
    async (_what, take) => {
      await using world = await openWorld();
      const { slack, claude, ben } = world;
      await runningJob(world);
      take(world);
      claude.finish();
      const direct = await world.inTime('the direct message', () => saidDirectly(world)[0]);
      expect(shown(direct)).toContain('2 done');
      expect(shown(direct)).toContain('can no longer post where this job was started');
      await ben.click(direct, 'Send the files here');
      const handed = await world.inTime('the files', () =>
        saidDirectly(world).find(({ files }) => files.length === 2),
      );
      expect(filesOf(world, handed)).toContain('Ann');

      await ben.command(slack.directMessage(ben), '/batch results #1 --format csv');
      await world.whisper(ben, 'on their way here');
      await world.inTime('the file', () => saidDirectly(world).some(({ files }) => files.length === 1));
      await world.restart();
      await world.tick();
      expect(saidDirectly(world).filter(({ files }) => files.length === 0)).toHaveLength(1);
      expect(claude.batches()).toHaveLength(1);
      expect(problemsOf(world)).toEqual([]);
    },
  );

  it('because its card was deleted still gets its closing message there', async () => {
    await using world = await openWorld();
    const { slack, claude, marketing } = world;
    const { start, card } = await runningJob(world);
    slack.deleteMessage(marketing, card.ts);
    claude.finish();
    await world.inTime('the files', () => world.replies(start).some(({ files }) => files.length === 2));
    expect(saidDirectly(world)).toHaveLength(0);
    expect(claude.batches()).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is told once more when the answer to the direct message is lost, because none is worse than two', async () => {
    await using world = await openWorld();
    const { slack, claude, marketing } = world;
    await runningJob(world);
    slack.archive(marketing);
    slack.faults.add({ method: 'files.completeUploadExternal', kind: 'error', error: 'is_archived' });
    slack.faults.add({ method: 'chat.postMessage', kind: 'reset-after' });
    claude.finish();
    await world.inTime('the direct message', () => saidDirectly(world)[0]);
    for (let turn = 0; turn < 6; turn++) {
      await world.tick();
      world.advance(60_000);
    }
    expect(saidDirectly(world)).toHaveLength(2);
  });
});

const LOCKS: [string, (world: World) => () => void][] = [
  [
    'the token is revoked',
    ({ slack }) => {
      slack.revokeToken();
      return () => slack.reinstall();
    },
  ],
  [
    'the app is uninstalled',
    ({ slack }) => {
      slack.faults.add({ method: /\./, kind: 'error', error: 'account_inactive', times: 1e9 });
      return () => slack.faults.clear();
    },
  ],
];

describe('a running job of a bot that Slack locks out', () => {
  it.each(LOCKS)('because %s is collected, and told when the app is back', async (_what, lock) => {
    await using world = await openWorld();
    const { claude } = world;
    const { start } = await runningJob(world);
    const unlock = lock(world);
    claude.finish();
    for (let turn = 0; turn < 30; turn++) {
      await world.tick();
      world.advance(60_000);
    }
    expect(world.logLines.some((line) => line.includes('job done'))).toBe(true);
    expect(world.replies(start).some(({ files }) => files.length > 0)).toBe(false);
    unlock();
    await world.inTime(
      'the files',
      () => world.replies(start).find(({ files }) => files.length === 2),
      61_000,
    );
    await world.cardInTime(start, '2 done');
    expect(saidDirectly(world)).toHaveLength(0);
    expect(claude.batches()).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });
});
