// The coverage tables say what is really there.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FAULT_KINDS } from '../../../src/sim/batches/faults.ts';
import { FRONT_CHECKS } from '../../../src/sim/batches/front.ts';
import { ODDITIES } from '../../../src/sim/batches/oddities.ts';
import { PARAM_CHECKS } from '../../../src/sim/batches/params/check.ts';
import { ROUTES } from '../../../src/sim/batches/routes.ts';

const page = readFileSync(new URL('../../../src/sim/batches/coverage.md', import.meta.url), 'utf8');

function rowsOf(section: string): string[][] {
  const [, rest = ''] = page.split(`## ${section}\n`);
  const lines = (rest.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The names in a section's table whose state is not `not`; names stand in backticks. */
function covered(section: string): string[] {
  return rowsOf(section).flatMap(([name = '', state]) => {
    const known = /^`([^`]+)`$/.exec(name)?.[1];
    return known === undefined || state === 'not' ? [] : [known];
  });
}

test('Routes', () => {
  expect(covered('Routes').sort()).toEqual(ROUTES.map(({ name }) => name).sort());
});

test.each([
  ['Front', FRONT_CHECKS],
  ['Params', PARAM_CHECKS],
])('%s, in its order', (section, known) => {
  expect(covered(section)).toEqual(Object.keys(known));
});

test.each([
  ['Faults', FAULT_KINDS],
  ['Oddities', ODDITIES],
])('%s', (section, known) => {
  expect(covered(section).sort()).toEqual(Object.keys(known).sort());
});

test('every row has one of three states, and a clause where something is missing', () => {
  const rows = ['Routes', 'Front', 'Create', 'Params', 'Answers', 'Faults', 'Oddities'].flatMap(rowsOf);
  expect(rows.length).toBeGreaterThan(60);
  for (const [name, state, remark, ...more] of rows) {
    expect(['supported', 'partly', 'not'], name).toContain(state);
    expect(more, name).toEqual([]);
    if (state === 'partly') expect(remark, name).not.toBe('');
  }
});
