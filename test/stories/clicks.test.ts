// Buttons: a click is never without an answer, and never counts twice.
import { describe, expect, it } from 'vitest';
import { openWorld, problemsOf, shown } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\n';

describe('Submit', () => {
  it('pressed by many at once sends once, and tells the others who was first', async () => {
    await using world = await openWorld();
    const { ana, ben, slack, claude } = world;
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const draft = await world.card(start, '"Submit"');
    await Promise.all(
      [ana, ben, ana, ben, ana, ben].map((person) => person.click(draft, 'Submit', { stale: true })),
    );
    await world.card(start, 'In progress');
    await slack.waitFor('five answers', () => {
      const told = [ana, ben]
        .flatMap((person) => slack.ephemerals(person))
        .filter((message) => shown(message).includes('already submitted'));
      return told.length === 5;
    });
    expect(claude.batches()).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that is not confirmed sends nothing', async () => {
    await using world = await openWorld();
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit', { dismissConfirm: true });
    await world.tick();
    expect(world.claude.batches()).toHaveLength(0);
    await world.card(start, 'Draft');
  });

  it('on a card that was changed meanwhile sends nothing and says so', async () => {
    await using world = await openWorld();
    const { ana, ben, slack } = world;
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const old = await world.card(start, 'Greet Ann', '"Submit"');
    await ana.click(old, 'Edit');
    const modal = await slack.waitFor('the modal', () => slack.openView(ana));
    await ana.submit(modal, { Prompt: 'Insult {{name}}' });
    await world.card(start, 'Insult Ann', '"Submit"');
    await ben.click(old, 'Submit', { stale: true });
    await world.whisper(ben, 'was changed meanwhile');
    expect(world.claude.batches()).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('Cancel', () => {
  it('of a job that still waits for its turn to be sent makes it a draft again, and reserves nothing', async () => {
    await using world = await openWorld();
    const { ana, ben, claude } = world;
    const first = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const second = await world.drop('people.csv', CSV, 'Thank {{name}}');
    await world.card(first, '"Submit"');
    claude.faults.add({ method: 'GET', path: /batches$/, kind: 'delay', delayMs: 1500 });
    await ben.click(await world.card(first, '"Submit"'), 'Submit');
    await claude.waitFor('the question before the first', () => claude.faults.waiting().length === 0);
    await ana.click(await world.card(second, '"Submit"'), 'Submit');
    await ana.click(await world.card(second, '"Cancel"'), 'Cancel');
    const draft = await world.cardInTime(second, 'Cancelled before it was sent', '"Submit"');
    await world.card(first, 'In progress');
    expect(claude.batches()).toHaveLength(1);
    await ana.command(world.marketing, '/batch usage');
    await world.whisper(ana, 'You spent nothing in');
    await ana.click(draft, 'Submit');
    await world.card(second, 'In progress');
    expect(claude.batches()).toHaveLength(2);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('Discard', () => {
  it('throws the draft away; every later click is answered', async () => {
    await using world = await openWorld();
    const { ana, ben, marketing } = world;
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    const draft = await world.card(start, '"Submit"');
    await ana.click(draft, 'Discard');
    await world.card(start, 'Discarded', 'Nothing was sent');
    for (const label of ['Submit', 'Edit', 'Discard']) {
      await ben.click(draft, label, { stale: true });
      await world.slack.waitFor(
        `an answer to ${label}`,
        () => world.slack.ephemerals(ben).length === ['Submit', 'Edit', 'Discard'].indexOf(label) + 1,
      );
    }
    await world.whisper(ben, 'was discarded');
    await ana.command(marketing, '/batch list');
    await world.whisper(ana, 'no jobs here yet');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('Edit', () => {
  it('shows the draft’s settings, refuses what cannot be, and prices anew', async () => {
    await using world = await openWorld();
    const { ana, slack } = world;
    const start = await world.drop('people.csv', 'sku,name\nA-1,Ann\nB-2,Bo\n', 'Greet {{name}}');
    const draft = await world.card(start, '"Submit"');
    await ana.click(draft, 'Edit');
    const modal = await slack.waitFor('the modal', () => slack.openView(ana));
    expect(slack.viewTranscript(modal)).toContain('Greet {{name}}');
    const wrong = await ana.submit(modal, { 'Max tokens per answer': '999999' });
    expect(JSON.stringify(wrong.errors)).toContain('can write at most');
    await ana.submit(modal, {
      'Max tokens per answer': '10',
      'Column for custom_id': 'sku',
      'System prompt': 'Be kind',
    });
    const edited = await world.card(start, '`A-1`', '10 tokens', 'with a system prompt', '"Submit"');
    expect(edited.ts).toBe(draft.ts);
    await world.restart();
    await ana.click(edited, 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    expect(world.claude.batches()[0]?.requests[0]).toMatchObject({
      customId: 'A-1',
      params: { max_tokens: 10, system: 'Be kind' },
    });
    expect(problemsOf(world)).toEqual([]);
  });

  it('splits a text anew', async () => {
    await using world = await openWorld();
    const { ana, slack } = world;
    const start = await world.drop('notes.txt', 'one\ntwo\n\nthree\n', 'Translate:');
    const draft = await world.card(start, '*2 requests*', 'Each paragraph is one request', '"Submit"');
    await ana.click(draft, 'Edit');
    const modal = await slack.waitFor('the modal', () => slack.openView(ana));
    await ana.submit(modal, { 'Split the text by': 'Line' });
    await world.card(start, '*3 requests*', '"Submit"');
    expect(problemsOf(world)).toEqual([]);
  });
});
