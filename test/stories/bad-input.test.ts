// Input that cannot be used: each gets a sentence that a person can act on, nothing is lost, the bot goes on.
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const PROMPT = 'Say something about {{name}}';

interface BadFile {
  what: string;
  name: string;
  content: string | Buffer;
  prompt?: string;
  says: string[];
}

const BAD_FILES: BadFile[] = [
  {
    what: 'a file of no bytes',
    name: 'empty.csv',
    content: '',
    says: ['The file is empty', 'Drop it again'],
  },
  {
    what: 'a file with nothing but blank lines',
    name: 'blank.csv',
    content: '\n \n\n',
    says: ['The file is empty', 'Drop it again'],
  },
  {
    what: 'a PDF that calls itself CSV',
    name: 'report.csv',
    content: '%PDF-1.7\n%âãÏÓ\n1 0 obj',
    prompt: 'Sum up {{file}}',
    says: ['report.csv: The PDF is damaged', 'No row can be sent'],
  },
  {
    what: 'half an Excel workbook that calls itself CSV',
    name: 'sheet.csv',
    content: Buffer.from('504b030414000600', 'hex'),
    says: ['not uploaded whole', 'Save it again'],
  },
  {
    what: 'a picture',
    name: 'photo.png',
    content: Buffer.from('89504e470d0a1a0a0000000d', 'hex'),
    prompt: 'Sum up {{file}}',
    says: ['photo.png: The image is damaged', 'No row can be sent'],
  },
  {
    what: 'random bytes',
    name: 'data.csv',
    content: Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 37) % 29)),
    says: ['binary'],
  },
  {
    what: 'a web page',
    name: 'table.csv',
    content: '<!DOCTYPE html><html><body>Sign in</body></html>',
    says: ['web page', 'Export'],
  },
  {
    what: 'duplicate headers',
    name: 'twice.csv',
    content: 'name,city,name\na,b,c\n',
    says: ['“name”', 'columns 1 and 3', 'Rename'],
  },
  {
    what: 'a quote that is never closed',
    name: 'quote.csv',
    content: 'name,note\nAnn,fine\nBo,"oops\nCy,x\n',
    says: ['line 3', 'never closed'],
  },
  { what: 'a header and no rows', name: 'header.csv', content: 'name,city\n', says: ['no rows'] },
  {
    what: 'a prompt with an unknown column',
    name: 'people.csv',
    content: 'name,city\nAnn,Oslo\n',
    prompt: 'Hi {{nmae}}',
    says: ['{{nmae}}', 'name, city'],
  },
  {
    what: 'a prompt that is no valid Liquid',
    name: 'people.csv',
    content: 'name,city\nAnn,Oslo\n',
    prompt: 'Hi {% if name %}',
    says: ['not valid Liquid'],
  },
  {
    what: 'rows of which none can be sent',
    name: 'none.csv',
    content: 'name,city\n,Rome\n',
    prompt: '{{name}}',
    says: ['No row can be sent', 'The prompt is empty for this row'],
  },
];

/** The card that says it, once it no longer says that it is reading. */
async function verdict(world: World, start: Message, says: string[]): Promise<Message> {
  return world.card(start, ...says);
}

describe('a dropped file that cannot be used', () => {
  it.each(BAD_FILES)('$what', async ({ name, content, prompt, says }) => {
    await using world = await openWorld();
    const start = await world.drop(name, content, prompt ?? PROMPT);
    const card = await verdict(world, start, says);
    expect(shown(card)).not.toContain('"Submit"');
    const good = await world.drop('good.csv', 'name\nAnn\n', PROMPT);
    await world.card(good, '"Submit"');
    expect(problemsOf(world)).toEqual([]);
  });

  it('is refused before a byte is fetched when Slack announces 1 GB', async () => {
    await using world = await openWorld();
    const { ana, slack, marketing } = world;
    const start = await ana.say(marketing, `@${slack.botName} ${PROMPT}`, {
      files: [{ name: 'huge.csv', content: 'name\nAnn\n', announcedSize: 1_000_000_000 }],
    });
    await verdict(world, start, ['1000 MB', 'Split it']);
    expect(slack.calls.filter(({ method }) => method === 'file-download')).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is told from a link to a file kept outside of Slack', async () => {
    await using world = await openWorld();
    const { ana, slack, marketing } = world;
    const start = await ana.say(marketing, `@${slack.botName} ${PROMPT}`, {
      files: [{ name: 'drive.csv', content: 'name\nAnn\n', mode: 'external' }],
    });
    await verdict(world, start, ['outside of Slack', 'Upload the file itself']);
  });

  it('is told from the sign-in page that Slack hands over instead', async () => {
    await using world = await openWorld();
    world.slack.faults.add({ method: 'file-download', kind: 'html' });
    const start = await world.drop('people.csv', 'name\nAnn\n', PROMPT);
    await verdict(world, start, ['sign-in page', 'Invite me']);
  });

  it('is told when it was deleted before it was read', async () => {
    await using world = await openWorld();
    await world.stopBot();
    const start = await world.drop('people.csv', 'name\nAnn\n', PROMPT);
    world.slack.deleteFile(start.files[0]?.id ?? '');
    await world.startBot();
    await verdict(world, start, ['Upload it again']);
  });
});

describe('a file with some bad rows', () => {
  it('becomes a draft without them, and names their lines', async () => {
    await using world = await openWorld();
    const csv = '\ufeffname;note\nAnn;fine\nBo\n\nCy;"two\nlines"\nDi;x;y\n;empty\n';
    const start = await world.drop('rows.csv', csv, '{{name}}');
    const card = await world.card(start, '"Submit"');
    const text = shown(card);
    expect(text).toContain('*2 requests*');
    expect(text).toContain('Columns are separated by semicolons');
    expect(text).toContain('Line 3: The row has 1 cell, but there are 2 columns');
    expect(text).toContain('Line 7: The row has 3 cells');
    expect(text).toContain('Line 8: The prompt is empty for this row');
    expect(problemsOf(world)).toEqual([]);
  });

  it('in UTF-16 is read, and the card says that it was converted', async () => {
    await using world = await openWorld();
    const start = await world.drop(
      'utf16.csv',
      Buffer.from('\ufeffname,city\nÅsa,København\n', 'utf16le'),
      'Greet {{name}} in {{city}}',
    );
    const card = await world.card(start, '"Submit"', 'UTF-16');
    expect(shown(card)).toContain('Greet Åsa in København');
  });

  it('skips custom_ids that cannot be used, and says which', async () => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const csv = `sku,name\nA1,Ann\nA1,Bo\nB 2,Cy\n${'x'.repeat(65)},Di\n,Ed\nE5,Flo\n`;
    const start = await ana.say(marketing, 'file', { files: [{ name: 'ids.csv', content: csv }] });
    await world.whisper(ana, 'Start a batch');
    await ana.command(marketing, '/batch build last --id-column sku --prompt "Hi {{name}}"');
    const card = await world.card(start, '"Submit"');
    const text = shown(card);
    expect(text).toContain('*2 requests*');
    expect(text).toContain('Line 3: The custom_id “A1” is already used in line 2');
    expect(text).toContain('Line 4: “B 2” cannot be a custom_id');
    expect(text).toContain('Line 6: The custom_id is empty');
  });

  it('of ready-made requests is checked request by request', async () => {
    await using world = await openWorld();
    const messages = [{ role: 'user', content: 'Hello' }];
    const ok = { model: 'claude-haiku-5-5', max_tokens: 50, messages };
    const requests: [string, object][] = [
      ['fine-1', ok],
      ['fine-2', { messages }],
      ['hot', { ...ok, temperature: 1 }],
      ['stream', { ...ok, stream: true }],
      ['zero', { ...ok, max_tokens: 0 }],
      ['old', { ...ok, model: 'claude-2' }],
      ['long', { ...ok, max_tokens: 9_999_999 }],
      ['mute', { ...ok, messages: [] }],
      ['fine-1', ok],
    ];
    const lines = requests.map(([custom_id, params]) => JSON.stringify({ custom_id, params }));
    const start = await world.drop(
      'requests.jsonl',
      [...lines, 'not json', '{"custom_id":"x"}'].join('\n'),
      null,
    );
    const card = await world.card(start, '"Submit"');
    const text = shown(card);
    expect(text).toContain('*2 requests*');
    expect(text).toContain('*9 rows will be skipped');
    await world.ana.click(card, 'Submit');
    await world.card(start, 'In progress');
    world.claude.finish();
    await world.tick();
    await world.card(start, '*2 done* of 2 requests');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('ready-made requests', () => {
  it('with a prompt beside them: the card says that it is not used', async () => {
    await using world = await openWorld();
    const line = JSON.stringify({
      custom_id: 'r-1',
      params: { messages: [{ role: 'user', content: 'Hi' }] },
    });
    const start = await world.drop('requests.jsonl', line, 'Be brief');
    await world.card(start, '"Submit"', 'The prompt that came with the file is not used');
    expect(problemsOf(world)).toEqual([]);
  });

  it('with tools that Anthropic runs: card and Submit say that their price has no upper end', async () => {
    await using world = await openWorld();
    const messages = [{ role: 'user', content: 'What is new?' }];
    const tools = [{ type: 'web_search_20260209', name: 'web_search' }];
    const lines = [{ messages, tools }, { messages }].map((params, index) =>
      JSON.stringify({ custom_id: `r-${index}`, params }),
    );
    const start = await world.drop('requests.jsonl', lines.join('\n'), null);
    const card = await world.card(start, '"Submit"', 'Not in these prices', '1 request may use tools');
    await world.ana.click(card, 'Try 2 rows');
    expect(world.slack.lastConfirm(world.ana)).toContain(
      'at most and what tools that Anthropic runs add to it',
    );
    await world.card(start, 'tried at the standard price');
    await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
    expect(world.slack.lastConfirm(world.ana)).toContain(
      'at most and what tools that Anthropic runs add to it',
    );
    await world.card(start, 'In progress', 'and what tools that Anthropic runs add to it');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('rows of a table that have nothing in any column', () => {
  it('are skipped, so that nothing is paid for them', async () => {
    await using world = await openWorld();
    const start = await world.drop(
      'cities.csv',
      'name,city\n,\nAna,\n"",""\n',
      'Say something about {{city}}',
    );
    const text = shown(await world.card(start, '"Submit"'));
    expect(text).toContain('*1 request*');
    expect(text).toContain('*2 rows will be skipped');
    expect(text).toContain('Line 2: The row is empty');
  });
});

describe('settings that cannot be used', () => {
  const CSV = 'name\nAnn\n';
  it.each([
    ['a model that nobody knows', '--model claude-nine', 'claude-nine is not a model'],
    ['a retired model', '--model claude-opus-4-1', 'claude-opus-4-1 is not a model'],
    ['more tokens than the model can write', '--max-tokens 900000', 'can write at most 128000'],
    ['an id column that is not there', '--id-column sku', 'There is no column sku'],
  ])('%s', async (_what, option, says) => {
    await using world = await openWorld();
    const { ana, marketing } = world;
    const start = await ana.say(marketing, 'file', { files: [{ name: 'people.csv', content: CSV }] });
    await world.whisper(ana, 'Start a batch');
    await ana.command(marketing, `/batch build last --prompt "Hi {{name}}" ${option}`);
    const card = await world.card(start, says);
    expect(shown(card)).not.toContain('"Submit"');
    // One mistake is told once, and not once more for every row.
    expect(shown(card)).not.toContain('will be skipped');
    await ana.command(marketing, '/batch submit #1');
    await world.whisper(ana, 'cannot be sent yet');
    expect(world.claude.batches()).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });
});
