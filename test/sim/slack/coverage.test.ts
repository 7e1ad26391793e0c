// The coverage table says what is really there.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { METHODS } from '../../../src/sim/slack/api/registry.ts';
import { BLOCKS } from '../../../src/sim/slack/block-kit/blocks.ts';
import { EVENT_SCOPES } from '../../../src/sim/slack/delivery/event.ts';
import { FAULT_KINDS } from '../../../src/sim/slack/faults.ts';

const page = readFileSync(new URL('../../../src/sim/slack/coverage.md', import.meta.url), 'utf8');

/** The names in a section's table whose state is not `not`. */
function covered(section: string): string[] {
  const [, rest = ''] = page.split(`## ${section}\n`);
  const rows = rest.split('\n## ')[0]?.matchAll(/^\| `([^`]+)` +\| (supported|partly|not) +\|/gm) ?? [];
  return [...rows].filter(([, , state]) => state !== 'not').map(([, name = '']) => name);
}

test.each([
  ['Methods', METHODS],
  ['Events', EVENT_SCOPES],
  ['Blocks', BLOCKS],
  ['Faults', FAULT_KINDS],
])('%s', (section, known) => {
  expect(covered(section).sort()).toEqual(Object.keys(known).sort());
});

test('every row has one of three states', () => {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (\w+ +\| state|-)/.test(line));
  for (const row of rows) expect(row).toMatch(/^\| [^|]+ \| (supported|partly|not) +\| [^|]*\|$/);
});
