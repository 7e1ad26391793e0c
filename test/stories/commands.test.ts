// Everything that can be typed after /batch.
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'sku,name,question\nA-1,Ann,Who are you?\nB-2,Bo,Where are you?\n';

async function share(world: World, name: string, content: string): Promise<Message> {
  const start = await world.ana.say(world.marketing, 'for later', { files: [{ name, content }] });
  await world.whisper(world.ana, 'Start a batch');
  return start;
}

async function runningJob(world: World): Promise<Message> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  return start;
}

describe('/batch build', () => {
  it('makes a draft from the last file, with every option', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const start = await share(world, 'people.csv', CSV);
    await ana.command(
      marketing,
      '/batch build csv last --prompt “Answer {{name}}: {{question}}” --id-column sku —system "Be kind" --model claude-sonnet-5-5 –-max-tokens 99',
    );
    await world.whisper(ana, 'Job #1 is a draft now');
    const draft = await world.card(start, 'Answer Ann: Who are you?', '"Submit"');
    for (const word of ['`A-1`', 'claude-sonnet-5-5', '99 tokens', 'with a system prompt'])
      expect(shown(draft)).toContain(word);
    await ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    expect(world.claude.batches()[0]?.requests[1]).toEqual({
      customId: 'B-2',
      params: {
        model: 'claude-sonnet-5-5',
        max_tokens: 99,
        system: 'Be kind',
        messages: [{ role: 'user', content: 'Answer Bo: Where are you?' }],
      },
    });
    expect(problemsOf(world)).toEqual([]);
  });

  it('takes the prompt from a column, a file by its id or link, and text by line or paragraph', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const table = await share(world, 'people.csv', CSV);
    const id = table.files[0]?.id ?? '';
    await ana.command(marketing, `/batch build ${id} --column question`);
    expect(shown(await world.card(table, '"Submit"', '#1'))).toContain('Who are you?');
    await ana.command(
      marketing,
      `/batch build <https://acme.slack.com/files/U1/${id}/people.csv> --column question --prompt "Reply to:"`,
    );
    expect(shown(await world.card(table, '"Submit"', '#2'))).toContain('Reply to:\\n\\nWho are you?');
    const text = await world.ana.say(marketing, 'text', {
      files: [{ name: 'notes.txt', content: 'one\ntwo\n\nthree\n' }],
    });
    await world.slack.waitFor('the second offer', () =>
      world.slack.ephemerals(ana).some((message) => shown(message).includes('notes.txt')),
    );
    await ana.command(marketing, '/batch build text last --split line');
    await world.card(text, '#3', '*3 requests*');
    await ana.command(marketing, '/batch build text last --split paragraph');
    await world.card(text, '#4', '*2 requests*');
    expect(problemsOf(world)).toEqual([]);
  });

  it('says what is wrong with what was typed', async () => {
    await using world = await openWorld();
    const { ana, ben, marketing, slack } = world;
    const cases: [string, string][] = [
      ['/batch build last', 'I have seen no file in this conversation yet'],
      ['/batch build parquet last', '“parquet” is no format'],
      ['/batch build', 'last|file id|file link|NAME is missing'],
      ['/batch build last --modle x', 'Did you mean --model?'],
      ['/batch build last --max-tokens lots', '--max-tokens cannot be “lots”'],
      ['/batch build last --split word', '--split cannot be “word”'],
      ['/batch build last --prompt "open', 'was opened but not closed'],
      ['/batch build F0NOSUCHFILE', 'The file is no longer there, or I cannot see it'],
      ['/batch build C:\\file.csv', 'is no file'],
      ['/batch stauts', 'Did you mean /batch status?'],
      ['/batch frobnicate', 'Type /batch help'],
      ['/batch status #99', 'There is no job #99 that you can see here'],
      ['/batch status soon', '“soon” is no job number'],
      ['/batch cancel', 'JOB is missing'],
      ['/batch results #1 --only some', 'It can be one of: succeeded, failed'],
      ['/batch watch msgbatch_01nosuchbatch', 'Anthropic knows no message batch'],
    ];
    for (const [line, words] of cases) {
      await ana.command(marketing, line);
      await world.whisper(ana, words);
    }
    const secret = slack.addChannel('secret', { members: [ben], private: true });
    const hidden = await ben.say(secret, 'mine', { files: [{ name: 'x.csv', content: CSV }] });
    await world.whisper(ben, 'Start a batch');
    await ana.command(marketing, `/batch build ${hidden.files[0]?.id}`);
    await slack.waitFor(
      'a refusal',
      () =>
        slack.ephemerals(ana).filter((message) => shown(message).includes('I cannot see it')).length === 2,
    );
    expect(problemsOf(world)).toEqual([]);
  });

  it('in a channel that the bot is not in tells to invite it', async () => {
    await using world = await openWorld();
    const { ana, slack, marketing } = world;
    const start = await share(world, 'people.csv', CSV);
    const other = slack.addChannel('other', { members: [ana], bot: false });
    await ana.command(other, `/batch build ${start.files[0]?.id} --prompt "Greet {{name}}"`);
    await world.whisper(ana, 'I am not a member of this conversation', '/invite');
    await ana.command(marketing, '/batch list');
    await world.whisper(ana, 'no jobs here yet');
  });
});

describe('/batch submit, status, list, cancel', () => {
  it('do what the buttons do', async () => {
    await using world = await openWorld();
    const { ana, ben, marketing, claude } = world;
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await world.card(start, '"Submit"');
    await ben.command(marketing, '/batch submit #1');
    await world.whisper(ben, 'Job #1 is on its way: 2 requests', 'at most');
    await world.card(start, 'In progress', `<@${ben.id}>`);
    await ana.command(marketing, '/batch submit 1');
    await world.whisper(ana, 'already submitted', `<@${ben.id}>`);
    await ana.command(marketing, '/batch list');
    await world.whisper(ana, '#1', 'In progress', 'people.csv', '2 requests');
    await ana.command(marketing, '/batch status');
    const status = await world.whisper(ana, 'In progress', 'Running for less than a minute');
    expect(shown(status)).not.toContain('"Cancel"');
    await ana.command(marketing, '/batch cancel #1');
    await world.whisper(ana, 'is being cancelled', 'billed');
    await world.card(start, 'Cancelling');
    await claude.waitFor('the cancel', () => claude.batches()[0]?.status === 'canceling');
    claude.finish(undefined, (_request, index) => (index === 0 ? 'succeeded' : 'canceled'));
    await world.tick();
    await world.card(start, 'Cancelled', '1 done · 1 cancelled');
    expect(problemsOf(world)).toEqual([]);
  });

  it('show a job only where it was started and to its owner', async () => {
    await using world = await openWorld();
    const { ana, ben, slack } = world;
    await runningJob(world);
    const elsewhere = slack.addChannel('elsewhere', { members: [ana, ben] });
    for (const line of [
      '/batch status #1',
      '/batch results #1',
      '/batch cancel #1',
      '/batch watch #1',
      '/batch submit #1',
    ]) {
      await ben.command(elsewhere, line);
      await slack.waitFor(`a refusal of ${line}`, () =>
        slack
          .ephemerals(ben, elsewhere)
          .some((message) => shown(message).includes('no job #1 that you can see')),
      );
    }
    const remoteId = world.claude.batches()[0]?.id;
    await ben.command(elsewhere, `/batch status ${remoteId}`);
    await world.whisper(ben, `Anthropic knows no message batch ${remoteId}`);
    await ben.command(elsewhere, '/batch list');
    await world.whisper(ben, 'no jobs here yet');
    await ana.command(elsewhere, '/batch status #1');
    await world.whisper(ana, 'In progress');
  });
});

describe('/batch results', () => {
  it('hands the files over again, one format or both, and says when there are none', async () => {
    await using world = await openWorld();
    const { ana, marketing, claude, slack } = world;
    const start = await runningJob(world);
    await ana.command(marketing, '/batch results #1');
    await world.whisper(ana, 'still running');
    claude.finish();
    await world.tick();
    await world.card(start, 'Done');
    await slack.waitFor('the closing message', () =>
      world.replies(start).some(({ files }) => files.length === 2),
    );
    await ana.command(marketing, '/batch results #1 --format jsonl');
    const again = await slack.waitFor('one file', () =>
      world.replies(start).find(({ files }) => files.length === 1),
    );
    expect(again.files[0]?.name).toBe('people-results.jsonl');
    expect(again.text).not.toContain('<@');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('/batch watch', () => {
  it('gives a message batch that was created elsewhere a live card and its results', async () => {
    await using world = await openWorld();
    const { ana, marketing, claude, slack } = world;
    const foreign = claude.addForeign(3);
    await ana.command(marketing, `/batch status ${foreign.id}`);
    await world.whisper(ana, foreign.id, '3 requests', '/batch watch');
    await ana.command(marketing, `/batch watch ${foreign.id}`);
    const card = await slack.waitFor('the card', () =>
      slack.messages(marketing).find((message) => shown(message).includes('In progress')),
    );
    expect(shown(card)).not.toContain('"Submit"');
    await world.restart();
    claude.finish();
    await world.tick();
    const closing = await slack.waitFor('the results', () =>
      slack.thread(marketing, card.ts).find(({ files }) => files.length === 2),
    );
    const csv = slack
      .fileContent(closing.files[0]?.id ?? '')
      .toString('utf8')
      .trim()
      .split('\n');
    expect(csv).toHaveLength(4);
    expect(
      csv
        .slice(1)
        .map((line) => line.split(',')[0])
        .sort(),
    ).toEqual(['theirs-1', 'theirs-2', 'theirs-3']);
    expect(problemsOf(world)).toEqual([]);
  });

  it('adds one more card of a job, and both are kept up to date', async () => {
    await using world = await openWorld();
    const { ana, slack, claude } = world;
    const start = await runningJob(world);
    const here = slack.addChannel('here', { members: [ana] });
    await ana.command(here, '/batch watch #1');
    await slack.waitFor('the second card', () =>
      slack.messages(here).some((message) => shown(message).includes('In progress')),
    );
    claude.finish();
    await world.tick();
    await world.card(start, 'Done');
    await slack.waitFor('the second card to be done', () =>
      slack.messages(here).some((message) => shown(message).includes('Done')),
    );
  });
});

describe('/batch help', () => {
  it('shows every command on one screen, and each in full', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    await ana.command(marketing, '/batch');
    const help = await world.whisper(ana, 'How it goes');
    for (const { name } of commands) expect(shown(help)).toContain(`/batch ${name}`);
    for (const { name, examples, options } of commands) {
      await ana.command(marketing, `/batch help ${name}`);
      const full = await world.whisper(
        ana,
        ...examples.map((example) => JSON.stringify(example).slice(1, -1)),
        ...Object.keys(options),
      );
      expect(full.blocks.length).toBeGreaterThan(0);
    }
    await ana.command(marketing, '/batch help bild');
    await world.whisper(ana, 'Did you mean /batch help build?');
    expect(problemsOf(world)).toEqual([]);
  });
});
