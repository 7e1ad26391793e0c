// JSON: the rows are found wherever they are, memory does not grow with the file, and what is no table is told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFile, refusal } from './fixture.ts';

const rowsOf = async (content: string) => (await readFile('a.json', content)).rows.map(({ cells }) => cells);

describe('a JSON document', () => {
  it('of a list of objects has a row for each, columns as they are met', async () => {
    const { table, rows } = await readFile(
      'a.json',
      '[\n {"a": 1, "b": {"c": [true, null]}},\n {"d": "x"}\n]',
    );
    expect(table).toMatchObject({ format: 'json', columns: ['a', 'b', 'd'], readyMade: false, notes: [] });
    expect(rows).toEqual([
      { line: 2, cells: [1, { c: [true, null] }] },
      { line: 3, cells: [null, null, 'x'] },
    ]);
  });

  it('of a list of texts or numbers has one column', async () => {
    const { table, rows } = await readFile('a.json', '["one", 2, null, false, ["x"]]');
    expect(table.columns).toEqual(['text']);
    expect(rows.map(({ cells }) => cells)).toEqual([['one'], [2], [null], [false], [['x']]]);
  });

  it('may hold its list in an object, and says so', async () => {
    const { table, rows } = await readFile(
      'a.json',
      '{"count": 2, "tags": ["t"], "items": [{"a": 1}, {"a": 2}], "next": {"x": [{}]}}',
    );
    expect(table).toMatchObject({ columns: ['a'], notes: ['The rows are the items of the list “items”.'] });
    expect(rows).toHaveLength(2);
    expect(await rowsOf('{"texts": ["a", "b"]}')).toEqual([['a'], ['b']]);
  });

  it('of objects by their ids has a row for each, in the order of the file', async () => {
    const { table, rows } = await readFile(
      'a.json',
      '{"b": {"x": 1},\n"7": {"x": 12345678901234567890, "y": {"z": 1}},\n"b": {"custom_id": "c"}, "__proto__": {}}',
    );
    expect(table.columns).toEqual(['custom_id', 'x', 'y']);
    expect(table.notes[0]).toBe(
      'The rows are the objects in the file; the keys by which they are found there stand in custom_id.',
    );
    expect(rows).toEqual([
      { line: 1, cells: ['b', 1] },
      { line: 2, cells: ['7', '12345678901234567890', { z: 1 }] },
      { line: 3, cells: ['c', null, null] },
      { line: 3, cells: ['__proto__', null, null] },
    ]);
    const request = { params: { model: 'm', messages: [] } };
    const requests = { one: { custom_id: 'a', ...request }, two: { custom_id: 'b', ...request } };
    const found = await readFile('a.json', JSON.stringify(requests));
    expect(found.table).toMatchObject({ readyMade: true, columns: ['custom_id', 'params'] });
    expect(found.rows.map(({ cells }) => cells[0])).toEqual(['a', 'b']);
    const mixed = await readFile('a.json', '{"who": {"name": "Ann"}, "items": [{"a": 1}, {"a": 2}]}');
    expect(mixed.rows.map(({ cells }) => cells)).toEqual([[1], [2]]);
    const none = await readFile('a.json', '{"who": {"name": "Ann"}, "stars": 5}');
    expect(none.rows.map(({ cells }) => cells)).toEqual([[{ name: 'Ann' }, 5]]);
  });

  it('of one object is one row', async () => {
    const { table, rows } = await readFile('a.json', '{"name": "Ann", "tags": ["a", "b"]}');
    expect(table).toMatchObject({
      columns: ['name', 'tags'],
      notes: ['The file holds one object, which is one row.'],
    });
    expect(rows.map(({ cells }) => cells)).toEqual([['Ann', ['a', 'b']]]);
  });

  it('of ready-made requests is sent as it is', async () => {
    const request = (id: string) => ({ custom_id: id, params: { model: 'm', messages: [] } });
    const content = JSON.stringify([request('a'), request('b'), { custom_id: 3, params: {} }]);
    const { table, rows, problems } = await readFile('a.json', content);
    expect(table).toMatchObject({ readyMade: true, columns: ['custom_id', 'params'] });
    expect(rows.map(({ cells }) => cells[0])).toEqual(['a', 'b']);
    expect(problems).toEqual([
      { line: 1, code: 'json-item', text: 'Item 3: The request has no custom_id that is text.' },
    ]);
  });

  it('keeps every digit of long numbers', async () => {
    const { table, rows } = await readFile(
      'a.json',
      '[{"id": 12345678901234567890, "x": 1e999, "y": -1.5e3}]',
    );
    expect(rows[0]?.cells).toEqual(['12345678901234567890', '1e999', -1500]);
    expect(table.notes).toEqual([expect.stringContaining('kept as text')]);
  });

  it('tells items of another kind, and those that are too deep or too long', async () => {
    const deep = `${'['.repeat(250)}1${']'.repeat(250)}`;
    const long = JSON.stringify({ a: Array(1000).fill('x'.repeat(11_000)) });
    const { rows, problems } = await readFile('a.json', `[{"a":1},\n5,\n{"a":${deep}},\n${long},\n{"a":2}]`);
    expect(rows.map(({ cells, line }) => [line, ...cells])).toEqual([
      [1, 1],
      [5, 2],
    ]);
    expect(problems.map(({ line, text }) => [line, text])).toEqual([
      [2, 'Item 2: It is no object in braces, but the list began with objects.'],
      [3, 'Item 3: It is nested more than 200 levels deep.'],
      [4, 'Item 4: It is longer than 10,000,000 characters; split it up.'],
    ]);
  });

  it.each([
    ['[]', 'no-rows-in-json', 'no rows'],
    ['{}', 'no-rows-in-json', 'no rows'],
    ['{"items": []}', 'no-rows-in-json', 'no rows'],
    ['"text"', 'no-rows-in-json', 'no rows'],
    ['17', 'no-rows-in-json', 'no rows'],
    ['{"a": [{}], "b": [{}]}', 'several-lists', '“a”, “b”'],
    ['[{"a":1},\n{"a":2,}\n]', 'broken-json', 'line 2'],
    ['[{"a":1},\n{"a":2}', 'broken-json', 'line 2'],
    ['[1, 2', 'broken-json', 'line 1'],
    ['[1] [2]', 'broken-json', 'line 1'],
    [`["${'x'.repeat(11_000_000)}`, 'row-too-long', '10 MB'],
  ])('%.20s is refused', async (content, code, says) => {
    expect(await refusal('a.json', content)).toMatchObject({ code, message: expect.stringContaining(says) });
  });

  it('gives what JSON.parse gives', async () => {
    // Long whole numbers become text on purpose, see above.
    const value = fc.jsonValue({ maxDepth: 4 }).filter((one) => !/\d{16}/.test(JSON.stringify(one)));
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1 }), fc.boolean(), async (items, isPretty) => {
        const list = items.map((item) => ({ item }));
        const text = JSON.stringify(list, null, isPretty ? 2 : 0);
        // Read back from the text: -0 is written as 0.
        const expected = (JSON.parse(text) as { item: unknown }[]).map(({ item }) => [item]);
        expect(await rowsOf(text)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});
