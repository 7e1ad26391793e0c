// Documents as people drop them: alone, together, in an archive; each becomes a request with its own bytes.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { docx, jpeg, pdf, png } from '../support/documents.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';
import { zipOf } from '../support/zip.ts';

type Block = Record<string, unknown> & { source?: Record<string, unknown> };

/** What Anthropic received: the content of each request's message. */
function contents(world: World): (string | Block[])[] {
  return world.claude.batches().flatMap(({ requests }) =>
    requests.map(({ params }) => {
      const [message] = params.messages as unknown as [{ content: string | Block[] }];
      return message.content;
    }),
  );
}

function block(type: 'document' | 'image', mediaType: string, bytes: Buffer): Block {
  return { type, source: { type: 'base64', media_type: mediaType, data: bytes.toString('base64') } };
}

function dropAll(world: World, files: Record<string, string | Buffer>, prompt: string): Promise<Message> {
  const { ana, slack, marketing } = world;
  return ana.say(marketing, `@${slack.botName} ${prompt}`, {
    files: Object.entries(files).map(([name, content]) => ({ name, content })),
  });
}

async function submit(world: World, start: Message): Promise<void> {
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
}

/** Rows of the results CSV, once the job has ended. */
async function resultsOf(world: World, start: Message): Promise<Record<string, string>[]> {
  world.claude.finish();
  await world.tick();
  const closing = await world.slack.waitFor('the results', () =>
    world.replies(start).find(({ files }) => files.length === 2),
  );
  const csv = closing.files.find(({ name }) => name.endsWith('.csv'))?.id ?? '';
  const text = world.slack.fileContent(csv).toString('utf8');
  return parse(text, { columns: true }) as Record<string, string>[];
}

describe('three PDFs in one message', () => {
  it('become one job, each a request with its bytes, and results with their names', async () => {
    await using world = await openWorld();
    const files = { 'lease.pdf': pdf(3), 'loan.pdf': pdf(12), 'work.pdf': pdf(1) };
    const start = await dropAll(world, files, 'Who signed this?');
    const draft = await world.card(start, '"Submit"');
    expect(shown(draft)).toContain('lease.pdf and 2 more');
    expect(shown(draft)).toContain('*3 requests* from 3 files');
    expect(shown(draft)).toContain('Preview · loan.pdf');
    expect(shown(draft)).toContain('counted by Anthropic');
    await submit(world, start);
    expect(contents(world)).toEqual(
      Object.values(files).map((bytes) => [
        block('document', 'application/pdf', bytes),
        { type: 'text', text: 'Who signed this?' },
      ]),
    );
    const rows = await resultsOf(world, start);
    expect(rows.map(({ file, status }) => [file, status])).toEqual(
      Object.keys(files).map((name) => [name, 'succeeded']),
    );
    expect(rows.every(({ response }) => response?.startsWith('Answer to'))).toBe(true);
    expect(problemsOf(world)).toEqual([]);
  });

  it('are one job however often their events come, and offer nothing', async () => {
    await using world = await openWorld();
    const start = await dropAll(world, { 'a.pdf': pdf(1), 'b.pdf': pdf(1), 'c.pdf': pdf(1) }, 'Sum up');
    await world.card(start, '"Submit"');
    for (const id of world.slack.socket.envelopeIds) world.slack.socket.redeliver(id);
    await world.slack.settle();
    await world.tick();
    expect(world.replies(start)).toHaveLength(1);
    expect(world.slack.ephemerals(world.ana)).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('dropped bare become one job by a mention in their thread, but for those that are one already', async () => {
    await using world = await openWorld();
    const { ana, slack, marketing } = world;
    const files = ['a.pdf', 'b.pdf', 'c.pdf'].map((name) => ({ name, content: pdf(1) }));
    const start = await ana.say(marketing, 'the contracts', { files });
    for (const { name } of files) await world.whisper(ana, name, 'Start a batch');
    await ana.click(await world.whisper(ana, 'b.pdf'), 'Start a batch');
    await world.card(start, 'b.pdf', 'Write the prompt');
    await ana.say(marketing, `@${slack.botName} Sum up`, { threadTs: start.ts });
    const draft = await world.card(start, ' and 1 more', '"Submit"');
    expect(shown(draft)).not.toContain('b.pdf');
    await ana.click(await world.whisper(ana, 'c.pdf'), 'Start a batch');
    await world.whisper(ana, 'This file is a job already');
    expect(world.replies(start)).toHaveLength(2);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a retry of documents', () => {
  it('sends the same bytes again for those that failed, after a restart too', async () => {
    await using world = await openWorld();
    const files = { 'a.pdf': pdf(1), 'b.pdf': pdf(2), 'c.png': png(20, 20) };
    const start = await dropAll(world, files, 'Sum up');
    await submit(world, start);
    world.claude.finish(undefined, (_request, index) => (index === 1 ? 'expired' : 'succeeded'));
    const card = await world.cardInTime(start, 'Expired (2/3)', 'Retry 1 failed');
    await world.restart();
    await world.ana.click(card, /Retry 1 failed · [^"]+at most/.exec(shown(card))?.[0] ?? '');
    await world.claude.waitFor('the second message batch', () => world.claude.batches().length === 2);
    expect(contents(world)).toHaveLength(4);
    expect(contents(world)[3]).toEqual(contents(world)[1]);
    expect(contents(world)[3]?.[0]).toEqual(block('document', 'application/pdf', files['b.pdf']));
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('documents beside several tables', () => {
  it('are a job, and each table is one', async () => {
    await using world = await openWorld();
    const files = {
      'a.png': png(30, 20),
      'rows.csv': 'name\nAnn\n',
      'more.csv': 'name\nBob\n',
      'note.txt': 'Hello\n\nyou',
      'b.pdf': pdf(1),
    };
    const start = await dropAll(world, files, 'Describe it');
    await world.card(start, 'rows.csv', '*1 request* from 1 row');
    const draft = await world.card(start, 'a.png and 2 more', '*3 requests* from 3 files');
    expect(shown(draft)).toContain('Word and text documents are sent as text');
    expect(world.replies(start)).toHaveLength(3);
    await world.ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    expect(contents(world)[1]).toBe('Describe it\n\nHello\n\nyou');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a ZIP', () => {
  it('of an image, a Word file and junk gives a request for each document', async () => {
    await using world = await openWorld();
    const photo = jpeg(400, 300);
    const archive = await zipOf({
      'shop/': '',
      'shop/photo.jpg': photo,
      'shop/cv.docx': await docx(['Anna Berg', 'Nurse']),
      '__MACOSX/shop/._photo.jpg': 'junk',
      'shop/.DS_Store': 'junk',
    });
    const start = await world.drop('shop.zip', archive, 'This is {{file}}: {{text}}');
    await submit(world, start);
    expect(contents(world)).toEqual([
      [block('image', 'image/jpeg', photo), { type: 'text', text: 'This is photo.jpg:' }],
      'This is cv.docx: Anna Berg\n\nNurse',
    ]);
    const rows = await resultsOf(world, start);
    expect(rows.map(({ file, text }) => [file, text])).toEqual([
      ['photo.jpg', ''],
      ['cv.docx', 'Anna Berg\n\nNurse'],
    ]);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a text beside documents', () => {
  it('that is not UTF-8 is converted, and the draft says so', async () => {
    await using world = await openWorld();
    const text = Buffer.from('Schöne Grüße aus München, Ihr Müller', 'latin1');
    const start = await dropAll(world, { 'photo.png': png(30, 20), 'letter.txt': text }, 'Answer');
    await world.card(start, '"Submit"', 'Not UTF-8, so converted: letter.txt (as Windows-1252).');
    await submit(world, start);
    expect(contents(world)[1]).toBe('Answer\n\nSchöne Grüße aus München, Ihr Müller');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a document that cannot be sent', () => {
  it('because it was deleted in Slack before it was read is told by its name', async () => {
    await using world = await openWorld();
    await world.stopBot();
    const start = await dropAll(world, { 'a.pdf': pdf(1), 'b.pdf': pdf(1), 'c.pdf': pdf(1) }, 'Sum up');
    world.slack.deleteFile(start.files[1]?.id ?? '');
    await world.startBot();
    const card = await world.card(start, 'Failed', 'b.pdf: ');
    expect(shown(card)).toContain('no longer there');
    expect(shown(card)).toContain('Drop the other files again without it, or all of them.');
    expect(problemsOf(world)).toEqual([]);
  });

  it('is told by its name, and the others are sent', async () => {
    await using world = await openWorld();
    const files = {
      'locked.pdf': pdf(2, { encrypt: true }),
      'good.pdf': pdf(2),
      'half.pdf': pdf(2).subarray(0, 300),
      'phone.heic': Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'),
      'fine.pdf': pdf(1),
    };
    const start = await dropAll(world, files, 'Sum up');
    const draft = await world.card(
      start,
      '"Submit"',
      '*2 requests* from 5 files',
      '*3 files will be skipped:*',
    );
    expect(shown(draft)).toContain('• locked.pdf: The PDF is protected');
    expect(shown(draft)).toContain('• half.pdf: The PDF is damaged');
    expect(shown(draft)).toContain('• phone.heic: This is no document that I can read');
    await submit(world, start);
    expect(contents(world)).toHaveLength(2);
    const rows = await resultsOf(world, start);
    expect(rows.map(({ file }) => file)).toEqual(['good.pdf', 'fine.pdf']);
    expect(problemsOf(world)).toEqual([]);
  });

  it('of more pages than the model takes is skipped, and sent to a model with a longer context', async () => {
    await using world = await openWorld({ env: { DEFAULT_MODEL: 'claude-haiku-4-5' } });
    const start = await world.drop('thesis.pdf', pdf(101), 'Sum up');
    const draft = await world.card(
      start,
      'thesis.pdf: The PDF has 101 pages, but this model takes 100 at most',
    );
    expect(shown(draft)).toContain('No row can be sent');
    await world.ana.click(draft, 'Edit');
    const modal = await world.slack.waitFor('the modal', () => world.slack.openView(world.ana));
    await world.ana.submit(modal, { Model: 'claude-haiku-5-5' });
    await world.card(start, '"Submit"', '*1 request* from 1 file');
    expect(problemsOf(world)).toEqual([]);
  });

  it('alone leaves a draft that says so', async () => {
    await using world = await openWorld();
    const start = await world.drop('half.pdf', pdf(2).subarray(0, 300), 'Sum up');
    const draft = await world.card(start, 'No row can be sent', 'half.pdf: The PDF is damaged');
    expect(shown(draft)).not.toContain('"Submit"');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a Word file that links to files of this machine', () => {
  it('gives its words and nothing else', async () => {
    await using world = await openWorld();
    const bytes = await docx(['Just words'], ['/etc/passwd', 'file:///etc/passwd', '/dev/zero']);
    const start = await world.drop('letter.docx', bytes, 'Translate');
    await submit(world, start);
    expect(contents(world)).toEqual(['Translate\n\nJust words']);
    expect(JSON.stringify(contents(world))).not.toContain(readFileSync('/etc/passwd', 'utf8').slice(0, 8));
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('the price of documents', () => {
  it('is guessed from pages and pixels when Anthropic cannot count, and the card says so', async () => {
    await using world = await openWorld();
    world.claude.faults.add({ path: /count_tokens/, kind: 'status', status: 401, times: 50 });
    const start = await dropAll(world, { 'a.pdf': pdf(10), 'b.png': png(280, 281) }, 'Sum up');
    const draft = await world.card(start, '"Submit"', 'only guessed from pages, pixels and lengths');
    // Ten pages of 3,000 tokens, 10 × 11 squares of 28 pixels, and the words around them.
    expect(shown(draft)).toMatch(/about 30,[2-3]\d\d tokens/);
  });

  it('is guessed when each is too large to ask about; what cannot be sent at all is skipped', async () => {
    await using world = await openWorld();
    const files = {
      'a.pdf': Buffer.concat([pdf(1), Buffer.alloc(1_000_000)]),
      'b.pdf': Buffer.concat([pdf(1), Buffer.alloc(23_999_540)]),
    };
    const start = await dropAll(world, files, 'Sum up');
    const draft = await world.card(start, '"Submit"', 'only guessed from pages');
    expect(shown(draft)).toContain('b.pdf: The request is larger than the 32 MB');
    expect(world.claude.calls.filter(({ path }) => path.includes('count_tokens'))).toHaveLength(0);
    await submit(world, start);
    expect(contents(world)[0]?.[0]).toEqual(block('document', 'application/pdf', files['a.pdf']));
    expect(problemsOf(world)).toEqual([]);
  });
});
