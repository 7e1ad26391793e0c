// Two jobs over the same file, side by side: what another prompt changed, and what that cost.
import { expect, it } from 'vitest';
import { openWorld, problemsOf, shown, type World, type WorldOptions } from '../support/world.ts';

const CSV = 'name,city\nAnn,Rome\nBo,Oslo\nCleo,Rome\n';

async function done(
  world: World,
  csv: string,
  prompt: string,
  answers: (name: string) => string | null,
): Promise<void> {
  const before = world.claude.batches().length;
  const start = await world.drop('people.csv', csv, prompt);
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  expect(world.claude.batches()).toHaveLength(before + 1);
  world.claude.finish(undefined, ({ params }) => {
    const answer = answers(/(Ann|Bo|Cleo|Dan)/.exec(JSON.stringify(params))?.[0] ?? '');
    return answer === null
      ? { type: 'errored', errorType: 'api_error', message: 'down' }
      : { type: 'succeeded', text: answer, usage: { input_tokens: 100, output_tokens: 100_000 } };
  });
  await world.cardInTime(start, 'ended');
}

async function openTwo(options: WorldOptions = {}): Promise<World> {
  const world = await openWorld(options);
  await done(world, CSV, 'Greet {{name}}', (name) => `Hello ${name}`);
  await done(world, CSV, 'Salute {{name}}', (name) =>
    name === 'Cleo' ? null : name === 'Bo' ? 'Hello Bo' : `=Hail ${name}`,
  );
  return world;
}

it('are counted, priced and shown, and come as a file', async () => {
  await using world = await openTwo();
  const { ana, marketing, slack } = world;
  await ana.command(marketing, '/batch diff #1 #2');
  const reply = await world.whisper(
    ana,
    '*Job #1 and job #2*: 1 of 2 answers changed, 50 % are the same',
    'answered in #1 alone: 1',
    'less than #1',
  );
  expect(reply.blocks.map(({ type }) => type)).toContain('data_table');
  expect(shown(reply)).toContain('=Hail Ann');
  await ana.command(marketing, '/batch diff 1 2 --csv yes');
  const message = await slack.waitFor('the file', () =>
    slack.messages(marketing).find(({ files }) => files.some(({ name }) => name === 'changes-1-2.csv')),
  );
  expect(String(slack.fileContent(message.files[0]?.id ?? ''))).toBe(
    [
      'name,city,status #1,response #1,status #2,response #2',
      "Ann,Rome,succeeded,Hello Ann,succeeded,'=Hail Ann",
      'Cleo,Rome,succeeded,Hello Cleo,errored,',
      '',
    ].join('\n'),
  );
  expect(problemsOf(world)).toEqual([]);
});

it('say the same without a table where Slack takes none, and are refused where there is nothing to compare', async () => {
  await using world = await openTwo({ slack: { refusedBlocks: ['data_table'] } });
  const { ana, ben, slack, marketing } = world;
  await ana.command(marketing, '/batch diff 1 2');
  expect((await world.whisper(ana, '1 of 2 answers changed')).blocks.map(({ type }) => type)).not.toContain(
    'data_table',
  );
  await done(world, 'name\nDan\n', 'Greet {{name}}', () => 'x');
  await ana.command(marketing, '/batch diff 1 3');
  await world.whisper(ana, 'have no rows in common');
  await ana.command(marketing, '/batch diff 1 1');
  await world.whisper(ana, 'These are the same job');
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  await world.card(start, '"Submit"');
  await ana.command(marketing, '/batch diff 1 4');
  await world.whisper(ana, 'Job #4 has not ended');
  const sales = slack.addChannel('sales', { members: [ana, ben] });
  await ben.command(sales, '/batch diff 1 2');
  await world.whisper(ben, 'There is no job 1');
  await ana.command(sales, '/batch diff 1 2 --csv yes');
  await world.whisper(ana, 'are not attached here');
  expect(problemsOf(world)).toEqual([]);
});
