// A copy of the bot's data is put back that is older than what was submitted since: found again, and nothing paid twice.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

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
      expect(world.replies(start)).toHaveLength(2);
    }
    expect(ours(world)).toHaveLength(3);
    expect(problemsOf(world)).toEqual([]);
  });
});
