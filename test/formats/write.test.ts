// What results files are made of.
import { expect, it } from 'vitest';
import { RESULT_COLUMNS } from '../../src/core/result/result-columns.ts';
import { delimitedCell, delimitedLine } from '../../src/formats/write/delimited.ts';
import { jsonlLine } from '../../src/formats/write/write-jsonl.ts';

it.each([
  ['plain', 'plain'],
  ['', ''],
  [null, ''],
  [0, '0'],
  [0.0042, '0.0042'],
  [' kept ', ' kept '],
  ['a;b|c', 'a;b|c'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['one\rreturn', '"one\rreturn"'],
])('a cell of %j is written as %j', (cell, written) => {
  expect(delimitedCell(cell, ',', true)).toBe(written);
});

it('a line is its cells and a line end, and never blank', () => {
  expect(delimitedLine(['a', null, 3, 'b,c'])).toBe('a,,3,"b,c"\n');
  expect(delimitedLine([''])).toBe('""\n');
});

it('a line of JSONL is one line', () => {
  expect(jsonlLine({ a: 'x\ny', b: [null, '\u2028'] })).toBe('{"a":"x\\ny","b":[null,"\u2028"]}\n');
});

it('the result columns are what other tools rely on', () => {
  expect(RESULT_COLUMNS.join()).toBe(
    'custom_id,status,response,stop_reason,input_tokens,output_tokens,cost_usd,error,attempt',
  );
});
