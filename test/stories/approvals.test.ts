// What costs more than an amount needs somebody else: asked by name, decided once, and never sent without.
import { describe, expect, it } from 'vitest';
import type { Message, Person } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

/** Thirty answers at their limit cost less than two cents and more than one. */
const CSV = `name\n${Array.from({ length: 30 }, (_, row) => `Ann ${row}`).join('\n')}\n`;

/** Ben is the admin, and more than a cent needs an approval. */
async function openStrict(options: { admins?: (world: World) => string } = {}): Promise<World> {
  const world = await openWorld();
  await world.stopBot();
  await world.startBot({ ADMINS: options.admins?.(world) ?? world.ben.id });
  await world.ben.command(world.marketing, '/batch settings --approval-above $0.01');
  await world.whisper(world.ben, 'Needs approval: what can cost more than $0.01; approvers have 24 hours');
  return world;
}

/** Ana drops a file and presses Submit. */
async function ask(world: World): Promise<{ start: Message; card: Message; request: Message }> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  const draft = await world.card(start, '"Submit"', 'needs the approval of somebody else');
  await world.ana.click(draft, 'Submit');
  const card = await world.card(start, '🔐 Needs approval · #1');
  const request = await world.card(start, 'needs approval*', `<@${world.ana.id}> asks to send 30 requests`);
  return { start, card, request };
}

describe('a job above the amount', () => {
  it('is asked for by name, and sent in the name of who asked once somebody else has agreed', async () => {
    await using world = await openStrict();
    const { ana, ben, claude } = world;
    const { start, card, request } = await ask(world);
    expect(shown(request)).toContain(`As approvers here, these may approve it: <@${ben.id}>`);
    await ana.click(card, 'Approve');
    await world.whisper(ana, 'Only approvers may decide this', `<@${ben.id}>`);
    await world.tick();
    expect(claude.batches()).toHaveLength(0);
    await ben.click(card, 'Approve');
    await world.card(start, 'In progress', `Approved by <@${ben.id}>`, `Submitted by <@${ana.id}>`);
    await world.card(start, 'asks to send 30 requests', `Approved by <@${ben.id}>`);
    const buttons = world.replies(start).filter((message) => shown(message).includes('"Approve"'));
    expect(buttons).toEqual([]);
    await ben.command(world.marketing, '/batch approve #1');
    await world.whisper(ben, 'was already approved', `<@${ben.id}>`);
    expect(claude.batches()).toHaveLength(1);
    claude.finish();
    await world.cardInTime(start, '30 done', 'Done');
    await world.cardInTime(start, `<@${ana.id}>`, 'The files hold');
    expect(problemsOf(world)).toEqual([]);
  });

  it('cannot be approved by who asked, unless the admins allow it', async () => {
    await using world = await openStrict({ admins: ({ ana, ben }) => `${ana.id},${ben.id}` });
    const { ana, ben, marketing } = world;
    const { start, card, request } = await ask(world);
    expect(shown(request)).not.toMatch(new RegExp(`may approve it: .*<@${ana.id}>`));
    await ana.click(card, 'Approve');
    await world.whisper(ana, 'You asked for job #1 yourself');
    await ben.command(marketing, '/batch settings --self-approval on');
    await world.whisper(ben, 'also what they asked for themselves');
    await ana.command(marketing, '/batch approve #1');
    await world.card(start, 'In progress', `Approved by <@${ana.id}>`);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is a draft again when it is rejected, and who asked is told the reason, which is never read as markup', async () => {
    await using world = await openStrict();
    const { ana, ben, claude } = world;
    const { start, card } = await ask(world);
    await ana.command(world.marketing, '/batch delete #1');
    await world.whisper(ana, 'waits for an approval', 'Press Withdraw');
    await ben.click(card, 'Reject');
    const modal = await world.slack.waitFor('the window', () => world.slack.openView(ben));
    await ben.submit(modal, { Reason: 'Ask <!channel> *first*' });
    const told = await world.card(start, `<@${ana.id}> Job #1`, `Rejected by <@${ben.id}>`);
    expect(JSON.stringify(told.blocks)).toContain('"text":"Ask <!channel> *first*"');
    const draft = await world.card(start, '📝 Draft #1', `Rejected by <@${ben.id}>`, '"Submit"');
    await ben.command(world.marketing, '/batch reject #1 "too late"');
    await world.whisper(ben, 'was already rejected');
    await ana.click(draft, 'Submit');
    await world.card(start, '🔐 Needs approval · #1');
    await ben.command(world.marketing, '/batch approve #1');
    await world.card(start, 'In progress', `Approved by <@${ben.id}>`);
    expect(claude.batches()).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it.each([
    ['approved and then refused by Anthropic', 'Approve'],
    ['rejected', 'Reject'],
  ])('that was %s, and is sent again for less, says nothing of that decision', async (_how, verdict) => {
    await using world = await openStrict();
    const { ana, ben, claude, slack } = world;
    const { start, card } = await ask(world);
    if (verdict === 'Approve') {
      const errorType = 'billing_error';
      claude.faults.add({ method: 'POST', path: /batches$/, kind: 'status', status: 402, errorType });
    }
    await ben.click(card, verdict);
    if (verdict === 'Reject')
      await ben.submit(await slack.waitFor('the window', () => slack.openView(ben)), { Reason: 'Too dear' });
    const draft = await world.cardInTime(start, '"Submit"', verdict === 'Reject' ? 'Rejected' : 'no credit');
    world.advance(60_000);
    await ana.click(draft, 'Edit');
    await ana.submit(await slack.waitFor('the modal', () => slack.openView(ana)), {
      'Max tokens per answer': '100',
    });
    await ana.click(await world.card(start, '"Submit"', 'at most 100 tokens'), 'Submit');
    const running = await world.cardInTime(start, 'In progress');
    claude.finish();
    const done = await world.cardInTime(start, '30 done');
    for (const one of [running, done]) expect(shown(one)).not.toMatch(/Approved|Rejected/);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is rejected by a command only with a reason', async () => {
    await using world = await openStrict();
    const { ben, marketing } = world;
    const { start } = await ask(world);
    await ben.command(marketing, '/batch reject #1 ""');
    await world.whisper(ben, 'A rejection needs a reason');
    await ben.command(marketing, '/batch reject #1 too many rows for a first try');
    await world.card(start, 'Rejected by', 'too many rows for a first try');
    expect(problemsOf(world)).toEqual([]);
  });

  it('can be approved no more after a day, also when the bot was down meanwhile', async () => {
    await using world = await openStrict();
    const { ana, ben, claude } = world;
    const { start, card } = await ask(world);
    world.advance(25 * 60 * 60_000);
    await ben.click(card, 'Approve');
    await world.whisper(ben, 'was already expired');
    const draft = await world.card(start, '📝 Draft #1', 'Nobody approved it before');
    await world.card(start, `<@${ana.id}> Job #1`, 'Nobody approved it before');
    await ana.click(draft, 'Submit');
    await world.card(start, '🔐 Needs approval · #1');
    await world.stopBot();
    world.advance(25 * 60 * 60_000);
    await world.startBot();
    await world.inTime(
      'the second expiry',
      () =>
        world.replies(start).filter((message) => message.text.includes(`<@${ana.id}> Job #1`)).length === 2,
    );
    expect(claude.batches()).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('cannot be approved by somebody who is no approver any more', async () => {
    await using world = await openStrict();
    const { ana, ben, slack, marketing } = world;
    const cara = slack.addPerson('cara');
    cara.join(marketing);
    await ben.command(marketing, `/batch settings --approvers ${cara.id}`);
    await world.whisper(ben, `May approve: <@${cara.id}>`);
    const { start, card } = await ask(world);
    await ben.command(marketing, '/batch settings --approvers admins');
    await world.whisper(ben, 'May approve: the admins');
    await cara.click(card, 'Approve');
    await world.whisper(cara, 'Only approvers may decide this');
    await cara.click(card, 'Reject');
    await slack.waitFor(
      'the second refusal',
      () =>
        slack.ephemerals(cara).filter((message) => shown(message).includes('Only approvers')).length === 2,
    );
    await ana.click(card, 'Withdraw');
    await world.card(start, '📝 Draft #1', `Withdrawn by <@${ana.id}>`);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is sent once, whoever agrees how often, and after a restart', async () => {
    await using world = await openStrict();
    const { ben, claude, slack, marketing } = world;
    const others: Person[] = Array.from({ length: 9 }, (_, n) =>
      slack.addPerson(`admin-${n}`, { role: 'admin' }),
    );
    for (const other of others) other.join(marketing);
    const { start, card } = await ask(world);
    await world.restart();
    await Promise.all([ben, ...others].map((person) => person.click(card, 'Approve')));
    await world.card(start, 'In progress', 'Approved by');
    await slack.waitFor(
      'the others',
      () =>
        [ben, ...others].filter((person) =>
          slack.ephemerals(person).some((message) => shown(message).includes('was already approved')),
        ).length === 9,
    );
    await world.tick();
    expect(claude.batches()).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('does not go over a budget, neither when it is asked for nor when it is approved', async () => {
    await using world = await openStrict();
    const { ana, ben, claude, marketing } = world;
    await ben.command(marketing, '/batch budget set here $0.02');
    const { start, card } = await ask(world);
    await ben.command(marketing, '/batch budget set here $0.01');
    await world.whisper(ben, '$0.00 of $0.01');
    await ben.click(card, 'Approve');
    await world.whisper(ben, 'Job #1 was not sent', 'the budget of this channel');
    await ana.click(card, 'Withdraw');
    const draft = await world.card(start, '📝 Draft #1', '"Submit"');
    await ana.click(draft, 'Submit');
    await world.whisper(ana, 'Job #1 was not sent', 'the budget of this channel');
    expect(claude.batches()).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });
});

it('a retry above the amount needs it too, and a rejection leaves the job as it was', async () => {
  await using world = await openStrict();
  const { ana, ben, claude, marketing } = world;
  const { start } = await ask(world);
  await ben.command(marketing, '/batch approve #1');
  await world.card(start, 'In progress');
  claude.finish(undefined, () => ({ type: 'errored', errorType: 'api_error', message: 'down' }));
  const done = await world.cardInTime(start, '"Retry 30');
  await ana.click(done, 'Retry 30 failed · $0.0154 at most');
  await world.card(start, '🔐 Needs approval · #1', 'a retry of 30 requests');
  // What there is can be had meanwhile.
  await ana.command(marketing, '/batch results #1 --format csv');
  await world.inTime('the results', () => world.replies(start).some(({ files }) => files.length === 1));
  await ben.command(marketing, '/batch reject #1 "not today"');
  const again = await world.card(start, '#1', 'Rejected by', '"Retry 30');
  expect(claude.batches()).toHaveLength(1);
  world.advance(15 * 60_000);
  await ana.click(again, 'Retry 30 failed · $0.0154 at most');
  await world.card(start, '🔐 Needs approval · #1');
  await ben.command(marketing, '/batch approve #1');
  await world.card(start, 'In progress', 'Approved by');
  claude.finish();
  await world.cardInTime(start, '30 done');
  expect(claude.batches()).toHaveLength(2);
  expect(problemsOf(world)).toEqual([]);
});

it('a channel can have an amount of its own, by admins alone', async () => {
  await using world = await openStrict();
  const { ana, ben, marketing } = world;
  await ana.command(marketing, '/batch settings --approval-here off');
  await world.whisper(ana, 'Only an admin');
  await ben.command(marketing, '/batch settings --approval-here off');
  await world.whisper(ben, '*This channel*', 'Needs approval: nothing');
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  const draft = await world.card(start, '"Submit"');
  expect(shown(draft)).not.toContain('needs the approval');
  await ana.click(draft, 'Submit');
  await world.card(start, 'In progress');
  expect(problemsOf(world)).toEqual([]);
});

it('rows are not tried for more than the amount', async () => {
  await using world = await openStrict();
  const { ana, marketing, slack } = world;
  await world.card(await world.drop('people.csv', CSV, 'Greet {{name}}'), '"Submit"');
  await ana.command(marketing, '/batch build last --max-tokens 20000 --prompt "Greet {{name}}"');
  const draft = await slack.waitFor('the second card', () =>
    slack
      .messages(marketing)
      .find((message) => ['Draft #2', '"Try 3 rows"'].every((word) => shown(message).includes(word))),
  );
  await ana.click(draft, 'Try 3 rows');
  await world.whisper(ana, 'cannot be tried', 'needs the approval of somebody else');
  expect(world.claude.calls.filter(({ path }) => path === '/v1/messages')).toEqual([]);
  expect(problemsOf(world)).toEqual([]);
});
