// The eight ways in which Anthropic may end a message batch badly: each is told on the card, and asked about no more.

import { afterAll, expect, test } from 'vitest';
import type { BatchesOptions } from '../../src/sim/batches/index.ts';
import { withoutFirstRows } from '../support/first-rows.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';
import { report } from './support/report.ts';

interface Case {
  what: string;
  oddities?: NonNullable<BatchesOptions['oddities']>;
  end(world: World, id: string): void;
  /** What the card says in the end. */
  says: string[];
}

const EXPIRED_AFTER_FIRST = (_request: unknown, index: number) => (index === 0 ? 'succeeded' : 'expired');
const CANCELED_AFTER_FIRST = (_request: unknown, index: number) => (index === 0 ? 'succeeded' : 'canceled');

const CASES: Case[] = [
  {
    what: 'all errored',
    end: ({ claude }) => claude.finish(undefined, () => 'errored'),
    says: ['Failed', '3 failed', 'Internal server error'],
  },
  {
    what: 'some expired',
    end: ({ claude }) => claude.finish(undefined, EXPIRED_AFTER_FIRST),
    says: ['Expired', '1 done · 2 expired'],
  },
  {
    what: 'some cancelled',
    end: ({ claude }) => claude.finish(undefined, CANCELED_AFTER_FIRST),
    says: ['Cancelled', '1 done · 2 cancelled'],
  },
  {
    what: 'a row without a result',
    oddities: { missingRow: true },
    end: ({ claude }) => claude.finish(),
    says: ['2 done', '1 without a result'],
  },
  {
    what: 'a custom_id twice',
    oddities: { duplicateRow: true },
    end: ({ claude }) => claude.finish(),
    says: ['3 done'],
  },
  {
    what: 'archived',
    end({ claude }, id) {
      claude.finish();
      claude.archive(id);
    },
    says: ['3 without a result', 'keeps results for 29 days'],
  },
  {
    what: 'deleted',
    end: ({ claude }, id) => claude.remove(id),
    says: ['3 without a result', 'no longer knows the message batch'],
  },
  {
    what: 'results that answer 404',
    end({ claude }) {
      claude.finish();
      claude.faults.add({ path: /results$/, kind: 'status', status: 404, times: 1e6 });
    },
    says: ['3 without a result', 'no longer knows the message batch'],
  },
];

const began = Date.now();
let clear = 0;

test.each(CASES)('$what', async ({ oddities = {}, end, says }) => {
  await using world = await openWorld({ batches: { oddities } });
  const { ana, claude } = world;
  const start = await world.drop('people.csv', 'name\nAnn\nBo\nCy\n', 'Greet {{name}}');
  await ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  const [batch] = claude.batches();
  end(world, batch?.id ?? '');
  const step = 120_000;
  await world.inTime('the card of the end', () => holds(world, start, says), step);
  await world.inTime('the files', () => world.replies(start).find(({ files }) => files.length === 2), step);

  const callsAtEnd = claude.calls.length;
  const shownAtEnd = withoutFirstRows(world.replies(start)).map(shown);
  for (let turn = 0; turn < 5; turn++) {
    world.advance(step);
    await world.tick();
  }
  expect(claude.calls.slice(callsAtEnd)).toEqual([]);
  expect(withoutFirstRows(world.replies(start)).map(shown)).toEqual(shownAtEnd);
  expect(shownAtEnd).toHaveLength(2);
  expect(problemsOf(world)).toEqual([]);
  clear += 1;
});

function holds(world: World, start: Parameters<World['replies']>[0], says: string[]) {
  return world
    .replies(start)
    .find((message) => message.files.length === 0 && says.every((word) => shown(message).includes(word)));
}

afterAll(() => {
  const did = `${CASES.length} ways to end badly`;
  report({
    id: 'R14',
    did,
    came: `${clear} told clearly, none asked about again`,
    tookMs: Date.now() - began,
  });
});
