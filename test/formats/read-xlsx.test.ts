// Workbooks: the sheet that is meant, cells as people see them, and a sentence for what cannot be read.
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { textRow, type WorkbookParts, workbookOf } from '../support/workbook.ts';
import { zipOf } from '../support/zip.ts';
import { type ReadFile, readFile, refusal } from './fixture.ts';

async function read(parts: WorkbookParts, sheet: string | null = null): Promise<ReadFile> {
  return readFile('a.xlsx', await workbookOf(parts), { sheet });
}

const HEADER = textRow(1, ['name', 'value']);
const PEOPLE = { People: `${HEADER}${textRow(2, ['Ann', 'x'])}` };

describe('a workbook', () => {
  it('is a table of its first sheet, by its bytes whatever its name is', async () => {
    const { table, rows } = await readFile('people.csv', await workbookOf({ sheets: PEOPLE }));
    expect(table).toMatchObject({ format: 'xlsx', columns: ['name', 'value'], readyMade: false, notes: [] });
    expect(rows).toEqual([{ line: 2, cells: ['Ann', 'x'] }]);
  });

  it('with several sheets says which one was read, and leaves hidden ones alone', async () => {
    const sheets = {
      Secret: HEADER,
      First: HEADER + textRow(2, ['a', 'b']),
      'Q3 &amp; Q4': textRow(1, ['other']),
    };
    const first = await read({ sheets, hidden: ['Secret'] });
    expect(first.table.notes).toEqual([
      'The sheet “First” was read; the workbook has 3: Secret, First, Q3 & Q4.',
    ]);
    const named = await read({ sheets }, ' q3 & q4');
    expect(named.table.columns).toEqual(['other']);
    await expect(read({ sheets }, 'Q5')).rejects.toMatchObject({
      code: 'unknown-sheet',
      message: 'The workbook has no sheet named “Q5”.',
      next: 'Its sheets are: Secret, First, Q3 & Q4.',
    });
  });

  it('shows numbers, dates and truths as people see them', async () => {
    const formats = [
      '0%',
      '#,##0.00',
      '00000',
      'd mmm yyyy',
      '[$€-407] #,##0',
      '[>5]0.0;0',
      `0.${'0'.repeat(120)}`,
    ];
    const cell = (value: string, style: number, type = 'n') =>
      `<c s="${style}" t="${type}"><v>${value}</v></c>`;
    const shown: [string, string | number][] = [
      [cell('0.25', 0), '25%'],
      [cell('1234.5', 1), '1,234.50'],
      [cell('501', 2), '00501'],
      [cell('45356', 3), '5 Mar 2024'],
      [cell('1200', 4), '€ 1,200'],
      [cell('7', 5), 7],
      [cell('7', 6), 7],
      [cell('45356', 7), '2024-03-05'],
      [cell('0.30000000000000004', 8), 0.3],
      [cell('1', 8, 'b'), 'TRUE'],
      [cell('#N/A', 8, 'e'), '#N/A'],
      [cell('2024-03-05T00:00:00', 8, 'd'), '2024-03-05'],
      [cell('a &lt;b&gt; &#x1F600;', 8, 'str'), 'a <b> 😀'],
    ];
    const names = shown.map((_, index) => `c${index}`);
    const row = `<row r="2">${shown.map(([xml]) => xml).join('')}</row>`;
    const { rows } = await read({ sheets: { A: textRow(1, names) + row }, formats });
    expect(rows[0]?.cells).toEqual(shown.map(([, value]) => value));
  });

  it('of a Mac counts days from 1904', async () => {
    const row = '<row r="2"><c s="0"><v>0</v></c></row>';
    const sheets = { A: textRow(1, ['day']) + row };
    expect((await read({ sheets, is1904: true })).rows[0]?.cells).toEqual(['1904-01-01']);
  });

  it('gives the texts of its table of texts, runs joined, without how they are pronounced', async () => {
    const strings =
      '<si><t>name</t></si><si><r><t xml:space="preserve">Ann </t></r><r><rPr><b/></rPr><t>B.</t></r></si><si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh></si><si><t>a_x000D_\nb</t></si><si/>';
    const cells = [1, 2, 3, 4].map((index) => `<row><c t="s"><v>${index}</v></c></row>`).join('');
    const { rows } = await read({ sheets: { A: `<row r="1"><c t="s"><v>0</v></c></row>${cells}` }, strings });
    expect(rows.map(({ cells }) => cells[0])).toEqual(['Ann B.', '課', 'a\nb']);
  });

  it('may begin anywhere, have gaps, and name its cells or not', async () => {
    const sheets = {
      A: `<row r="3"><c r="B3" t="str"><v>name</v></c><c r="D3" t="str"><v>city</v></c></row>
          <row r="4"><c r="A4" s="8"/><c r="D4" t="str"><v>Oslo</v></c></row>
          <row r="5"/><row r="9"><c r="B9"><v>7</v></c><c r="C9"><v>8</v></c></row>`,
    };
    const { table, rows } = await read({ sheets });
    expect(table.columns).toEqual(['name', 'column_2', 'city']);
    expect(rows).toEqual([
      { line: 4, cells: ['', '', 'Oslo'] },
      { line: 9, cells: [7, 8, ''] },
    ]);
    expect(table.notes).toEqual([
      'Column 2 has no name; it is called column_2.',
      '4 blank rows were skipped.',
    ]);
  });

  it('tells a cell outside of the named columns by its row', async () => {
    const sheets = { A: `${HEADER}<row r="2"><c r="A2"><v>1</v></c><c r="Z2"><v>1</v></c></row>` };
    const { rows, problems } = await read({ sheets });
    expect(rows).toEqual([]);
    expect(problems).toMatchObject([{ line: 2, code: 'ragged-row' }]);
  });

  it('gives merged cells to all rows they cover', async () => {
    const sheets = {
      A:
        HEADER +
        textRow(2, ['North', 'a']) +
        `<row r="3"><c r="B3"><v>1</v></c></row><row r="4"><c r="B4"><v>2</v></c></row>`,
    };
    const afterRows = '<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="A1:B1"/></mergeCells>';
    const { rows } = await read({ sheets, afterRows });
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['North', 'a'],
      ['North', 1],
      ['', 2],
    ]);
  });

  it('says how many cells show an error of Excel, which stays as people see it', async () => {
    const sheets = {
      A: `${HEADER}<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2" t="e"><v>#N/A</v></c></row>`,
    };
    const { table, rows } = await read({ sheets });
    expect(rows[0]?.cells).toEqual(['#DIV/0!', '#N/A']);
    expect(table.notes).toEqual([
      '2 cells show an error of Excel, such as #DIV/0!, which goes into the prompts as it is; mend it in Excel and drop the file again.',
    ]);
  });

  it('says what nobody sees in it: hidden rows, and formulas without a result', async () => {
    const sheets = {
      A: `${HEADER}<row r="2" hidden="1"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>1+1</f></c></row>`,
    };
    const { table, rows } = await read({ sheets });
    expect(rows[0]?.cells).toEqual([2, '']);
    expect(table.notes).toEqual([
      'A row that Excel hides was read too.',
      'A formula has no stored result and read as empty; open the file in Excel, save it and drop it again.',
    ]);
  });

  it('may have prefixes, other quotes, comments and CDATA', async () => {
    const sheet =
      "<x:worksheet xmlns:x='y'><x:sheetData><!-- <row> --><x:row r='1'><x:c t='str'><x:v>a</x:v></x:c></x:row><x:row r='2'><x:c t='str' note='>'><x:v><![CDATA[<b>]]></x:v></x:c></x:row></x:sheetData></x:worksheet>";
    const { table, rows } = await read({ sheets: { A: '' }, entries: { 'xl/worksheets/sheet1.xml': sheet } });
    expect([table.columns, rows[0]?.cells]).toEqual([['a'], ['<b>']]);
  });

  it('that another program wrote is read the same', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => [
      `Name ${index}`,
      index / 4,
      index % 2 === 0,
      `ä“&<${index}`,
    ]);
    const written = await writeXlsx({ sheets: [{ name: 'Data', rows: [['a', 'b', 'c', 'd'], ...rows] }] });
    const read = await readFile('a.xlsx', Buffer.from(written));
    expect(read.problems).toEqual([]);
    expect(read.rows.map(({ cells }) => cells)).toEqual(
      rows.map(([a, b, c, d]) => [a, b, c === true ? 'TRUE' : 'FALSE', d]),
    );
  });
});

const BROKEN: [string, () => Promise<Buffer>, string, string][] = [
  ['without rows', () => workbookOf({ sheets: { A: '' } }), 'no-columns', 'header row'],
  ['without sheets', () => workbookOf({ sheets: {} }), 'broken-workbook', 'damaged'],
  [
    'without its texts',
    () => workbookOf({ sheets: { A: '<row r="1"><c t="s"><v>5</v></c></row>' } }),
    'broken-workbook',
    'damaged',
  ],
  [
    'whose sheet is missing',
    () => workbookOf({ sheets: PEOPLE, entries: { 'xl/_rels/workbook.xml.rels': '<Relationships/>' } }),
    'broken-workbook',
    'damaged',
  ],
  [
    'whose XML is cut',
    () =>
      workbookOf({
        sheets: PEOPLE,
        entries: { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1">' },
      }),
    'broken-workbook',
    'damaged',
  ],
  [
    'with a document type',
    () =>
      workbookOf({
        sheets: PEOPLE,
        entries: { 'xl/sharedStrings.xml': '<!DOCTYPE x [<!ENTITY a "b">]><sst/>' },
      }),
    'broken-workbook',
    'damaged',
  ],
  [
    'whose text is no UTF-8',
    () =>
      workbookOf({
        sheets: PEOPLE,
        entries: { 'xl/sharedStrings.xml': Buffer.from('<sst><si><t>\xff</t></si></sst>', 'latin1') },
      }),
    'broken-workbook',
    'damaged',
  ],
  [
    'with rows out of order',
    () => workbookOf({ sheets: { A: textRow(2, ['a']) + textRow(2, ['b']) } }),
    'broken-workbook',
    'damaged',
  ],
  [
    'with a cell beyond XFD',
    () => workbookOf({ sheets: { A: '<row r="1"><c r="XFE1"><v>1</v></c></row>' } }),
    'broken-workbook',
    'damaged',
  ],
  [
    'with two columns of one name',
    () => workbookOf({ sheets: { A: textRow(1, ['a', 'a']) } }),
    'duplicate-columns',
    'more than once',
  ],
  [
    'with a header from A to XFD',
    () => workbookOf({ sheets: { A: '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>' } }),
    'too-many-columns',
    '500',
  ],
  ['that is binary', () => zipOf({ 'xl/workbook.bin': 'x' }), 'binary-file', 'XLSB'],
];

describe('a workbook that cannot be read', () => {
  it.each(BROKEN)('%s', async (_, make, code, says) => {
    expect(await refusal('a.xlsx', await make())).toMatchObject({
      code,
      message: expect.stringContaining(says),
    });
  });

  it('is one that is text', async () => {
    expect((await refusal('a.csv', 'a,b\n1,2\n', { format: 'xlsx' })).code).toBe('no-workbook');
  });

  it('is one with a flipped bit anywhere in its rows', async () => {
    const good = await workbookOf({
      sheets: { A: HEADER + textRow(2, ['letters that are compressed', 'x']) },
    });
    const at = good.indexOf('xl/worksheets/sheet1.xml') + 60;
    const bad = Buffer.from(good);
    bad[at] = (bad[at] ?? 0) ^ 1;
    expect((await refusal('a.xlsx', bad)).code).toMatch(/^broken-/);
  });

  it('is one whose sheet has another checksum than its archive says', async () => {
    const bad = await workbookOf({ sheets: PEOPLE });
    const entry = bad.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
    bad.writeUInt32LE((bad.readUInt32LE(entry + 16) ^ 1) >>> 0, entry + 16);
    expect((await refusal('a.xlsx', bad)).code).toBe('broken-workbook');
  });

  it('is one whose sheet is longer than its archive says', async () => {
    const good = await workbookOf({ sheets: { A: HEADER + textRow(2, ['x'.repeat(500), 'y']) } });
    const entry = good.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
    const bad = Buffer.from(good);
    bad.writeUInt32LE(bad.readUInt32LE(entry + 24) - 100, entry + 24);
    expect((await refusal('a.xlsx', bad)).code).toBe('broken-workbook');
  });
});
