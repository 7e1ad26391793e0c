// How much Claude thinks is a setting of a draft, offered as its model allows and refused before money where it does not.
import { expect, it } from 'vitest';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'id,name\n1,Ann\n2,Bo\n';

function paramsOf(world: World) {
  return world.claude.batches().at(-1)?.requests[0]?.params;
}

it('is chosen in the window or behind the prompt, and sent as it stands on the card', async () => {
  await using world = await openWorld();
  const { ana, slack } = world;
  const start = await world.drop('people.csv', CSV, 'Greet {{name}} --effort low');
  const draft = await world.card(start, '"Submit"', 'effort low');
  await ana.click(draft, 'Edit');
  const modal = await slack.waitFor('the window', () => slack.openView(ana));
  expect(slack.viewTranscript(modal)).toContain('Effort: [Low ▾]');
  await ana.submit(modal, { Thinking: 'Off', Effort: 'High' });
  await ana.click(await world.card(start, '"Submit"', 'effort high', 'thinking disabled'), 'Submit');
  await world.card(start, 'In progress');
  expect(paramsOf(world)).toMatchObject({
    output_config: { effort: 'high' },
    thinking: { type: 'disabled' },
  });
  expect(problemsOf(world)).toEqual([]);
});

it('that a model does not take is told before anything is sent, and beside its input', async () => {
  await using world = await openWorld();
  const { ana, slack } = world;
  const start = await world.drop(
    'people.csv',
    CSV,
    'Greet {{name}} --thinking enabled --model claude-haiku-5-5',
  );
  const draft = await world.card(start, 'To do', 'claude-haiku-5-5 does not take thinking enabled');
  expect(shown(draft)).not.toContain('"Submit"');
  await ana.click(draft, 'Edit');
  const modal = await slack.waitFor('the window', () => slack.openView(ana));
  const refused = await ana.submit(modal, { Model: 'claude-haiku-4-5-20251001', Effort: 'Low' });
  expect(JSON.stringify(refused)).toContain('claude-haiku-4-5-20251001 has no levels of effort');
  await ana.submit(modal, { Model: 'claude-haiku-4-5-20251001', Effort: 'As usual for this model' });
  await ana.click(await world.card(start, '"Submit"', 'thinking enabled'), 'Submit');
  await world.card(start, 'In progress');
  expect(paramsOf(world)?.thinking).toEqual({ type: 'enabled', budget_tokens: 1024 });
  world.claude.finish(undefined, () => ({ type: 'succeeded', stopReason: 'max_tokens' }));
  await world.cardInTime(start, '2 cut off');
  // Another limit is another budget.
  await ana.command(world.marketing, '/batch retry #1 --only cut-off --max-tokens 1000');
  await world.whisper(ana, 'max tokens per answer has to be more');
  await ana.command(world.marketing, '/batch retry #1 --only cut-off --max-tokens 6000');
  await ana.click(
    await world.whisper(ana, '2 rows would be sent again'),
    'Retry 2 cut off · $0.0301 at most',
  );
  await world.card(start, 'In progress');
  expect(paramsOf(world)?.thinking).toEqual({ type: 'enabled', budget_tokens: 3000 });
  world.claude.finish(undefined, () => ({ type: 'succeeded', stopReason: 'max_tokens' }));
  // What was cut off at 6,000 tokens needs more than those.
  await world.cardInTime(start, '2 cut off', '--max-tokens 12000');
  await ana.command(world.marketing, '/batch retry #1 --only cut-off');
  await world.whisper(ana, 'would be cut off again', '--max-tokens 12000');
  // Another model thinks in another way.
  await ana.command(world.marketing, '/batch retry #1 --only cut-off --model claude-haiku-5-5');
  await world.whisper(ana, 'does not take thinking enabled', 'add --thinking standard');
  await ana.command(
    world.marketing,
    '/batch retry #1 --only cut-off --model claude-haiku-5-5 --thinking standard',
  );
  const offer = await world.whisper(ana, 'to claude-haiku-5-5', 'with thinking standard');
  await ana.click(offer, /Retry 2 cut off · [^"]+at most/.exec(shown(offer))?.[0] ?? '');
  await world.claude.waitFor('the third message batch', () => world.claude.batches().length === 3);
  expect(paramsOf(world)).toMatchObject({ model: 'claude-haiku-5-5' });
  expect(paramsOf(world)).not.toHaveProperty('thinking');
  world.claude.finish();
  const done = await world.cardInTime(start, '2 done', 'It cost');
  expect(shown(done)).not.toContain('At most it could have been');
  expect(problemsOf(world)).toEqual([]);
});

it('columns are picked in the window instead of typed', async () => {
  await using world = await openWorld();
  const { ana, slack } = world;
  const start = await world.drop('people.csv', CSV, null);
  await ana.click(await world.card(start, '"Write the prompt"'), 'Write the prompt');
  const modal = await slack.waitFor('the window', () => slack.openView(ana));
  await ana.submit(modal, { Prompt: 'Greet this person.', 'Add columns to the prompt': ['name'] });
  const draft = await world.card(start, '"Submit"', 'Greet this person.');
  await ana.click(draft, 'Submit');
  await world.card(start, 'In progress');
  const texts = world.claude.batches()[0]?.requests.map(({ params }) => JSON.stringify(params.messages));
  expect(texts?.[0]).toContain('Greet this person.\\n\\nname: Ann');
  expect(texts?.[0]).not.toContain('id:');
  expect(problemsOf(world)).toEqual([]);
});
