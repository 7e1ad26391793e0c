// The first answers of a job stand once below its closing message, as a table where Slack takes one.
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { isFirstRows } from '../support/first-rows.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const NAMES = Array.from({ length: 30 }, (_, index) => `Person <${index}> & *co*`);
const CSV = `name,answer\n${NAMES.map((name, index) => `${name},${index % 3 === 0 ? 'no' : 'yes'}`).join('\n')}\n`;

async function submitted(world: World): Promise<Message> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
  return start;
}

async function firstRows(world: World, start: Message): Promise<Message> {
  await world.cardInTime(start, '30 done');
  await world.inTime('the first rows', () => world.replies(start).some(isFirstRows));
  // What is owed twice would come now.
  for (let turn = 0; turn < 3; turn++) {
    await world.tick();
    world.advance(150_000);
  }
  const all = world.replies(start).filter(isFirstRows);
  expect(all).toHaveLength(1);
  return all[0] as Message;
}

describe('the first answers', () => {
  it('stand below the closing message as a table, each cell as it is', async () => {
    await using world = await openWorld();
    const start = await submitted(world);
    world.claude.finish();
    const message = await firstRows(world, start);
    expect(message.text).toContain('The first 20 of 30 answers');
    const table = message.blocks.find(({ type }) => type === 'data_table') as unknown as {
      rows: { type: string; text: string }[][];
    };
    expect(table.rows).toHaveLength(21);
    expect(table.rows[0]?.map(({ text }) => text)).toEqual(['name', 'answer', 'response']);
    expect(table.rows[1]?.[0]).toEqual({ type: 'raw_text', text: 'Person <0> & *co*' });
    expect(world.replies(start).at(-2)?.files).toHaveLength(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('stand there as text, once, in a workspace that does not take tables', async () => {
    await using world = await openWorld({ slack: { refusedBlocks: ['data_table'] } });
    const start = await submitted(world);
    world.claude.finish();
    const message = await firstRows(world, start);
    expect(shown(message)).not.toContain('data_table');
    expect(shown(message)).toContain('rich_text_preformatted');
    expect(shown(message)).toContain('name | answer | response\\nPerson <0> & *co* | no | ');
    expect(message.text).toContain('The first 10 of 30 answers');
    expect(problemsOf(world)).toEqual([]);
  });

  it('stand there once when Slack did not confirm them', async () => {
    await using world = await openWorld();
    const start = await submitted(world);
    world.slack.faults.add({ method: 'chat.postMessage', kind: 'reset-after' });
    world.claude.finish();
    await firstRows(world, start);
    expect(world.slack.faults.waiting()).toEqual([]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('are none when nothing succeeded', async () => {
    await using world = await openWorld();
    const start = await submitted(world);
    world.claude.finish(undefined, () => 'expired');
    await world.cardInTime(start, 'Expired');
    await world.inTime('the files', () => world.replies(start).some(({ files }) => files.length === 2));
    await world.tick();
    expect(world.replies(start).filter(isFirstRows)).toEqual([]);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('answers that are labels', () => {
  it('are counted on the card', async () => {
    await using world = await openWorld();
    const start = await submitted(world);
    world.claude.finish(undefined, (_request, index) => ({
      type: 'succeeded',
      text: index < 18 ? 'positive' : index < 27 ? ' negative\n' : 'neutral',
    }));
    await world.cardInTime(start, '30 done', 'Answers: positive 18 · negative 9 · neutral 3');
    expect(problemsOf(world)).toEqual([]);
  });
});
