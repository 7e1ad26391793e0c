// What may be spent in a month: set by admins, reserved at Submit, settled at the end, and never overdrawn.
import { expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\n';

async function openWithAdmin(): Promise<World> {
  const world = await openWorld();
  await world.stopBot();
  await world.startBot({ ADMINS: world.ana.id });
  return world;
}

async function draft(world: World) {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  return { start, card: await world.card(start, '"Submit"') };
}

it('only admins set a budget, and everybody is told who they are', async () => {
  await using world = await openWithAdmin();
  await world.ben.command(world.marketing, '/batch budget set here $100');
  await world.whisper(world.ben, 'Only an admin may change budgets', `<@${world.ana.id}>`);
  await world.ben.command(world.marketing, '/batch budget');
  await world.whisper(world.ben, 'There is no budget', `<@${world.ana.id}>`);
  await world.ana.command(world.marketing, `/batch budget set ${world.ben.id} $2.50`);
  await world.whisper(world.ana, `<@${world.ben.id}>: $0.00 of $2.50`);
  await world.ana.command(world.marketing, '/batch budget set here none');
  await world.whisper(world.ana, 'no amount of dollars');
  await world.ana.command(world.marketing, `/batch budget remove @${world.ben.id}`);
  await world.whisper(world.ana, 'There is no budget');
  expect(problemsOf(world)).toEqual([]);
});

it('reserves at Submit, settles at the end, and refuses in words what would go over', async () => {
  await using world = await openWithAdmin();
  const tokens = '--max-tokens 20000 --prompt "Greet {{name}}"';
  await world.ana.command(world.marketing, '/batch budget set here $0.01');
  const { start, card } = await draft(world);
  await world.ana.click(card, 'Submit');
  await world.card(start, 'In progress');
  await world.ana.command(world.marketing, `/batch build last ${tokens}`);
  const second = await world.slack.waitFor('the second card', () =>
    world.slack.messages(world.marketing).find((message) => shown(message).includes('Draft #2')),
  );
  await world.slack.waitFor('its price', () => shown(second).includes('Over the budget'));
  await world.ana.click(second, 'Submit');
  await world.whisper(world.ana, 'Job #2 was not sent', 'the budget of this channel', 'lower the max tokens');
  expect(world.claude.batches()).toHaveLength(1);
  await world.ana.command(world.marketing, '/batch budget set here $1');
  const reserved = await world.whisper(world.ana, 'of $1.00 spent or reserved');
  world.claude.finish(undefined, () => ({
    type: 'succeeded',
    usage: { input_tokens: 100, output_tokens: 500_000 },
  }));
  await world.cardInTime(start, '2 done', 'It cost $0.2501');
  await world.ben.command(world.marketing, '/batch budget');
  await world.whisper(world.ben, '$0.2501 of $1.00 spent or reserved (25 %)');
  expect(shown(reserved)).not.toContain('$0.2501');
  expect(problemsOf(world)).toEqual([]);
});

it('holds for rows that are tried, which are settled with what they cost', async () => {
  await using world = await openWithAdmin();
  const { ana, ben, marketing } = world;
  await ana.command(marketing, '/batch budget set here $0.01');
  const { start, card } = await draft(world);
  await ana.click(card, 'Try 2 rows');
  await world.card(start, 'tried at the standard price');
  await ben.command(marketing, '/batch budget');
  const told = shown(await world.whisper(ben, 'spent or reserved'));
  // What two short answers cost, and nothing of the 4,096 tokens that they could have had.
  expect(told).toMatch(/(less than \$0\.0001|\$0\.000\d) of \$0\.01 spent or reserved/);
  await ana.command(marketing, '/batch build last --max-tokens 20000 --prompt "Greet {{name}}"');
  const second = await world.slack.waitFor('the second card', () =>
    world.slack.messages(marketing).find((message) => shown(message).includes('Draft #2')),
  );
  await world.slack.waitFor('its price', () => shown(second).includes('Try 2 rows'));
  await ana.click(second, 'Try 2 rows');
  await world.whisper(ana, 'Job #2 was not tried', 'the budget of this channel');
  await ben.command(marketing, '/batch budget');
  // Nothing more is spent or reserved than before.
  const standing = /\S+ of \$0\.01 spent or reserved/.exec(told)?.[0] ?? 'none';
  await world.slack.waitFor(
    'the same once more',
    () => world.slack.ephemerals(ben).filter((message) => shown(message).includes(standing)).length === 2,
  );
  expect(problemsOf(world)).toEqual([]);
});

it('gives the reserved price back when nothing was sent', async () => {
  await using world = await openWithAdmin();
  await world.ana.command(world.marketing, '/batch budget set workspace $1');
  const { start, card } = await draft(world);
  world.claude.faults.add({
    method: 'POST',
    path: /batches$/,
    kind: 'status',
    status: 402,
    errorType: 'billing_error',
  });
  await world.ana.click(card, 'Submit');
  await world.cardInTime(start, 'Draft', 'Nothing was charged');
  await world.ben.command(world.marketing, '/batch budget');
  await world.whisper(world.ben, 'The workspace: $0.00 of $1.00');
  expect(problemsOf(world)).toEqual([]);
});

it('warns on the draft, and in the thread once for each step', async () => {
  await using world = await openWithAdmin();
  // Two answers of 2,048 tokens cost $0.0011 at most.
  await world.ana.command(world.marketing, '/batch budget set here $0.01');
  const starts: Message[] = [];
  for (let n = 0; n < 9; n++) {
    const { start, card } = await draft(world);
    starts.push(start);
    expect(shown(card).includes('With this job up to')).toBe(n >= 7);
    await world.ana.click(card, 'Submit');
    await world.card(start, 'In progress');
    await world.tick();
  }
  const warned = () =>
    starts.map(
      (start) => world.replies(start).filter(({ text }) => text.includes('spent or reserved')).length,
    );
  await world.slack.waitFor('both warnings', () => warned().reduce((sum, n) => sum + n, 0) === 2);
  expect(warned()).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1]);
  await world.tick();
  expect(warned()).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1]);
  expect(problemsOf(world)).toEqual([]);
});
