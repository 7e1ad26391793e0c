// Tables: cells as they are, lines as they are counted in an editor, and a sentence for what does not fit.
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/formats/read/csv-records.ts';
import { inChunks, readFile, refusal } from './fixture.ts';

describe('cells', () => {
  it('are kept byte for byte', async () => {
    const { rows } = await readFile('a.csv', 'a,b\n 007 ,1e3\n"x ""y"" z","1,5"\n');
    expect(rows).toEqual([
      { line: 2, cells: [' 007 ', '1e3'] },
      { line: 3, cells: ['x "y" z', '1,5'] },
    ]);
  });

  it.each([
    ['semicolons', 'a;b\n1,5;2\n3,5;4\n', ['1,5', '2']],
    ['tabs', 'a\tb\n1,5\t2\n', ['1,5', '2']],
    ['vertical bars', 'a|b\n1|2\n', ['1', '2']],
  ])('are separated by %s when they are', async (name, content, cells) => {
    const { table, rows } = await readFile('a.csv', content);
    expect(rows[0]?.cells).toEqual(cells);
    expect(table.notes).toContain(`Columns are separated by ${name}.`);
  });

  it.each([['\r\n'], ['\n'], ['\r']])('end their rows with %j', async (end) => {
    const { rows } = await readFile('a.csv', ['a,b', '1,2', '', '3,4', ''].join(end));
    expect(rows).toEqual([
      { line: 2, cells: ['1', '2'] },
      { line: 4, cells: ['3', '4'] },
    ]);
  });

  it('may all be empty, also when there is but one', async () => {
    expect((await readFile('a.csv', 'a,b\n,\n')).rows).toEqual([{ line: 2, cells: ['', ''] }]);
    expect((await readFile('a.csv', 'a\n""\nx\n')).rows.map(({ cells }) => cells)).toEqual([[''], ['x']]);
  });

  it('are read in pages of 500', async () => {
    const lines = Array.from({ length: 1200 }, (_, index) => (index % 100 === 7 ? 'x' : `${index},b`));
    const { pageSizes, rows, problems } = await readFile('a.csv', `a,b\n${lines.join('\n')}`);
    expect(pageSizes).toEqual([500, 500, 200]);
    expect([rows.length, problems.length]).toEqual([1188, 12]);
  });
});

describe('the header', () => {
  it('is trimmed, and its byte order mark is gone', async () => {
    const { table } = await readFile('a.csv', '\ufeff"full, name", city \nx,y\n');
    expect(table.columns).toEqual(['full, name', 'city']);
  });

  it('numbers the columns without a name', async () => {
    const { table, rows } = await readFile('a.csv', 'a,,column_2,\n1,2,3,4\n');
    expect(table.columns).toEqual(['a', 'column_2_', 'column_2', 'column_4']);
    expect(table.notes).toContain('Column 4 has no name; it is called column_4.');
    expect(rows[0]?.cells).toEqual(['1', '2', '3', '4']);
  });

  it('comes after blank lines', async () => {
    const { table, rows } = await readFile('a.csv', '\n  \na,b\n1,2\n');
    expect(table.columns).toEqual(['a', 'b']);
    expect(rows[0]?.line).toBe(4);
  });

  it('may stand alone', async () => {
    const { table, rows } = await readFile('a.csv', 'a,b');
    expect([table.columns, rows]).toEqual([['a', 'b'], []]);
  });

  it('is refused with a name used twice', async () => {
    const error = await refusal('a.csv', 'id, name ,name,x,name\n');
    expect(error.code).toBe('duplicate-columns');
    expect(error.message).toContain('“name”');
    expect(error.message).toContain('columns 2, 3 and 5');
    expect(error.next).toContain('Rename all but one');
  });

  it('is refused without any name', async () => {
    expect((await refusal('a.csv', ' , ,\n1,2,3\n')).code).toBe('no-columns');
  });

  it('is refused with more than 500 columns, not with 500', async () => {
    const header = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`).join(',');
    expect((await readFile('a.csv', header(500))).table.columns).toHaveLength(500);
    expect((await refusal('a.csv', header(501))).code).toBe('too-many-columns');
  });
});

describe('rows that do not fit', () => {
  it('are problems with their line, not rows', async () => {
    const { rows, problems } = await readFile('a.csv', 'a,b\n1\n1,2\n1,2,3\n');
    expect(rows).toEqual([{ line: 3, cells: ['1', '2'] }]);
    expect(problems).toEqual([
      { line: 2, code: 'ragged-row', text: 'The row has 1 cell, but there are 2 columns.' },
      {
        line: 4,
        code: 'ragged-row',
        text: 'The row has 3 cells, but there are 2 columns; cells that hold commas need quotes around them.',
      },
    ]);
  });

  it('are not split by commas when the header has none', async () => {
    const { rows, problems } = await readFile('a.csv', 'text\nHello\nHello, world\n');
    expect(rows).toHaveLength(1);
    expect(problems[0]?.text).toContain('there is 1 column; cells that hold commas');
  });

  it('do not count when they are blank, but are told of', async () => {
    const { table, rows, problems } = await readFile('a.csv', 'a,b\n\n1,2\n   \n\n3,4\n\n\n');
    expect(rows.map(({ line }) => line)).toEqual([3, 6]);
    expect(problems).toEqual([]);
    expect(table.notes).toEqual(['3 blank lines were skipped.']);
  });
});

describe('lines', () => {
  it.each([['\n'], ['\r\n'], ['\r']])('are those on which rows begin, with %j in cells', async (end) => {
    const content = ['a,b', '1,"x', '', 'y"', '2,z', '', '3,"p', 'q"', '4,w'].join(end);
    const { rows } = await readFile('a.csv', content);
    expect(rows.map(({ line }) => line)).toEqual([2, 5, 7, 9]);
    expect(rows[0]?.cells[1]).toBe(`x${end}${end}y`);
  });

  it('go on over many chunks', async () => {
    const row = `1,"${'x'.repeat(500)}\r\n${'é'.repeat(250)}"\r\n`;
    const { rows } = await readFile('a.csv', `a,b\r\n${row.repeat(2000)}`);
    expect(rows).toHaveLength(2000);
    expect(rows.every(({ line }, index) => line === 2 + 2 * index)).toBe(true);
  });
});

describe('quotes', () => {
  it('that are never closed are told with row and column', async () => {
    const error = await refusal('a.csv', 'a,b\n1,"x\ny"\n2,"open\n3,z\n');
    expect(error.code).toBe('unterminated-quote');
    expect(error.message).toContain('column 2 of the row that begins at line 4');
  });

  it('in the middle of cells are text', async () => {
    const rest = Array.from({ length: 1000 }, (_, index) => `${index},${'x'.repeat(400)}`).join('\n');
    const { table, rows, problems } = await readFile('a.csv', `a,b\n${rest}\n24" wide,"Big" one\n"p""q",r\n`);
    expect(problems).toEqual([]);
    expect(rows).toHaveLength(1002);
    expect(rows.slice(1000)).toEqual([
      { line: 1002, cells: ['24" wide', '"Big" one'] },
      { line: 1003, cells: ['p"q', 'r'] },
    ]);
    expect(new Set(rows.map(({ line }) => line)).size).toBe(1002);
    expect(table.notes).toEqual(['Some quotes stand in the middle of a cell; they were kept as text.']);
  });

  it('found late give no row twice, even when the second reading is cut differently', async () => {
    const bytes = Buffer.from(`${'a,b\n'.repeat(100)}24" wide,x\n`);
    const readings = [[97], [41]];
    const lines: number[] = [];
    for await (const read of readRecords(() => inChunks(bytes, readings.shift() ?? []), ','))
      lines.push(...read.records.map(({ line }) => line));
    expect(lines).toEqual(Array.from({ length: 101 }, (_, index) => index + 1));
  });

  it('that run on into other rows never make a row of them', async () => {
    const { rows, problems } = await readFile('a.csv', 'a,b\n1,"open\n2,"x"\n3,"y"\n');
    expect(problems).toMatchObject([{ line: 2, code: 'stray-quote' }]);
    expect(rows).toEqual([{ line: 4, cells: ['3', 'y'] }]);
  });

  it('at the start of a well-formed cell with lines are no stray ones', async () => {
    const { rows, problems } = await readFile('a.csv', 'a,b\n1,"""Great"" lamp\nbought twice"\n');
    expect(problems).toEqual([]);
    expect(rows[0]?.cells[1]).toBe('"Great" lamp\nbought twice');
  });

  it('around more than 10 MB are refused', async () => {
    const error = await refusal('a.csv', `a,b\n1,2\n3,"${'x\n'.repeat(5_000_001)}"\n`);
    expect(error.code).toBe('row-too-long');
    expect(error.message).toContain('column 2 of the row that begins at line 3');
  });
});

describe('a line with which Excel names the delimiter', () => {
  it('is understood, and is neither header nor row', async () => {
    const { table, rows } = await readFile('excel.csv', 'sep=;\r\nname;note\r\nAnn;a,b\r\n');
    expect(table.columns).toEqual(['name', 'note']);
    expect(rows).toEqual([{ line: 3, cells: ['Ann', 'a,b'] }]);
  });
});
