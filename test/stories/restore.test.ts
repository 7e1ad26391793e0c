// A copy of the bot's data is put back that is older than what was submitted since: found again, and nothing paid twice.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { withoutFirstRows } from '../support/first-rows.ts';
import { openWorld, problemsOf, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\nCy\n';
const JSONL = ['x-1', 'x-2', 'x-3', 'x-4']
  .map((custom_id) => JSON.stringify({ custom_id, params: paramsOf(custom_id) }))
  .join('\n');

function paramsOf(content: string) {
  return { model: 'claude-haiku-5-5', max_tokens: 64, messages: [{ role: 'user', content }] };
}

/** Stops the bot, copies its data and starts it again. @returns puts the copy back in the same way */
async function copyData(world: World): Promise<() => Promise<void>> {
  const copy = await mkdtemp(join(tmpdir(), 'claude-batches-copy-'));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  await world.stopBot();
  await cp(world.dataDir, copy, { recursive: true });
  await world.startBot();
  return async () => {
    await world.stopBot();
    await rm(world.dataDir, { recursive: true });
    await cp(copy, world.dataDir, { recursive: true });
    await world.startBot();
  };
}

async function draftOf(world: World, name = 'people.csv', content = CSV): Promise<Message> {
  const start = await world.drop(name, content, name.endsWith('csv') ? 'Greet {{name}}' : null);
  await world.card(start, '"Submit"');
  return start;
}

async function submit(world: World, start: Message): Promise<void> {
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.cardInTime(start, 'In progress');
}

const ours = (world: World) => world.claude.batches().filter(({ foreign }) => !foreign);
const posts = (world: World) =>
  world.claude.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('batches')).length;
const closings = (world: World, start: Message) =>
  world.replies(start).filter(({ files }) => files.length === 2);

describe('after a copy of the data was put back', () => {
  it('three jobs submitted since are found again, none is sent again, and their results come', async () => {
    await using world = await openWorld();
    const starts = [
      await draftOf(world),
      await draftOf(world, 'more.csv'),
      await draftOf(world, 'ready.jsonl', JSONL),
    ];
    const putBack = await copyData(world);
    for (const start of starts) await submit(world, start);
    world.advance(5 * 60_000);
    await putBack();
    await world.tick();
    for (const number of [1, 2, 3]) await world.ana.command(world.marketing, `/batch submit #${number}`);
    await world.whisper(world.ana, 'Job #1 is held back', 'no record of', 'restored', '--anyway yes');
    await world.whisper(world.ana, 'Job #2 is held back');
    await world.whisper(world.ana, 'Job #3 is held back');
    world.claude.finish();
    for (const start of starts) {
      await world.cardInTime(start, start === starts[2] ? '4 done' : '3 done');
      await world.inTime('the results', () => closings(world, start).length === 1);
      expect(withoutFirstRows(world.replies(start))).toHaveLength(2);
    }
    expect(ours(world)).toHaveLength(3);
    expect(problemsOf(world)).toEqual([]);
  });

  it('a part of a job is found again, and a part that nobody can find waits for a person', async () => {
    await using world = await openWorld({ env: { MAX_BATCH_REQUESTS: '2' } });
    const start = await draftOf(world);
    const putBack = await copyData(world);
    await submit(world, start);
    await world.claude.waitFor('both parts', () => ours(world).length === 2);
    const [first, second] = ours(world);
    world.claude.finish();
    world.claude.remove(second?.id ?? '');
    await putBack();
    const asking = await world.cardInTime(
      start,
      'Needs a human',
      'whether this part was sent',
      first?.id ?? '',
    );
    await world.ana.click(asking, 'Do not send it');
    await world.cardInTime(start, '2 done');
    expect(posts(world)).toBe(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('all parts of a job are found again, each as the part that it is', async () => {
    await using world = await openWorld({ env: { MAX_BATCH_REQUESTS: '1' } });
    const start = await draftOf(world);
    const putBack = await copyData(world);
    await submit(world, start);
    await world.claude.waitFor('all parts', () => ours(world).length === 3);
    await putBack();
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    expect(ours(world)).toHaveLength(3);
    expect(problemsOf(world)).toEqual([]);
  });

  it('a retry submitted since is found again as that attempt', async () => {
    await using world = await openWorld();
    const start = await draftOf(world);
    await submit(world, start);
    world.claude.finish(undefined, (_request, index) => (index === 0 ? 'succeeded' : 'expired'));
    await world.cardInTime(start, '"Retry 2');
    const putBack = await copyData(world);
    await world.ana.click(await world.card(start, '"Retry 2'), 'Retry 2 failed · $0.0011 at most');
    await world.claude.waitFor('the retry', () => ours(world).length === 2);
    await putBack();
    await world.tick();
    await world.ana.command(world.marketing, '/batch retry #1');
    const offer = await world.whisper(world.ana, '"Retry 2');
    await world.ana.click(offer, 'Retry 2 failed · $0.0011 at most');
    await world.whisper(world.ana, 'Job #1 is held back');
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    expect(ours(world)).toHaveLength(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('somebody else’s message batch of the same size holds a draft until it has ended', async () => {
    await using world = await openWorld();
    const start = await draftOf(world);
    const putBack = await copyData(world);
    world.claude.addForeign(3);
    await putBack();
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    await world.whisper(world.ana, 'is held back', 'compared by itself');
    expect(ours(world)).toHaveLength(0);
    world.claude.finish();
    await world.tick();
    await submit(world, start);
    expect(ours(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('a person who knows better has a held draft sent', async () => {
    await using world = await openWorld();
    const start = await draftOf(world);
    const putBack = await copyData(world);
    world.claude.addForeign(3);
    await putBack();
    await world.ana.command(world.marketing, '/batch submit #1 --anyway yes');
    await world.cardInTime(start, 'In progress');
    expect(ours(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('a message batch whose job is not in the copy is named in the log', async () => {
    await using world = await openWorld();
    const putBack = await copyData(world);
    await submit(world, await draftOf(world));
    await putBack();
    world.claude.finish();
    await world.tick();
    const warning = world.logLines.find((line) => line.includes('cannot be attached'));
    expect(warning).toContain(ours(world)[0]?.id);
    expect(problemsOf(world)).toEqual([]);
  });

  it('a job stays held although somebody watches the message batch that it may be', async () => {
    await using world = await openWorld();
    const start = await draftOf(world);
    const putBack = await copyData(world);
    await submit(world, start);
    const [sent] = ours(world);
    await putBack();
    await world.ben.command(world.marketing, `/batch watch ${sent?.id}`);
    await world.whisper(world.ben, 'Job #2');
    await world.tick();
    await world.ana.command(world.marketing, '/batch submit #1');
    await world.whisper(world.ana, 'Job #1 is held back');
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    expect(posts(world)).toBe(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('drafts are held while Anthropic cannot be asked at the start', async () => {
    await using world = await openWorld();
    const start = await draftOf(world);
    const putBack = await copyData(world);
    await submit(world, start);
    world.claude.faults.add({ method: 'GET', path: /batches$/, kind: 'status', status: 500, times: 99 });
    await putBack();
    await world.tick();
    await world.ana.command(world.marketing, '/batch submit #1 --anyway yes');
    await world.whisper(world.ana, 'Job #1 waits', 'could not ask Anthropic');
    world.claude.faults.clear();
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    expect(ours(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it.each(['runs', 'has ended'])(
    'the run of a schedule that was sent since and %s is not sent again by itself',
    async (how) => {
      await using world = await openWorld();
      const { ana, marketing, slack } = world;
      await draftOf(world);
      await ana.command(marketing, '/batch recipe save greetings #1');
      await world.whisper(ana, '`greetings` · version 1');
      await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" --up-to $1');
      await world.whisper(ana, '*Schedule 1 is made*');
      const putBack = await copyData(world);
      world.advance(24 * 60 * 60_000);
      await world.inTime('the run', () => ours(world).length === 1, 1000);
      if (how === 'has ended') world.claude.finish();
      // More than one time has passed when the copy is put back: the run may be that of any.
      world.advance(25 * 60 * 60_000);
      await putBack();
      const told = () =>
        slack
          .messages(marketing)
          .flatMap(({ ts }) => slack.thread(marketing, ts))
          .some(({ text }) => text.includes('It was not submitted') && text.includes('is held back'));
      await world.inTime('why', told, 1000);
      expect(ours(world)).toHaveLength(1);
      expect(posts(world)).toBe(1);
      expect(problemsOf(world)).toEqual([]);
    },
  );
});

describe('without a restore', () => {
  it('a fresh installation on a used key, and drafts that are younger, are not held', async () => {
    await using world = await openWorld();
    await world.stopBot();
    await rm(world.dataDir, { recursive: true });
    world.claude.addForeign(3);
    await world.startBot();
    await submit(world, await draftOf(world));
    world.claude.addForeign(3);
    world.advance(120_000);
    await world.restart();
    await submit(world, await draftOf(world, 'more.csv'));
    expect(ours(world)).toHaveLength(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('what others made while the bot was running holds nobody after a later start', async () => {
    await using world = await openWorld();
    const start = await draftOf(world);
    world.claude.addForeign(3);
    world.advance(15 * 60_000);
    await world.tick();
    await world.restart();
    await submit(world, start);
    expect(problemsOf(world)).toEqual([]);
  });
});
