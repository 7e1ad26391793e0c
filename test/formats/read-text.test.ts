// Text by line or by paragraph.
import { describe, expect, it } from 'vitest';
import { readFile } from './fixture.ts';

const TWO = '\n One.\nStill one.  \n\n \nTwo.\n';

describe('text', () => {
  it('by line gives each line that is not blank, trimmed', async () => {
    const { table, rows } = await readFile('a.txt', TWO, { split: 'line' });
    expect(rows).toEqual([
      { line: 2, cells: ['One.'] },
      { line: 3, cells: ['Still one.'] },
      { line: 6, cells: ['Two.'] },
    ]);
    expect(table).toMatchObject({
      format: 'text',
      split: 'line',
      readyMade: false,
      columns: ['text'],
      notes: [],
    });
  });

  it('by paragraph keeps the lines inside', async () => {
    const { rows } = await readFile('a.txt', TWO, { split: 'paragraph' });
    expect(rows).toEqual([
      { line: 2, cells: [' One.\nStill one.'] },
      { line: 6, cells: ['Two.'] },
    ]);
  });

  it.each([
    ['paragraph', 'One.\n\nTwo.'],
    ['paragraph', 'One.\r\n  \r\nTwo.'],
    ['line', 'One.\nTwo.\n\n\n'],
    ['line', '\n\nOne.\nTwo.'],
    ['line', 'One.'],
  ])('is split by %s when nobody says, as in %j', async (split, content) => {
    const { table } = await readFile('a.txt', content);
    expect(table.split).toBe(split);
    expect(table.notes[0]).toContain(`Each ${split} is one request`);
  });

  it('of one endless line is read before the time of a test is over', async () => {
    const { rows } = await readFile('a.txt', `${'x'.repeat(4_000_000)}\nend`);
    expect(rows).toHaveLength(2);
  });

  it('longer than 10 million characters is a problem, the rest is not', async () => {
    const long = 'x'.repeat(6_000_000);
    const lines = await readFile('a.txt', `${long}${long}\nfine`, { split: 'line' });
    const paragraphs = await readFile('a.txt', `a\n\n${long}\n${long}\nstill\n\nfine`, {
      split: 'paragraph',
    });
    expect(lines.rows).toEqual([{ line: 2, cells: ['fine'] }]);
    expect(lines.problems).toMatchObject([{ line: 1, code: 'line-too-long' }]);
    expect(paragraphs.rows.map(({ line }) => line)).toEqual([1, 7]);
    expect(paragraphs.problems).toMatchObject([{ line: 3, code: 'line-too-long' }]);
  });

  it('comes in pages of 500', async () => {
    expect((await readFile('a.txt', 'x\n'.repeat(1001))).pageSizes).toEqual([500, 500, 1]);
  });
});
