// /batch row: any row of a job, before it is sent and after, for those who may see the job.
import { describe, expect, it } from 'vitest';
import { png } from '../support/documents.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const LONG = 'long '.repeat(1000);
const CSV = `name,notes\nAnn <!channel>,*bold*\nBo,${LONG}\n"",\nAnn <!channel>,*bold*\n`;

async function drafted(world: World) {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}{{notes}}');
  return [start, await world.card(start, '"Submit"')] as const;
}

describe('/batch row', () => {
  it('of a draft shows cells and prompt of any row, cut with a word that says so', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    await drafted(world);
    await ana.command(marketing, '/batch row #1 2');
    const first = await world.whisper(ana, '*Line 2* of job #1', 'Greet Ann', 'nothing was sent yet');
    expect(shown(first)).toContain('*name*: Ann &lt;!channel&gt;');
    await ana.command(marketing, '/batch row 1 3');
    const second = await world.whisper(
      ana,
      '*Line 3*',
      'Long cells are cut here',
      'Cut here after 2,800 of 5,008',
    );
    expect(shown(second)).toContain('(cut)');
    await ana.command(marketing, '/batch row 1 5');
    await world.whisper(ana, '*Line 5*', 'the same request as line 2');
    await ana.command(marketing, '/batch row 1 1');
    await world.whisper(ana, 'No row of job #1 begins on line 1.', 'Its rows begin on lines 2 to 5.');
    await ana.command(marketing, '/batch row 1 first');
    await world.whisper(ana, '“first” is no line');
    expect(problemsOf(world)).toEqual([]);
  });

  it('shows the answer with its tokens and cost, or why there is none and what to do', async () => {
    await using world = await openWorld();
    const { ana, marketing, claude } = world;
    const [start, draft] = await drafted(world);
    await ana.click(draft, 'Submit');
    await claude.waitFor('the message batch', () => claude.batches().length === 1);
    await ana.command(marketing, '/batch row 1 2');
    await world.whisper(ana, 'Its answer has not come yet');
    claude.finish(undefined, (_request, index) =>
      index === 0
        ? { type: 'succeeded', text: 'Hello <@U1>', usage: { input_tokens: 20, output_tokens: 7 } }
        : { type: 'errored', errorType: 'overloaded_error', message: 'Overloaded' },
    );
    await world.cardInTime(start, 'Done with errors');
    await ana.command(marketing, '/batch row 1 2');
    const answered = await world.whisper(ana, '*Answer*', 'Hello <@U1>', '20 tokens in, 7 out', 'cost ');
    expect(answered.text).not.toContain('<@U1>');
    await ana.command(marketing, '/batch row 1 3');
    await world.whisper(
      ana,
      'overloaded_error: Overloaded → Anthropic',
      'retry these rows as they are',
      'not billed',
    );
    await ana.command(marketing, '/batch row 1 5');
    await world.whisper(ana, '*Line 5*', 'Hello <@U1>', '0 tokens in, 0 out');
    expect(problemsOf(world)).toEqual([]);
  });

  it('finds a document by its name, and fields of its answer', async () => {
    await using world = await openWorld();
    const { ana, marketing, claude } = world;
    const start = await ana.say(marketing, 'pictures', {
      files: [{ name: 'a.png', content: png(9, 9) }],
    });
    await world.whisper(ana, 'Start a batch');
    await ana.command(marketing, '/batch build last --prompt "What is it?" --fields "kind: photo|drawing"');
    await ana.click(await world.card(start, '"Submit"'), 'Submit');
    await claude.waitFor('the message batch', () => claude.batches().length === 1);
    claude.finish(undefined, () => ({ type: 'succeeded', text: '{"kind":"photo"}' }));
    await world.cardInTime(start, '1 done');
    await ana.command(marketing, '/batch row 1 a.png');
    await world.whisper(ana, '*a.png* of job #1', 'What is it?', '*kind*: photo');
    await ana.command(marketing, '/batch row 1 b.png');
    await world.whisper(ana, 'Job #1 has no file “b.png”');
    expect(problemsOf(world)).toEqual([]);
  });

  it('reaches each of several rows on a line', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const start = await world.drop(
      'people.json',
      '[{"name":"Ann"},{"name":"Bo"},{"name":"Cy"}]',
      'Greet {{name}}',
    );
    await world.card(start, '"Submit"');
    await ana.command(marketing, '/batch row 1 1');
    await world.whisper(ana, 'Greet Ann', '3 rows begin on this line: 1.2 is the second');
    await ana.command(marketing, '/batch row 1 1.3');
    await world.whisper(ana, 'Greet Cy');
    await ana.command(marketing, '/batch row 1 1.4');
    await world.whisper(ana, 'Line 1 of job #1 has no row 4');
    expect(problemsOf(world)).toEqual([]);
  });

  it('is denied in the words for a job that does not exist, and told apart where there are no rows', async () => {
    await using world = await openWorld();
    const { ana, ben, marketing, slack } = world;
    await drafted(world);
    const elsewhere = slack.addChannel('elsewhere', { members: [ben] });
    await ben.command(elsewhere, '/batch row #1 2');
    const denied = await world.whisper(ben, 'There is no job #1 that you can see here');
    await ben.command(elsewhere, '/batch row #9 2');
    const absent = await world.whisper(ben, 'There is no job #9 that you can see here');
    expect(denied.text.replaceAll('#1', '#9')).toBe(absent.text);
    const foreign = world.claude.addForeign(2);
    await ana.command(marketing, `/batch watch ${foreign.id}`);
    await world.whisper(ana, 'Job #2 has its card here');
    await ana.command(marketing, '/batch row #2 1');
    await world.whisper(ana, 'created elsewhere, so its rows are not known here');
    expect(problemsOf(world)).toEqual([]);
  });
});
