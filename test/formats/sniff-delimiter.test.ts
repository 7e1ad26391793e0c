// Which character separates the columns.
import { expect, it } from 'vitest';
import { guessDelimiter } from '../../src/formats/detect/sniff-delimiter.ts';

it.each([
  [',', 'a,b\n1,2\n'],
  [';', 'name;price\nA;1,5\nB;2,0\n'],
  [';', 'id;"last, first"\n1;"Day, Ann"\n2;"Roe, Bo"\n'],
  ['\t', 'a\tb, c\td\n1\t2, 3\t4\n'],
  ['|', 'a|b\n1|x;y\n2|z\n'],
  [',', 'size,name\n24" wide,x;y\n30" wide,z\n'],
  [',', 'a,b,c\n1,2,3\n1,2\n4,5,6\n7,8,9\n'],
  [';', '\n\na;b\r\n1;"x\r\n,,,"\r\n'],
])('is %j in %j', (delimiter, sample) => {
  expect(guessDelimiter(sample)?.delimiter).toBe(delimiter);
});

it('is nothing when none stands in the first record', () => {
  expect(guessDelimiter('text\na, b\nc, d\n')).toBeNull();
  expect(guessDelimiter('"a,b"\n1\n')).toBeNull();
  expect(guessDelimiter('')).toBeNull();
});

it('is not doubted because the sample ends in the middle of a record', () => {
  expect(guessDelimiter('a,b,c\n1,2,3\n4,5')).toMatchObject({ delimiter: ',', records: 2, evenness: 1 });
  expect(guessDelimiter('a,b,c\n1,2,3\n4,5,6')).toMatchObject({ records: 3, evenness: 1 });
});

it('does not take an inch mark for a quote', () => {
  expect(guessDelimiter('a,b\n24" x,1\n30" y,2\n')).toMatchObject({ records: 3, evenness: 1 });
});
