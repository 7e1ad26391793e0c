// Schedules: a recipe at certain times; drafts by themselves, sent only where and as far as somebody allowed it.
import { expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\n';
const DAY_MS = 24 * 60 * 60_000;

/** A recipe “greetings” of the channel, and a file that stands there. */
async function openReady(): Promise<World> {
  const world = await openWorld();
  const { ana, marketing } = world;
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  await world.card(start, '"Submit"');
  await ana.command(marketing, '/batch recipe save greetings #1');
  await world.whisper(ana, '`greetings` · version 1');
  return world;
}

/** The cards at the top of the channel, as the schedule makes them. */
function cards(world: World, ...words: string[]): Message[] {
  return world.slack
    .messages(world.marketing)
    .filter(({ user, threadTs }) => user === world.slack.botUserId && threadTs === undefined)
    .filter((message) => words.every((word) => shown(message).includes(word)));
}

function wordsBelow(world: World, card: Message): string {
  return world.slack
    .thread(world.marketing, card.ts)
    .filter(({ ts }) => ts !== card.ts)
    .map(shown)
    .join('\n');
}

async function nextDay(world: World): Promise<void> {
  world.advance(DAY_MS);
  await world.tick();
}

it('make a draft and call whoever made them; nothing is sent that was not allowed', async () => {
  await using world = await openReady();
  const { ana, marketing, claude } = world;
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" Europe/Berlin');
  await world.whisper(ana, '*Schedule 1 is made*', 'makes a draft', '`0 7 * * *` Europe/Berlin');
  await nextDay(world);
  const [card] = await world.inTime(
    'the draft',
    () => (cards(world, '"Submit"').length === 1 ? cards(world, '"Submit"') : undefined),
    1000,
  );
  if (card === undefined) throw new Error('There is no card.');
  expect(shown(card)).toContain('Greet Ann');
  await world.inTime(
    'the word',
    () =>
      wordsBelow(world, card).includes(
        `<@${ana.id}> Schedule 1 made job #2. It waits for somebody to press Submit.`,
      ),
    1000,
  );
  expect(claude.batches()).toHaveLength(0);
  // The same file is not taken twice.
  await nextDay(world);
  const failed = await world.inTime(
    'the failed card',
    () => cards(world, 'There is no new file since the last run')[0],
    1000,
  );
  await world.inTime('its word', () => wordsBelow(world, failed).includes('It could not be made'), 1000);
  expect(problemsOf(world)).toEqual([]);
});

it('are sent by themselves up to what was allowed, in the name of whoever made them', async () => {
  await using world = await openReady();
  const { ana, marketing, claude } = world;
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" --up-to $0.01');
  await world.whisper(ana, 'sends up to $0.01 by itself');
  await nextDay(world);
  const card = await world.inTime(
    'the job',
    () => cards(world, 'In progress', `Submitted by <@${ana.id}>`)[0],
    1000,
  );
  await world.inTime(
    'the word',
    () => wordsBelow(world, card).includes('It was submitted, for $0.0011 at most'),
    1000,
  );
  expect(claude.batches()).toHaveLength(1);
  const rows = Array.from({ length: 30 }, (_, n) => `Ann ${n}`).join('\n');
  await ana.say(marketing, 'more', { files: [{ name: 'more.csv', content: `name\n${rows}\n` }] });
  await world.whisper(ana, 'each row or file of more.csv');
  await nextDay(world);
  const draft = await world.inTime('the draft', () => cards(world, '"Submit"', 'more.csv')[0], 1000);
  await world.inTime(
    'why',
    () => wordsBelow(world, draft).includes('more than the $0.01 that its schedule may spend'),
    1000,
  );
  expect(claude.batches()).toHaveLength(1);
  expect(problemsOf(world)).toEqual([]);
});

it('make up for the last time that passed while the bot was down, once, and tell of the others', async () => {
  await using world = await openReady();
  const { ana, marketing, claude } = world;
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" --up-to $1');
  await world.whisper(ana, '*Schedule 1 is made*');
  await world.stopBot();
  world.advance(4 * DAY_MS);
  await world.startBot();
  const card = await world.inTime('the job', () => cards(world, 'In progress')[0], 1000);
  await world.inTime(
    'the word',
    () => wordsBelow(world, card).includes('3 earlier times passed while I was not running'),
    1000,
  );
  await world.restart();
  await world.tick();
  await world.slack.settle();
  expect(claude.batches()).toHaveLength(1);
  expect(cards(world)).toHaveLength(1);
  expect(problemsOf(world)).toEqual([]);
});

it('stop sending when whoever made them may not any more, or a budget is used up', async () => {
  await using world = await openReady();
  const { ana, ben, marketing, claude } = world;
  await world.stopBot();
  await world.startBot({ ADMINS: ben.id });
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" --up-to $1');
  await world.whisper(ana, '*Schedule 1 is made*');
  await ben.command(marketing, `/batch settings --submitters ${ben.id}`);
  await world.whisper(ben, `May submit, stop and retry: <@${ben.id}>`);
  await nextDay(world);
  const draft = await world.inTime('the draft', () => cards(world, '"Submit"')[0], 1000);
  await world.inTime(
    'why',
    () => wordsBelow(world, draft).includes('It was not submitted: Only certain people'),
    1000,
  );
  expect(claude.batches()).toHaveLength(0);
  expect(problemsOf(world)).toEqual([]);
});

it('send what was there when that was allowed, and nothing that people have touched', async () => {
  await using world = await openReady();
  const { ana, marketing, claude } = world;
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" --up-to $1');
  await world.whisper(ana, '*Schedule 1 is made*');
  await ana.command(marketing, '/batch recipe edit greetings --prompt "Insult {{name}}"');
  await world.whisper(ana, 'version 2', 'Insult {{name}}');
  await nextDay(world);
  await world.inTime('the job', () => cards(world, 'In progress')[0], 1000);
  expect(JSON.stringify(claude.batches()[0]?.requests[0]?.params)).toContain('Greet Ann');
  expect(problemsOf(world)).toEqual([]);
});

it('send what was there when that was allowed, though another recipe of that name stands before it since', async () => {
  await using world = await openReady();
  const { ana, ben, marketing, claude } = world;
  await ana.command(marketing, '/batch recipe share greetings');
  await world.whisper(ana, '`greetings` · version 1', 'workspace');
  await ana.command(marketing, '/batch recipe delete greetings');
  await world.whisper(ana, 'deleted');
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" --up-to $1');
  await world.whisper(ana, '*Schedule 1 is made*');
  const other = await world.drop('others.csv', CSV, 'Insult {{name}}');
  await world.card(other, '"Submit"');
  await ben.command(marketing, '/batch recipe save greetings #2');
  await world.whisper(ben, '`greetings` · version 1');
  await nextDay(world);
  await world.inTime('the job', () => cards(world, 'In progress')[0], 1000);
  expect(JSON.stringify(claude.batches()[0]?.requests[0]?.params)).toContain('Greet Ann');
  expect(problemsOf(world)).toEqual([]);
});

it('send nothing of a file that a guest dropped', async () => {
  await using world = await openReady();
  const { ana, marketing, slack, claude } = world;
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" --up-to $1');
  await world.whisper(ana, '*Schedule 1 is made*');
  const guest = slack.addPerson('guest', { role: 'single-channel guest' });
  guest.join(marketing);
  await guest.say(marketing, 'mine', { files: [{ name: 'mine.csv', content: CSV }] });
  await slack.waitFor('the look', () => slack.calls.filter(({ method }) => method === 'files.info')[1]);
  await world.tick();
  await nextDay(world);
  const draft = await world.inTime('the draft', () => cards(world, '"Submit"', 'mine.csv')[0], 1000);
  await world.inTime('why', () => wordsBelow(world, draft).includes('who is no full member'), 1000);
  expect(claude.batches()).toHaveLength(0);
  expect(problemsOf(world)).toEqual([]);
});

it('that send are let go on by whoever made them or an admin', async () => {
  await using world = await openReady();
  const { ana, ben, marketing, slack } = world;
  const boss = slack.addPerson('boss', { role: 'admin' });
  boss.join(marketing);
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" --up-to $1');
  await world.whisper(ana, '*Schedule 1 is made*');
  await ben.command(marketing, '/batch schedule pause 1');
  await world.whisper(ben, '*Schedule 1 is paused*');
  await ben.command(marketing, '/batch schedule resume 1');
  await world.whisper(ben, 'only they or an admin can let it go on', `<@${ana.id}>`);
  await nextDay(world);
  expect(cards(world)).toHaveLength(0);
  await boss.command(marketing, '/batch schedule resume 1');
  await world.whisper(boss, '*Schedule 1 goes on*');
  expect(problemsOf(world)).toEqual([]);
});

it('send nothing when their recipe is deleted', async () => {
  await using world = await openReady();
  const { ana, marketing, claude } = world;
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" --up-to $1');
  await world.whisper(ana, '*Schedule 1 is made*');
  await ana.command(marketing, '/batch recipe delete greetings');
  await world.whisper(ana, 'deleted');
  await nextDay(world);
  await world.inTime('why', () => cards(world, 'The recipe “greetings” is no longer there')[0], 1000);
  expect(claude.batches()).toHaveLength(0);
  expect(problemsOf(world)).toEqual([]);
});

it('send nothing when their recipe is deleted while the job is made, though another of its name is left', async () => {
  await using world = await openReady();
  const { ana, marketing, slack, claude } = world;
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * *" --up-to $1');
  await world.whisper(ana, '*Schedule 1 is made*');
  await ana.command(marketing, '/batch recipe share greetings');
  await world.whisper(ana, '`greetings` · version 1', 'workspace');
  slack.faults.add({ method: 'file-download', kind: 'status', status: 503, times: 2 });
  await nextDay(world);
  await ana.command(marketing, '/batch recipe delete greetings');
  await world.whisper(ana, 'deleted');
  const draft = await world.inTime('the draft', () => cards(world, '"Submit"')[0], 1000);
  await world.inTime('why', () => wordsBelow(world, draft).includes('“greetings” is no longer there'), 1000);
  expect(claude.batches()).toHaveLength(0);
  expect(problemsOf(world)).toEqual([]);
});

it('come to the end of one run before they begin the next', async () => {
  await using world = await openReady();
  const { ana, marketing, slack, claude } = world;
  await ana.command(marketing, '/batch schedule greetings newest "*/15 * * * *" --up-to $1');
  await world.whisper(ana, '*Schedule 1 is made*');
  slack.faults.add({ method: 'file-download', kind: 'status', status: 503, times: 1e6 });
  world.advance(15 * 60_000);
  await world.tick();
  await world.inTime('the job', () => cards(world, '#2')[0], 1000);
  // Its file comes only after the next time has passed.
  world.advance(14 * 60_000);
  await world.tick();
  world.advance(1000);
  slack.faults.clear();
  const card = await world.inTime('the run', () => cards(world, 'In progress', '#2')[0], 1000);
  await world.inTime('the word', () => wordsBelow(world, card).includes('It was submitted'), 1000);
  expect(claude.batches()).toHaveLength(1);
  expect(problemsOf(world)).toEqual([]);
});

it('are listed, paused, gone on with and deleted, and refused in words when they cannot be', async () => {
  await using world = await openReady();
  const { ana, ben, slack, marketing } = world;
  const wrong: [string, string][] = [
    ['nothing newest "0 7 * * *"', 'There is no recipe “nothing”'],
    ['greetings', 'It is not said what the schedule takes'],
    ['greetings db:secrets "0 7 * * *"', 'secrets'],
    ['greetings newest', 'It is not said when'],
    ['greetings newest "every day"', 'says no times'],
    ['greetings newest "*/5 * * * *"', 'more often than every 15 minutes'],
    ['greetings newest "0 0 31 2 *"', 'never comes'],
    ['greetings newest "0 7 * * *" Mars', '“Mars” is no time zone'],
    ['pause 7', 'There is no schedule 7 here'],
  ];
  for (const [words, says] of wrong) {
    await ana.command(marketing, `/batch schedule ${words}`);
    await world.whisper(ana, says);
  }
  await ana.command(marketing, '/batch schedule greetings newest "0 7 * * 1"');
  await world.whisper(ana, '*Schedule 1 is made*');
  await ben.command(slack.addChannel('sales', { members: [ben] }), '/batch schedule delete 1');
  await world.whisper(ben, 'There is no schedule 1 here');
  await ben.command(marketing, '/batch schedule pause 1');
  await world.whisper(ben, '*Schedule 1 is paused*');
  world.advance(14 * DAY_MS);
  await world.tick();
  expect(cards(world)).toHaveLength(0);
  await ben.command(marketing, '/batch schedule resume 1');
  await world.whisper(ben, '*Schedule 1 goes on*', 'next');
  await world.tick();
  expect(cards(world)).toHaveLength(0);
  await ana.command(marketing, '/batch schedule delete 1');
  await world.whisper(ana, '*Schedule 1 is deleted*');
  await ana.command(marketing, '/batch schedule');
  await world.whisper(ana, 'There are no schedules here yet');
  expect(problemsOf(world)).toEqual([]);
});
