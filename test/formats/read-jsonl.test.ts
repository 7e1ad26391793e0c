// JSONL: rows, ready-made requests, and lines that are neither.
import { describe, expect, it } from 'vitest';
import { readFile, refusal } from './fixture.ts';

const REQUEST = '{"custom_id":"a","params":{"max_tokens":5}}';

describe('rows', () => {
  it('have the keys as columns, in order of first sight', async () => {
    const { table, rows } = await readFile(
      'a.jsonl',
      '{"b":1,"a":"x"}\n\n{"a":{"n":[true,null]},"c":null}\n',
    );
    expect(table).toMatchObject({ format: 'jsonl', readyMade: false, columns: ['b', 'a', 'c'] });
    expect(rows).toEqual([
      { line: 1, cells: [1, 'x'] },
      { line: 3, cells: [null, { n: [true, null] }, null] },
    ]);
  });

  it('may have keys that mean something to JavaScript', async () => {
    const { table, rows } = await readFile('a.jsonl', '{"__proto__":"x","constructor":"y"}\n');
    expect([table.columns, rows[0]?.cells]).toEqual([
      ['__proto__', 'constructor'],
      ['x', 'y'],
    ]);
  });

  it('keep every digit of long whole numbers, as text', async () => {
    const line =
      '{"id":1234567890123456789,"f":0.10000000000000000000,"in":"1234567890123456789","n":[-12345678901234567]}';
    const { table, rows } = await readFile('a.jsonl', line);
    expect(rows[0]?.cells).toEqual([
      '1234567890123456789',
      0.1,
      '1234567890123456789',
      ['-12345678901234567'],
    ]);
    expect(table.notes).toHaveLength(1);
    expect((await readFile('a.jsonl', '{"id":9007199254740991}')).rows[0]?.cells).toEqual([9007199254740991]);
  });

  it('with more than 500 keys are refused', async () => {
    const lines = Array.from({ length: 501 }, (_, index) => `{"key${index}":1}`);
    expect((await readFile('a.jsonl', lines.slice(0, 500).join('\n'))).rows).toHaveLength(500);
    expect((await refusal('a.jsonl', lines.join('\n'))).code).toBe('too-many-columns');
  });

  it('come in pages of 500', async () => {
    expect((await readFile('a.jsonl', '{"a":1}\n'.repeat(750))).pageSizes).toEqual([500, 250]);
  });
});

describe('lines that cannot be read', () => {
  it.each([
    ['{"a":1},', 'not valid JSON from character 8 on'],
    ['{"a":1', 'ends before its JSON does'],
    ['{"a":"x', 'ends before its JSON does'],
    ['oops', 'not valid JSON'],
    ['[1]', 'not an object'],
    ['null', 'not an object'],
    ['7', 'not an object'],
    [`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'more than 200 levels deep'],
  ])('are told: %.20s', async (line, says) => {
    const { rows, problems } = await readFile('a.jsonl', `{"a":1}\n${line}\n{"a":2}\n`);
    expect(rows.map((row) => row.line)).toEqual([1, 3]);
    expect(problems).toMatchObject([{ line: 2, code: 'json-line', text: expect.stringContaining(says) }]);
  });

  it('are told when they are too long', async () => {
    const { rows, problems } = await readFile('a.jsonl', `{"a":"${'x'.repeat(10_000_000)}"}\n{"a":2}\n`);
    expect(rows).toEqual([{ line: 2, cells: [2] }]);
    expect(problems[0]).toMatchObject({ line: 1, text: expect.stringContaining('10,000,000 characters') });
  });
});

describe('ready-made requests', () => {
  it('are known by the first object', async () => {
    const { table, rows } = await readFile('a.jsonl', `oops\n${REQUEST}\n`, { format: 'jsonl' });
    expect(table).toMatchObject({ readyMade: true, columns: ['custom_id', 'params'] });
    expect(rows).toEqual([{ line: 2, cells: ['a', { max_tokens: 5 }] }]);
  });

  it('are known however long the first is', async () => {
    const params = { messages: [{ role: 'user', content: 'x'.repeat(400_000) }] };
    const { table, rows } = await readFile('requests', `${JSON.stringify({ custom_id: 'a', params })}\n`);
    expect([table.format, table.readyMade, rows.length]).toEqual(['jsonl', true, 1]);
  });

  it.each([
    ['{"params":{},"custom_id":1}', 'no custom_id that is text'],
    ['{"custom_id":"b","params":"x"}', 'no params in braces'],
    ['{"custom_id":"b"}', 'no params in braces'],
    ['{"custom_id":"b","params":{},"body":1}', 'a field body'],
    ['{"custom_id":"b","params":{"n":12345678901234567}}', 'more digits than can be sent'],
  ])('are problems when they are not whole: %s', async (line, says) => {
    const { table, rows, problems } = await readFile('a.jsonl', `${REQUEST}\n${line}\n`);
    expect(rows).toHaveLength(1);
    expect(problems).toMatchObject([{ line: 2, text: expect.stringContaining(says) }]);
    expect(table.columns).toEqual(['custom_id', 'params']);
  });

  it('do not mix with rows', async () => {
    const { table, rows, problems } = await readFile('a.jsonl', `{"name":"Ann"}\n${REQUEST}\n`);
    expect([table.readyMade, table.columns, rows.length]).toEqual([false, ['name'], 1]);
    expect(problems).toMatchObject([{ line: 2, text: expect.stringContaining('began with rows') }]);
  });

  it.each([['{"custom_id":"a","params":[]}'], ['{"custom_id":"a","params":{},"x":1}'], ['{"params":{}}']])(
    'are not meant by %s',
    async (line) => {
      expect((await readFile('a.jsonl', line)).table.readyMade).toBe(false);
    },
  );
});
