// Workbooks made to cost time or memory, and archives that lie.
import { textRow, type WorkbookParts, workbookOf } from '../workbook.ts';
import { zipOf } from '../zip.ts';
import { type HostileUpload, seeded } from './upload.ts';

const MB = 1_000_000;
const HEADER = textRow(1, ['name', 'value']);

function sheet(
  what: string,
  rows: () => string,
  more: () => Partial<WorkbookParts> = () => ({}),
): HostileUpload {
  return { what, name: 'a.xlsx', make: () => workbookOf({ sheets: { A: rows() }, ...more() }) };
}

function part(what: string, name: string, content: () => string | Buffer): HostileUpload {
  return {
    what,
    name: 'a.xlsx',
    make: () => workbookOf({ sheets: { A: HEADER }, entries: { [name]: content() } }),
  };
}

const SHEET = 'xl/worksheets/sheet1.xml';
const STRINGS = 'xl/sharedStrings.xml';
/** Something that does not shrink to nothing. */
function noise(bytes: number, piece: (next: (below: number) => number) => string): string {
  const next = seeded(7);
  const pieces: string[] = [];
  for (let length = 0; length < bytes; ) {
    const made = piece(next);
    pieces.push(made);
    length += made.length;
  }
  return pieces.join('');
}

const heavy: HostileUpload[] = [
  part('a sheet of 1 GiB that is a MB packed', SHEET, () =>
    Buffer.alloc(1_073_000_000, '<row><c><v>1</v></c></row>'),
  ),
  part(
    'a sheet of 150 MB of noise',
    SHEET,
    () =>
      `<s><sheetData>${HEADER}${noise(150 * MB, (next) => `<row><c><v>${next(1e9)}</v></c><c><v>${next(1e9)}</v></c></row>`)}</sheetData></s>`,
  ),
  part(
    'six million cells',
    SHEET,
    () =>
      `<s><sheetData>${HEADER}${noise(190 * MB, (next) => `<row>${`<c><v>${Math.floor(next(10))}</v></c>`.repeat(2)}</row>`)}</sheetData></s>`,
  ),
  part(
    '59 MB of empty texts',
    STRINGS,
    () => `<sst>${noise(59 * MB, (next) => (next(9) < 1 ? '<si></si>' : '<si/>'))}</sst>`,
  ),
  part(
    '59 MB of short texts',
    STRINGS,
    () => `<sst>${noise(59 * MB, (next) => `<si><t>${Math.floor(next(1e6))}</t></si>`)}</sst>`,
  ),
  part(
    '59 MB of texts of two bytes a letter',
    STRINGS,
    () => `<sst>${noise(20 * MB, (next) => `<si><t>課${Math.floor(next(1e12))}カ</t></si>`)}</sst>`,
  ),
  part(
    '61 MB of texts',
    STRINGS,
    () => `<sst>${noise(61 * MB, (next) => `<si><t>${next(1)}</t></si>`)}</sst>`,
  ),
  part(
    'one text of 50 MB',
    STRINGS,
    () => `<sst><si><t>${noise(50 * MB, (next) => String(next(1)))}</t></si></sst>`,
  ),
  part('a tag of 20 MB', SHEET, () => `<s><sheetData><row ${noise(20 * MB, (next) => `a${next(1)}="1" `)}`),
  part(
    'an attribute of 20 MB',
    SHEET,
    () => `<s><sheetData><row a="${noise(20 * MB, (next) => String(next(1)))}"/>`,
  ),
  part('a comment of 20 MB', SHEET, () => `<s><!--${noise(20 * MB, (next) => String(next(1)))}--></s>`),
  part('tags in tags, a million deep', SHEET, () => '<s>'.repeat(MB / 2)),
  part(
    'white space of 30 MB',
    SHEET,
    () => `<s><sheetData>${noise(30 * MB, (next) => (next(2) < 1 ? ' ' : '\n\t'))}</sheetData></s>`,
  ),
  part(
    'one row of a million cells',
    SHEET,
    () =>
      `<s><sheetData>${HEADER}<row r="2">${noise(20 * MB, (next) => `<c r="A2"><v>${Math.floor(next(99))}</v></c>`)}</row></sheetData></s>`,
  ),
  part(
    '300,000 merged ranges',
    SHEET,
    () =>
      `<s><sheetData>${HEADER}</sheetData>${noise(12 * MB, (next) => `<mergeCell ref="A${1 + Math.floor(next(1e6))}:B1048576"/>`)}</s>`,
  ),
  part(
    '200,000 styles',
    'xl/styles.xml',
    () =>
      `<styleSheet><cellXfs>${noise(6 * MB, (next) => `<xf numFmtId="${Math.floor(next(60))}"/>`)}</cellXfs></styleSheet>`,
  ),
  part(
    '21 MB of styles',
    'xl/styles.xml',
    () =>
      `<styleSheet><cellXfs>${noise(21 * MB, (next) => `<xf numFmtId="${Math.floor(next(60))}"/>`)}</cellXfs></styleSheet>`,
  ),
  part(
    '100,000 sheets',
    'xl/workbook.xml',
    () =>
      `<workbook><sheets>${noise(6 * MB, (next) => `<sheet name="${next(1)}" r:id="rId1"/>`)}</sheets></workbook>`,
  ),
  part(
    'laughs by the billion',
    SHEET,
    () => '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><s>&b;</s>',
  ),
];

const odd: HostileUpload[] = [
  sheet('a cell at XFD1048576', () => `${HEADER}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`),
  sheet('only a cell at XFD1048576', () => '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
  sheet('a row beyond the last', () => `${HEADER}<row r="1048577"><c><v>1</v></c></row>`),
  sheet('a row of number 1e9', () => '<row r="1000000000"><c><v>1</v></c></row>'),
  sheet('a row of number -1', () => '<row r="-1"><c><v>1</v></c></row>'),
  sheet('a cell without a row', () => '<c r="A1"><v>1</v></c>'),
  sheet('a cell of no name', () => '<row r="1"><c r="???"><v>1</v></c></row>'),
  sheet(
    'a style of -5 and a text of number 1e9',
    () => `${HEADER}<row><c s="-5"><v>1</v></c><c t="s"><v>1e9</v></c></row>`,
  ),
  sheet('numbers that are none', () => `${HEADER}<row><c><v>NaN</v></c><c><v>1e999</v></c></row>`),
  sheet(
    'letters that are none',
    () => `${HEADER}<row><c t="str"><v>&#x110000;&#0;_x0000_&nope;</v></c></row>`,
  ),
  sheet(
    'a format of 10,000 signs',
    () => `${HEADER}<row><c s="0"><v>1</v></c></row>`,
    () => ({ formats: ['0'.repeat(10_000)] }),
  ),
  sheet(
    'a format of 250 sections',
    () => `${HEADER}<row><c s="0"><v>-1</v></c></row>`,
    () => ({ formats: [';'.repeat(250)] }),
  ),
  sheet(
    'a date of a million years',
    () => `${HEADER}<row><c s="0"><v>999999999999</v></c></row>`,
    () => ({ formats: ['yyyy-mm-dd'] }),
  ),
  part(
    'a target outside of the archive',
    'xl/_rels/workbook.xml.rels',
    () => '<R><Relationship Id="rId1" Type="/worksheet" Target="../../../../etc/passwd"/></R>',
  ),
  part(
    'a target that is an address',
    'xl/_rels/workbook.xml.rels',
    () => '<R><Relationship Id="rId1" Type="/worksheet" Target="http://%zz:1/"/></R>',
  ),
  part('a sheet that is itself a ZIP', SHEET, () => Buffer.from('504b030414000600', 'hex')),
  part('a sheet of UTF-16', SHEET, () => Buffer.from('\ufeff<s/>', 'utf16le')),
  part('a macro', 'xl/vbaProject.bin', () => Buffer.alloc(5000, 'Auto_Open')),
  {
    what: 'a macro workbook',
    name: 'a.xlsm',
    make: () => workbookOf({ sheets: { A: HEADER + textRow(2, ['a', 'b']) } }),
  },
  { what: 'XLSB', name: 'a.xlsb', make: () => zipOf({ 'xl/workbook.bin': Buffer.alloc(100, 1) }) },
  {
    what: 'ODS',
    name: 'a.ods',
    make: () => zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }),
  },
  {
    what: 'HTML that calls itself XLS',
    name: 'a.xls',
    make: () => Buffer.from('<html><table><tr><td>1</td></tr></table></html>'),
  },
  {
    what: 'XML that calls itself XLS',
    name: 'a.xls',
    make: () => Buffer.from('<?xml version="1.0"?><Workbook><Row/></Workbook>'),
  },
  {
    what: 'old XLS, or one with a password',
    name: 'a.xlsx',
    make: () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4000, 7)]),
  },
];

const archives: HostileUpload[] = [
  {
    what: 'a workbook in a ZIP',
    name: 'a.zip',
    make: async () => zipOf({ 'a.xlsx': await workbookOf({ sheets: { A: HEADER } }) }),
  },
  {
    what: '3,000 entries',
    name: 'a.xlsx',
    make: () => zipOf(Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`xl/${index}`, 'x']))),
  },
  {
    what: 'a path that leads out',
    name: 'a.xlsx',
    make: () =>
      patched((zip) =>
        Buffer.from(
          zip.toString('latin1').replaceAll('xl/styles.xml', '../../../a.xml'.slice(0, 13)),
          'latin1',
        ),
      ),
  },
  { what: 'a sheet shorter than it is', name: 'a.xlsx', make: () => patched((zip) => sized(zip, 50)) },
  { what: 'a sheet longer than it is', name: 'a.xlsx', make: () => patched((zip) => sized(zip, 100_000)) },
  {
    what: 'a sheet of 4 GB by its word',
    name: 'a.xlsx',
    make: () => patched((zip) => sized(zip, 0xffff_fffe)),
  },
  { what: 'a sheet with a password', name: 'a.xlsx', make: () => patched((zip) => flagged(zip, 1)) },
  {
    what: 'a sheet packed in an unknown way',
    name: 'a.xlsx',
    make: () => patched((zip) => field(zip, 10, 99)),
  },
  { what: 'a wrong count of entries', name: 'a.xlsx', make: () => patched((zip) => counted(zip, 60_000)) },
  {
    what: 'a directory at the wrong place',
    name: 'a.xlsx',
    make: () =>
      patched((zip) => {
        zip.writeUInt32LE(5, zip.length - 6);
        return zip;
      }),
  },
  {
    what: 'bytes after its end',
    name: 'a.xlsx',
    make: () => patched((zip) => Buffer.concat([zip, Buffer.alloc(100, 1)])),
  },
  { what: 'a ZIP of nothing', name: 'a.xlsx', make: () => zipOf({}) },
  {
    what: 'a comment of ZIP64',
    name: 'a.xlsx',
    make: () =>
      patched((zip) =>
        Buffer.concat([
          zip.subarray(0, -22),
          Buffer.from('504b0607', 'hex'),
          Buffer.alloc(16, 0xff),
          zip.subarray(-22),
        ]),
      ),
  },
];

async function patched(patch: (zip: Buffer) => Buffer): Promise<Buffer> {
  return patch(Buffer.from(await workbookOf({ sheets: { A: HEADER + textRow(2, ['a'.repeat(900), 'b']) } })));
}

/** Where the directory speaks of the sheet. */
function entryOf(zip: Buffer): number {
  return zip.lastIndexOf(SHEET) - 46;
}

function sized(zip: Buffer, bytes: number): Buffer {
  zip.writeUInt32LE(bytes, entryOf(zip) + 24);
  return zip;
}

function field(zip: Buffer, at: number, value: number): Buffer {
  zip.writeUInt16LE(value, entryOf(zip) + at);
  return zip;
}

function flagged(zip: Buffer, flag: number): Buffer {
  return field(zip, 8, zip.readUInt16LE(entryOf(zip) + 8) | flag);
}

function counted(zip: Buffer, entries: number): Buffer {
  zip.writeUInt16LE(entries, zip.length - 12);
  return zip;
}

export const workbooks: readonly HostileUpload[] = [...odd, ...archives, ...heavy];
