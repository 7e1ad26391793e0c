// The first answers as a message: within Slack's limits whatever they hold, and honest about how many there are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FirstRows } from '../../src/ports/job-data.ts';
import { validateBlocks } from '../../src/sim/slack/block-kit/validate.ts';
import { firstRowsMessage } from '../../src/slack/views/first-rows.ts';
import { makeView, shown, stringsIn, submittedJob, TALLY } from './fixture.ts';
import { liveIn } from './live-markup.ts';

const view = (succeeded: number) =>
  makeView(submittedJob({ state: 'done', tally: { ...TALLY, succeeded, requests: succeeded } }));
const rowsOf = (n: number, text: string): FirstRows => ({
  columns: ['id', 'name', 'response'],
  rows: Array.from({ length: n }, (_, index) => [`${index + 1}.`, text, text]),
});

function tableRows(rows: FirstRows, succeeded: number): number {
  const table = firstRowsMessage(view(succeeded), rows, false).blocks.find(
    ({ type }) => type === 'data_table',
  );
  if (table?.type !== 'data_table') throw new Error('There is no table.');
  return table.rows.length - 1;
}

describe('the first answers', () => {
  it('say how many there are of how many', () => {
    expect(shown(firstRowsMessage(view(3), rowsOf(3, 'x'), false))).toContain('*3 answers* of job #42');
    expect(shown(firstRowsMessage(view(1), rowsOf(1, 'x'), true))).toContain('*1 answer* of job #42');
    const some = shown(firstRowsMessage(view(1200), rowsOf(20, 'x'), false));
    expect(some).toContain('*The first 20 of 1,200 answers* of job #42');
  });

  it('leave out rows rather than Slack’s limit of characters, and count what is left', () => {
    expect(tableRows(rowsOf(20, 'x'), 20)).toBe(20);
    const rows = rowsOf(20, 'y'.repeat(1000));
    const kept = tableRows(rows, 20);
    expect(kept).toBeGreaterThan(5);
    expect(kept).toBeLessThan(20);
    expect(shown(firstRowsMessage(view(20), rows, false))).toContain(`*The first ${kept} of 20 answers*`);
  });

  it('are within the limits and set nothing off, as a table and as text', () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        '<!channel>',
        '<@U0ANA>',
        '`',
        '\u0000',
        '\ud83d',
        '&',
        'x'.repeat(1000),
        '🙂'.repeat(400),
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    const rows = fc
      .integer({ min: 1, max: 3 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 21 }),
      )
      .map(([columns = [], ...rest]) => ({ columns, rows: rest }));
    fc.assert(
      fc.property(rows, fc.boolean(), (some, isClassic) => {
        const message = firstRowsMessage(view(20), some, isClassic);
        expect(validateBlocks(message.blocks, 'message')).toEqual({ errors: [], warnings: [] });
        expect(liveIn(message.blocks)).toEqual([]);
        for (const text of stringsIn(message.blocks)) expect(Buffer.from(text).toString()).toBe(text);
      }),
      { numRuns: 400 },
    );
  });
});
