// Every way a file can arrive, and each makes one draft at most.

import { describe, expect, it } from 'vitest';
import { ACCEPTED_FILES } from '../../src/slack/views/accepted-files.ts';
import { withoutFirstRows } from '../support/first-rows.ts';
import { openWorld, problemsOf, shown } from '../support/world.ts';

const CSV = 'name,city\nAnn,Oslo\nBo,Rome\n';

describe('a dropped file', () => {
  it('makes one draft, although several events tell of it and are delivered twice', async () => {
    await using world = await openWorld();
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await world.card(start, '"Submit"');
    for (const id of world.slack.socket.envelopeIds) world.slack.socket.redeliver(id);
    await world.slack.settle();
    await world.tick();
    expect(world.replies(start)).toHaveLength(1);
    expect(world.slack.ephemerals(world.ana)).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('without a mention is offered quietly to its uploader alone, and becomes a draft on a click', async () => {
    await using world = await openWorld();
    const { ana, ben, slack, marketing } = world;
    const start = await ana.say(marketing, 'numbers of the week', {
      files: [{ name: 'people.csv', content: CSV }],
    });
    const offer = await world.whisper(ana, 'people.csv', 'Start a batch');
    expect(slack.ephemerals(ben)).toHaveLength(0);
    expect(world.replies(start)).toHaveLength(0);
    await ana.click(offer, 'Start a batch');
    const draft = await world.card(start, 'There is no prompt yet', 'Write the prompt');
    expect(shown(draft)).not.toContain('"Submit"');
    await slack.waitFor('the offer to go away', () => slack.ephemerals(ana).length === 0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('in a direct message needs no mention', async () => {
    await using world = await openWorld();
    const { ana, slack } = world;
    const start = await ana.say(slack.directMessage(ana), 'Greet {{name}} from {{city}}', {
      files: [{ name: 'people.csv', content: CSV }],
    });
    const draft = await world.card(start, '"Submit"');
    expect(shown(draft)).toContain('Greet Ann from Oslo');
    expect(world.replies(start)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('may be followed by the mention in its thread', async () => {
    await using world = await openWorld();
    const { ana, slack, marketing } = world;
    const start = await ana.say(marketing, 'here it is', { files: [{ name: 'people.csv', content: CSV }] });
    await world.whisper(ana, 'Start a batch');
    await ana.say(marketing, `@${slack.botName} Greet {{name}}`, { threadTs: start.ts });
    const draft = await world.card(start, '"Submit"');
    expect(shown(draft)).toContain('Greet Ann');
  });

  it('with two others makes one draft for each, with the same prompt', async () => {
    await using world = await openWorld();
    const { ana, slack, marketing } = world;
    const files = ['a.csv', 'b.csv', 'c.csv'].map((name) => ({ name, content: CSV }));
    const start = await ana.say(marketing, `@${slack.botName} Greet {{name}}`, { files });
    for (const { name } of files) await world.card(start, name, '"Submit"');
    expect(world.replies(start)).toHaveLength(3);
  });

  it('of the bot itself, its results, never becomes a draft or an offer', async () => {
    await using world = await openWorld();
    const { ana, slack, claude } = world;
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await ana.click(await world.card(start, '"Submit"'), 'Submit');
    await world.card(start, 'In progress');
    claude.finish();
    await world.tick();
    await slack.waitFor('the closing message', () =>
      world.replies(start).find(({ files }) => files.length === 2),
    );
    await slack.settle();
    await world.tick();
    expect(withoutFirstRows(world.replies(start))).toHaveLength(2);
    expect(slack.ephemerals(ana)).toHaveLength(0);
  });

  it('is kept when the bot is down, and becomes a draft when Slack delivers it again', async () => {
    await using world = await openWorld({ slack: { retryDelaysMs: [50, 400, 4000] } });
    await world.stopBot();
    const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
    await world.startBot();
    await world.card(start, '"Submit"');
    expect(problemsOf(world)).toEqual([]);
  });

  it('that is gone before it can be offered is forgotten, not asked for again and again', async () => {
    await using world = await openWorld({ offerAfterMs: 400 });
    const { ana, slack, marketing } = world;
    const start = await ana.say(marketing, 'oops', { files: [{ name: 'people.csv', content: CSV }] });
    slack.deleteFile(start.files[0]?.id ?? '');
    await slack.waitFor('the look', () => slack.calls.some(({ method }) => method === 'files.info'));
    await world.tick();
    await world.tick();
    expect(slack.calls.filter(({ method }) => method === 'files.info')).toHaveLength(1);
    expect(slack.ephemerals(ana)).toHaveLength(0);
  });

  it('becomes text of what people typed, with Slack’s escapes undone', async () => {
    await using world = await openWorld();
    const start = await world.drop(
      'people.csv',
      CSV,
      'Is {{name}} < "A&B" > https://example.com/x?a=1&b=2 ?',
    );
    const draft = await world.card(start, '"Submit"');
    expect(shown(draft)).toContain('Is Ann < \\"A&B\\" > https://example.com/x?a=1&b=2 ?');
  });

  it('named <!channel>.csv pings nobody', async () => {
    await using world = await openWorld();
    const start = await world.drop('<!channel>.csv', '<!here>,b\n<@U1>,2\n', 'Hello {{<!here>}} <!everyone>');
    const draft = await world.card(start, '"Submit"');
    expect(draft.text).toContain('&lt;!channel&gt;.csv');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('words without a file', () => {
  it('are answered with what to do, quietly', async () => {
    await using world = await openWorld();
    const { ana, slack, marketing } = world;
    await ana.say(marketing, `@${slack.botName} hello?`);
    await world.whisper(ana, 'I see no file in your message', `Drop ${ACCEPTED_FILES}`);
    await ana.say(slack.directMessage(ana), 'hello?');
    await world.whisper(ana, `Drop ${ACCEPTED_FILES} here`);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('the prompt', () => {
  it('is asked for by the card, and written in the modal', async () => {
    await using world = await openWorld();
    const { ana, slack } = world;
    const start = await world.drop('people.csv', CSV, null);
    const empty = await world.card(start, 'There is no prompt yet', '{{name}}');
    await ana.click(empty, 'Write the prompt');
    const modal = await slack.waitFor('the modal', () => slack.openView(ana));
    const wrong = await ana.submit(modal, { Prompt: 'Greet {{nam}}' });
    expect(wrong.errors?.Prompt).toContain('{{nam}}');
    expect(wrong.errors?.Prompt).toContain('name, city');
    await ana.submit(modal, {
      Prompt: 'Greet {{name}} in {{city}}',
      'Max tokens per answer': '64',
      Model: 'claude-sonnet-5-5',
    });
    const draft = await world.card(start, 'Greet Bo in Rome', '"Submit"');
    expect(shown(draft)).toContain('claude-sonnet-5-5');
    expect(shown(draft)).toContain('at most 64 tokens');
    expect(draft.ts).toBe(empty.ts);
    await ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    expect(world.claude.batches()[0]?.requests.map(({ params }) => params.max_tokens)).toEqual([64, 64]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that names no column gets every column added, and the card says so', async () => {
    await using world = await openWorld();
    const start = await world.drop('people.csv', CSV, 'Write a greeting');
    const draft = await world.card(start, '"Submit"', 'Every column is added below the prompt');
    expect(shown(draft)).toContain('Write a greeting\\n\\nname: Ann\\ncity: Oslo');
  });
});
