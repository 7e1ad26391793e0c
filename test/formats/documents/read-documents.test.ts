// Documents from files: each with its name and text or bytes, or a sentence why it cannot be sent.
import { describe, expect, it } from 'vitest';
import { readContent } from '../../../src/formats/documents/content.ts';
import type { Document } from '../../../src/formats/documents/document.ts';
import { readDocuments } from '../../../src/formats/documents/index.ts';
import { holdsDocuments } from '../../../src/formats/documents/look-into.ts';
import { createPdfOpener } from '../../../src/formats/documents/pdf-opener.ts';
import { docx, gif, jpeg, pdf, png, webp } from '../../support/documents.ts';
import { zipOf } from '../../support/zip.ts';
import { withFile } from '../fixture.ts';

function read(name: string, content: string | Buffer): Promise<Document[]> {
  return withFile('source', content, async (path) => {
    const found: Document[] = [];
    for await (const document of readDocuments([{ path, name }])) found.push(document);
    return found;
  });
}

async function readOne(name: string, content: string | Buffer): Promise<Document> {
  const [document, ...others] = await read(name, content);
  if (document === undefined || others.length > 0) throw new Error('Not one document.');
  return document;
}

const SIZES: [string, Buffer, number, number][] = [
  ['image/png', png(640, 480), 640, 480],
  ['image/jpeg', jpeg(4032, 3024), 4032, 3024],
  ['image/gif', gif(300, 200), 300, 200],
  ['image/webp', webp('VP8 ', 550, 368), 550, 368],
  ['image/webp', webp('VP8L', 386, 395), 386, 395],
  ['image/webp', webp('VP8X', 7999, 8000), 7999, 8000],
];

describe('a document', () => {
  it('is a PDF with its pages counted and its bytes as they are', async () => {
    const bytes = pdf(12);
    const { media, problem, text } = await readOne('contract.pdf', bytes);
    expect([media?.facts.type, media?.facts.pages, problem, text]).toEqual(['application/pdf', 12, null, '']);
    expect(media?.bytes.equals(bytes)).toBe(true);
  });

  it.each(SIZES)('is an image by its bytes, whatever its name: %s', async (type, bytes, width, height) => {
    const { media, problem } = await readOne('data.csv', bytes);
    expect(problem).toBeNull();
    expect(media?.facts).toMatchObject({ type, width, height, sizeBytes: bytes.length });
  });

  it('is the text of a Word file', async () => {
    const document = await readOne('cv.docx', await docx(['Anna Berg', 'Nurse since 2011 &amp; teacher']));
    expect(document).toEqual({
      name: 'cv.docx',
      text: 'Anna Berg\n\nNurse since 2011 & teacher',
      media: null,
      problem: null,
      readAs: null,
    });
  });

  it.each([
    ['UTF-8', Buffer.from('Grüße\n')],
    ['UTF-8 with a mark', Buffer.from('\ufeffGrüße')],
    ['UTF-16', Buffer.from('\ufeffGrüße', 'utf16le')],
    ['Windows-1252', Buffer.from('Schöne Grüße aus München', 'latin1')],
  ])('is a text file of %s', async (_, bytes) => {
    expect(await readOne('note.md', bytes)).toMatchObject({
      text: expect.stringContaining('Grüße'),
      media: null,
      problem: null,
    });
  });
});

const UNUSABLE: [string, () => Buffer | Promise<Buffer>, string, string][] = [
  ['no bytes', () => Buffer.alloc(0), 'empty-file', 'empty'],
  ['blanks', () => Buffer.from(' \n'), 'empty-file', 'empty'],
  ['a PDF with a password', () => pdf(2, { encrypt: true }), 'protected-pdf', 'protected'],
  ['half a PDF', () => pdf(2).subarray(0, 400), 'broken-pdf', 'damaged'],
  ['a PDF of 25 MB', () => Buffer.concat([pdf(1), Buffer.alloc(24_000_000)]), 'document-too-large', '24 MB'],
  ['40 MB', () => Buffer.concat([pdf(1), Buffer.alloc(40_000_000)]), 'document-too-large', '40 MB'],
  [
    'an image of 8 MB',
    () => Buffer.concat([png(9, 9), Buffer.alloc(8_000_000)]),
    'document-too-large',
    '7.5 MB',
  ],
  ['a wide image', () => png(8001, 2), 'image-too-wide', '8001 × 2 pixels'],
  ['an image of no width', () => png(0, 5), 'broken-image', 'damaged'],
  ['a cut image', () => jpeg(100, 100).subarray(0, 40), 'broken-image', 'damaged'],
  ['Word without words', () => docx([]), 'no-text', 'no text'],
  ['a broken Word file', () => zipOf({ 'word/document.xml': '<w:document' }), 'broken-docx', 'damaged'],
  ['a workbook', () => zipOf({ 'xl/workbook.xml': '' }), 'table', 'workbook'],
  ['slides', () => zipOf({ '[Content_Types].xml': '', 'ppt/x.xml': '' }), 'office', 'PDF'],
  ['a cut archive', () => Buffer.from('PK\x03\x04 and no more'), 'broken-zip', 'damaged'],
  ['an archive in it', () => zipOf({ 'a.pdf': pdf(1) }), 'nested-archive', 'inside another'],
  ['a program', () => Buffer.from('\x7fELF\0\0\0\x01'), 'not-a-document', 'PDF, Word'],
];

describe('a text file beside others', () => {
  it.each([
    [
      'Shift_jis',
      '8365835882672082b182ea82cd93fa967b8cea82cc95b68fcd82c582b78142',
      'テスＨ これは日本語の文章です。',
    ],
    [
      'Windows-1251',
      'cff0e8e2e5f22c20f2eee2e0f020eff0e8f8e5eb20f1eeeceaedf3f2fbec',
      'Привет, товар пришел сомкнутым',
    ],
    ['UTF-16', 'fffe4700fc00', 'Gü'],
    ['UTF-8', '47c3bc', 'Gü'],
  ])('of %s is read as such, and says so unless it is UTF-8', async (readAs, hex, text) => {
    const found = await read('all.zip', await zipOf({ 'a.txt': Buffer.from(hex, 'hex'), 'b.pdf': pdf(1) }));
    expect(found[0]).toMatchObject({ text, readAs: readAs === 'UTF-8' ? null : readAs });
  });
});

describe('a file in an archive that cannot be sent', () => {
  it.each(UNUSABLE)('%s says why, and the others are read', async (_, content, code, says) => {
    const found = await read('all.zip', await zipOf({ bad: await content(), 'good.txt': 'Hello' }));
    expect(found.map(({ name }) => name)).toEqual(['bad', 'good.txt']);
    expect(found[0]).toMatchObject({ media: null, text: '', problem: { code } });
    expect(found[0]?.problem?.text).toContain(says);
    expect(found[1]?.problem).toBeNull();
  });
});

describe('an archive', () => {
  it('gives its documents without folders and junk, each under a name of its own', async () => {
    const bytes = await zipOf({
      '2025/': '',
      '2025/cv.pdf': pdf(1),
      '2026/cv.pdf': pdf(2),
      '__MACOSX/2025/._cv.pdf': 'x',
      '2025/.DS_Store': 'x',
      'Thumbs.db': 'x',
      'cv.pdf': pdf(3),
      'Anna Müller.docx': await docx(['Hi']),
    });
    const found = await read('cvs.zip', bytes);
    expect(found.map(({ name, media }) => [name, media?.facts.pages])).toEqual([
      ['cv.pdf', 1],
      ['cv (2).pdf', 2],
      ['cv (3).pdf', 3],
      ['Anna Müller.docx', undefined],
    ]);
  });

  it('says that tables have to be dropped by themselves', async () => {
    const found = await read('a.zip', await zipOf({ 'rows.csv': 'a,b', 'note.txt': 'Hello' }));
    expect(found.map(({ problem }) => problem?.code)).toEqual(['table', undefined]);
  });

  it('of nothing but junk is refused', async () => {
    await expect(read('a.zip', await zipOf({ 'x/': '', '.hidden': 'x' }))).rejects.toMatchObject({
      code: 'empty-archive',
    });
  });

  it('with a damaged byte names the file that it is in', async () => {
    const files = { 'a.txt': 'Dear Anna', 'b.txt': 'Dear Bo', 'c.png': png(3, 3) };
    const bytes = await zipOf(files, { compress: false });
    bytes.write('Bear Bo', bytes.indexOf('Dear Bo'));
    const found = await read('letters.zip', bytes);
    expect(found.map(({ name, text, problem }) => [name, text, problem?.code])).toEqual([
      ['a.txt', 'Dear Anna', undefined],
      ['b.txt', '', 'unreadable-entry'],
      ['c.png', '', undefined],
    ]);
  });

  it('that says less than it holds gives no more than it says', async () => {
    const bytes = await zipOf({ 'a.txt': 'x'.repeat(100_000), 'b.txt': 'fine' });
    bytes.writeUInt32LE(10, bytes.indexOf('PK\x01\x02', 0, 'latin1') + 24);
    const found = await read('a.zip', bytes);
    expect(found.map(({ problem }) => problem?.code)).toEqual(['unreadable-entry', undefined]);
  });
});

describe('a file alone', () => {
  it.each([
    ['a PDF', () => pdf(1), true],
    ['an image', () => webp('VP8 ', 3, 3), true],
    ['a Word file', () => docx(['Hi']), true],
    ['an archive', () => zipOf({ 'a.pdf': 'x' }), true],
    ['a workbook', () => zipOf({ 'xl/workbook.xml': '' }), false],
    ['text', () => Buffer.from('a,b\n1,2\n'), false],
  ] as const)('%s: holds documents or not', async (_, content, expected) => {
    const holds = await withFile('a', await content(), (path) => holdsDocuments({ path, name: 'a' }, null));
    expect(holds).toBe(expected);
  });

  it('is what a person chose', async () => {
    await withFile('a', 'text', async (path) => {
      expect(await holdsDocuments({ path, name: 'a.txt' }, 'documents')).toBe(true);
      expect(await holdsDocuments({ path, name: 'a.txt' }, 'csv')).toBe(false);
    });
  });
});

/** A hundred ways in which a PDF is broken: cut, with bytes changed, lying about its pages, pointing at itself. */
function brokenPdfs(): Buffer[] {
  const whole = pdf(9);
  const cut = Array.from({ length: 20 }, (_, index) =>
    whole.subarray(0, 6 + Math.floor((whole.length * index) / 20)),
  );
  const flipped = Array.from({ length: 60 }, (_, seed) => {
    const bytes = Buffer.from(whole);
    for (let at = 8 + seed * 3; at < bytes.length; at += 97 + seed) bytes[at] = (bytes[at] ?? 0) ^ (seed + 1);
    return bytes;
  });
  const text = whole.toString('latin1');
  const lying = [
    ['/Count 9', '/Count 3'],
    ['/Count 9', '/Count -9'],
    ['/Count 9', '/Count 999999999'],
    ['/Count 9', '/Count (x)'],
    ['/Kids [', '/Kids [2 0 R '],
    ['/Kids [', '/Kids [1 0 R '],
    ['/Pages 2 0 R', '/Pages 1 0 R'],
    ['/Pages 2 0 R', '/Pages 99 0 R'],
    ['/Parent 2 0 R', '/Parent 3 0 R'],
    ['/Root 1 0 R', '/Root 2 0 R'],
    ['/Root 1 0 R', '/Prev 9 /Root 1 0 R'],
    ['/Size', '/Encrypt 4 0 R /Size'],
    ['/Size', '/XRefStm 12 /Size'],
    ['startxref', 'startxref 1'],
    ['startxref', ''],
    ['xref', ''],
    ['trailer', ''],
    ['endobj', ''],
    ['/Length', '/Filter /FlateDecode /Length'],
    ['%PDF-1.7', '%PDF-9.9'],
  ].map(([from = '', to = '']) => Buffer.from(text.replaceAll(from, to), 'latin1'));
  return [...cut, ...flipped, ...lying];
}

describe('a PDF that takes too long', () => {
  it('is given up, and the next one is opened', async () => {
    const pdfs = createPdfOpener(1);
    expect(await readContent(pdf(1), pdfs)).toMatchObject({ problem: { code: 'too-hard-to-read' } });
    pdfs.close();
    const patient = createPdfOpener();
    expect(await readContent(pdf(4), patient)).toMatchObject({
      problem: null,
      media: { facts: { pages: 4 } },
    });
    patient.close();
  });
});

describe('a hundred broken PDFs', () => {
  it('each end in a sentence or in a number of pages', async () => {
    const entries = Object.fromEntries(brokenPdfs().map((bytes, index) => [`${index}.pdf`, bytes]));
    const found = await read('all.zip', await zipOf(entries));
    expect(found).toHaveLength(100);
    for (const { name, media, problem } of found)
      expect([name, (media?.facts.pages ?? 0) > 0 || problem?.text.includes('drop it again')]).toEqual([
        name,
        true,
      ]);
    // None of them ends the process that opens them.
    expect(found.filter(({ problem }) => problem?.code === 'too-hard-to-read')).toEqual([]);
    const refused = found.filter(({ problem }) => problem !== null).length;
    expect(refused).toBeGreaterThan(20);
    expect(refused).toBeLessThan(100);
  });
});
