// One whole journey with one fault waiting on the way, and what was wrong with its end.

import { parse } from 'csv-parse/sync';
import type { Message } from '../../../src/sim/slack/index.ts';
import { isFirstRows, withoutFirstRows } from '../../support/first-rows.ts';
import { openWorld, problemsOf, shown, type World } from '../../support/world.ts';
import type { Cell } from './fault-cells.ts';
import { patiently } from './patience.ts';

const NAMES = ['Ann', 'Bo', 'Cy'];
const CSV = `name\n${NAMES.join('\n')}\n`;

/** Plays the cell. @returns what is not as it must be, in words; empty when all is well */
export async function playCell(cell: Cell): Promise<string[]> {
  await using world = await openWorld();
  try {
    const start = await play(world, cell);
    return await faultsOf(world, cell, start);
  } catch (error) {
    const log = world.logLines.slice(-6).map((line) => line.slice(0, 300));
    return [`${error instanceof Error ? error.message : String(error)}\n${log.join('\n')}`];
  }
}

async function play(world: World, cell: Cell): Promise<Message> {
  const { slack, claude, ana, marketing } = world;
  if (cell.play === 'start') await world.stopBot();
  cell.order(world);
  if (cell.play === 'start') await world.startBot();
  if (cell.play === 'unsure post') slack.faults.add({ method: 'chat.postMessage', kind: 'reset-after' });
  if (cell.play === 'command') {
    await ana.command(marketing, '/batch list');
    await patiently(world, 'the answer', () =>
      slack.ephemerals(ana).find((message) => shown(message).includes('no jobs here yet')),
    );
  }
  const start = await begin(world, cell);
  await submit(world, start);
  if (cell.play === 'cancel') {
    await ana.click(await running(world, start), 'Cancel');
    await patiently(world, 'the cancel', () => claude.batches().find(({ status }) => status === 'canceling'));
  }
  claude.finish();
  await patiently(world, 'the closing message', () =>
    world.replies(start).find(({ files }) => files.length === 2),
  );
  await patiently(world, 'the card of the end', () =>
    world.replies(start).find((message) => shown(message).includes(endOf(cell))),
  );
  return start;
}

function endOf({ play }: Cell): string {
  return play === 'cancel' ? '3 cancelled' : '3 done';
}

async function begin(world: World, cell: Cell): Promise<Message> {
  if (cell.play !== 'offer') return world.drop('people.csv', CSV, 'Greet {{name}}');
  const { ana, slack, marketing } = world;
  const start = await ana.say(marketing, 'numbers', {
    files: [{ name: 'people.jsonl', content: READY_MADE }],
  });
  const offer = await patiently(world, 'the offer', () =>
    slack.ephemerals(ana).find((message) => shown(message).includes('Start a batch')),
  );
  await ana.click(offer, 'Start a batch');
  return start;
}

/** Rows that are whole requests: an offer asks for no prompt. */
const READY_MADE = NAMES.map((name) =>
  JSON.stringify({
    custom_id: name,
    params: {
      model: 'claude-haiku-5-5',
      max_tokens: 64,
      messages: [{ role: 'user', content: `Greet ${name}` }],
    },
  }),
).join('\n');

/** Presses Submit, and again when the draft comes back. */
async function submit(world: World, start: Message): Promise<void> {
  let pressed = 0;
  await patiently(world, 'the message batch', () => {
    if (world.claude.batches().length > 0) return true;
    const draft = world.replies(start).find((message) => shown(message).includes('"Submit"'));
    if (draft !== undefined && draft.editedTimes >= pressed) {
      pressed = draft.editedTimes + 1;
      void world.ana.click(draft, 'Submit').catch(() => {});
    }
    return false;
  });
}

function running(world: World, start: Message): Promise<Message> {
  return patiently(world, 'the running card', () =>
    world.replies(start).find((message) => shown(message).includes('In progress')),
  );
}

async function faultsOf(world: World, cell: Cell, start: Message): Promise<string[]> {
  // What is owed twice would come now.
  for (let turn = 0; turn < 3; turn++) {
    await world.tick();
    world.advance(150_000);
  }
  const wrong = problemsOf(world);
  if (world.slack.faults.waiting().length + world.claude.faults.waiting().length > 0)
    wrong.push('the fault was never met');
  const batches = world.claude.batches().length;
  if (batches !== 1) wrong.push(`${batches} message batches`);
  const replies = world.replies(start);
  const closings = replies.filter(({ files }) => files.length > 0);
  if (closings.length !== 1) wrong.push(`${closings.length} closing messages`);
  const cards = withoutFirstRows(replies).filter(({ files }) => files.length === 0);
  if (replies.filter(isFirstRows).length > 1) wrong.push('first rows twice');
  if (cards.length !== 1) wrong.push(`${cards.length} cards`);
  if (!cards.some((card) => shown(card).includes(endOf(cell)))) wrong.push('the card is not that of the end');
  if (cell.play !== 'cancel') wrong.push(...wrongRows(world, closings[0]));
  return wrong;
}

function wrongRows({ slack }: World, closing: Message | undefined): string[] {
  const id = closing?.files.find(({ name }) => name.endsWith('.csv'))?.id;
  if (id === undefined) return ['no results as CSV'];
  const rows = parse(slack.fileContent(id), { columns: true }) as { status: string }[];
  const isWhole = rows.length === NAMES.length && rows.every(({ status }) => status === 'succeeded');
  return isWhole ? [] : [`results of ${rows.length} rows`];
}
