// The Home tab: what waits for this person, their jobs, their money; and how they hear of the end of a job.
import { describe, expect, it } from 'vitest';
import type { DecideOutcome } from '../../src/sim/batches/batch.ts';
import type { Message, Person } from '../../src/sim/slack/index.ts';
import { ACCEPTED_FILES } from '../../src/slack/views/accepted-files.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

type View = NonNullable<ReturnType<World['slack']['homeView']>>;

const CSV = 'name\nAnn\nBo\n';

/** Waits until the person's tab shows all of these words. */
function home(world: World, person: Person, ...words: string[]): Promise<View> {
  return world.slack.waitFor(`a Home tab of ${person.name} with ${words.join(' + ')}`, () => {
    const view = world.slack.homeView(person);
    const text = JSON.stringify(view?.blocks ?? []);
    return view !== undefined && words.every((word) => text.includes(word)) ? view : undefined;
  });
}

async function submitted(world: World): Promise<Message> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  return start;
}

describe('the Home tab', () => {
  it('has a person’s jobs with the way to their cards, what they spent, and is kept true', async () => {
    await using world = await openWorld();
    const { ana, slack, claude } = world;
    await ana.openHome();
    await home(world, ana, `You have none yet. Drop ${ACCEPTED_FILES}`, 'You spent *$0.00*');
    const start = await submitted(world);
    await world.tick();
    const card = await world.card(start, 'In progress');
    const view = await home(world, ana, '*#1* ⏳ In progress', 'reserved for what still runs');
    expect(JSON.stringify(view.blocks)).toContain(`/p${card.ts.replace('.', '')}|Open>`);
    await ana.click(view, 'Details');
    const modal = await slack.waitFor('the window', () => slack.openView(ana));
    expect(modal.title).toBe('Job #1');
    expect(JSON.stringify(modal.blocks)).toContain('2 requests');
    claude.finish();
    await world.cardInTime(start, '2 done');
    await world.tick();
    await home(world, ana, '*#1* ✅ Done', 'You spent *less than $0.0001*');
    expect(problemsOf(world)).toEqual([]);
  });

  it('shows nobody the jobs of others, and tells guests why they see nothing', async () => {
    await using world = await openWorld();
    const { ben, slack, marketing } = world;
    await submitted(world);
    await ben.openHome();
    const view = await home(world, ben, 'You have none yet');
    expect(JSON.stringify(view.blocks)).not.toContain('people.csv');
    const guest = slack.addPerson('guest', { role: 'single-channel guest' });
    guest.join(marketing);
    await guest.openHome();
    expect((await home(world, guest, 'Guests cannot use me')).blocks).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('has pages, the open jobs first', async () => {
    await using world = await openWorld();
    const { ana, marketing, slack } = world;
    await submitted(world);
    for (let n = 0; n < 9; n++) await ana.command(marketing, '/batch build last --prompt "Greet {{name}}"');
    await slack.waitFor(
      'every draft',
      () => slack.messages(marketing).filter((message) => shown(message).includes('"Submit"')).length === 9,
    );
    await ana.openHome();
    const first = await home(world, ana, 'Page 1 of 2 pages', '*#1* ⏳ In progress', 'Draft');
    await ana.click(first, 'Older jobs');
    const second = await home(world, ana, 'Page 2 of 2 pages');
    expect(JSON.stringify(second.blocks)).not.toContain('*#1*');
    await ana.click(second, 'Newer jobs');
    await home(world, ana, 'Page 1 of 2 pages');
    expect(problemsOf(world)).toEqual([]);
  });

  it('has what an approver may approve, wherever it was started, and approves it', async () => {
    await using world = await openWorld();
    const { ana, ben, slack, claude } = world;
    await world.stopBot();
    const cara = slack.addPerson('cara', { role: 'admin' });
    await world.startBot();
    await cara.command(
      slack.directMessage(cara),
      `/batch settings --approval-above $0.01 --approvers ${ben.id},${ana.id}`,
    );
    const secret = slack.addChannel('secret', { members: [ana], private: true });
    const rows = Array.from({ length: 30 }, (_, n) => `Ann ${n}`).join('\n');
    const start = await ana.say(secret, `@${slack.botName} Greet {{name}}`, {
      files: [{ name: 'people.csv', content: `name\n${rows}\n` }],
    });
    const find = (word: string) =>
      slack.waitFor(word, () =>
        slack.thread(secret, start.ts).find((message) => shown(message).includes(word)),
      );
    await ana.click(await find('"Submit"'), 'Submit');
    await find('Needs approval');
    await ana.openHome();
    await ana.click(await home(world, ana, 'Waiting for an approval'), 'Approve');
    const told = await slack.waitFor('the answer', () => slack.openView(ana));
    expect(JSON.stringify(told.blocks)).toContain('You asked for job #1 yourself');
    await ben.openHome();
    const view = await home(world, ben, 'Waiting for an approval', `<@${ana.id}> asks to send it`);
    await ben.click(view, 'Approve');
    await find('In progress');
    await slack.waitFor(
      'nothing to approve',
      () => !JSON.stringify(slack.homeView(ben)?.blocks).includes('Waiting for an approval'),
    );
    expect(claude.batches()).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('has the recipes of the workspace and a person’s own, and shows what each says', async () => {
    await using world = await openWorld();
    const { ana, ben, slack, marketing } = world;
    await world.card(await world.drop('people.csv', CSV, 'Greet {{name}} --effort low'), '"Submit"');
    await ana.command(marketing, '/batch recipe save greetings #1');
    await world.whisper(ana, '`greetings` · version 1');
    await ben.openHome();
    expect(JSON.stringify((await home(world, ben, 'Your jobs')).blocks)).not.toContain('greetings');
    await ana.openHome();
    const view = await home(world, ana, 'Recipes', `\`greetings\` · version 1 · <#${marketing.id}>`);
    await ana.command(marketing, '/batch recipe share greetings');
    await world.whisper(ana, 'for the whole workspace');
    await ana.command(marketing, '/batch recipe delete greetings');
    await world.whisper(ana, 'deleted');
    await ana.click(view, 'Show');
    const gone = await slack.waitFor('the refusal', () => slack.openView(ana));
    expect(JSON.stringify(gone.blocks)).toContain('There is no recipe “greetings” here');
    await ana.closeView(gone);
    await ben.openHome();
    await ben.click(await home(world, ben, '`greetings` · version 1 · the whole workspace'), 'Show');
    const shownRecipe = await slack.waitFor('the recipe', () => slack.openView(ben));
    expect(slack.viewTranscript(shownRecipe)).toContain('Greet {{name}}');
    expect(slack.viewTranscript(shownRecipe)).toContain('effort low');
    expect(problemsOf(world)).toEqual([]);
  });

  it('opens the settings, where nobody chooses for others', async () => {
    await using world = await openWorld();
    const { ana, slack } = world;
    await ana.openHome();
    await ana.click(await home(world, ana, 'Change settings'), 'Change settings');
    const modal = await slack.waitFor('the window', () => slack.openView(ana));
    expect(JSON.stringify(modal.blocks)).not.toContain('Who may submit');
    await ana.submit(modal, { 'When a job of mine has ended': 'never' });
    await world.tick();
    await home(world, ana, 'nothing; the thread has it');
    expect(problemsOf(world)).toEqual([]);
  });
});

const FAILED = { type: 'errored' as const, errorType: 'api_error', message: 'down' };
const ENDS = [
  ['all answered', undefined],
  ['one failed', (_: unknown, index: number) => (index === 0 ? FAILED : 'succeeded')],
  ['all failed', () => FAILED],
  ['all expired', () => 'expired'],
] satisfies [string, DecideOutcome | undefined][];
const CALLED = {
  mention: [true, true, true, true],
  failures: [false, true, true, true],
  direct: [false, false, false, false],
  never: [false, false, false, false],
} as const;

describe.each(Object.keys(CALLED) as (keyof typeof CALLED)[])('whoever chose “%s”', (notify) => {
  it.each(ENDS)('hears of a job with %s as they wished', async (_name, outcome) => {
    await using world = await openWorld();
    const { ana, slack, claude, marketing } = world;
    await ana.command(marketing, `/batch settings --notify ${notify}`);
    await world.whisper(ana, '*You*');
    const start = await submitted(world);
    claude.finish(undefined, outcome);
    const closing = await world.inTime('the closing message', () =>
      world.replies(start).find((message) => message.files.length === 2),
    );
    const isCalled = CALLED[notify][ENDS.findIndex(([, one]) => one === outcome)];
    expect(closing.text.includes(`<@${ana.id}>`)).toBe(isCalled);
    const direct = slack.directMessage(ana);
    const notices = () =>
      slack.messages(direct).filter((message) => shown(message).includes('Open its card'));
    if (notify === 'direct') await world.inTime('the notice', () => notices().length === 1);
    await world.tick();
    await world.tick();
    expect(notices()).toHaveLength(notify === 'direct' ? 1 : 0);
    expect(problemsOf(world)).toEqual([]);
  });
});
