// Ten thousand reservations, settlements, releases and changes of budgets in any order, many at once: no budget is ever overdrawn by them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Budget, BudgetScope } from '../../src/core/money/budget.ts';
import { overdrawn } from '../../src/core/money/budget.ts';
import type { NewCharge } from '../../src/core/money/charge.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { openStore } from '../../src/sqlite/open.ts';

const MONTH = '2026-11';
const RUNS = 20;
const STEPS = 125;
const AT_ONCE = 4;

type Operation =
  | { kind: 'reserve'; charge: number; micros: number; person: string; channel: string }
  | { kind: 'settle'; charge: number; percent: number }
  | { kind: 'release'; charge: number }
  | { kind: 'budget'; scope: BudgetScope; subject: string; limit: number };

const person = fc.constantFrom('U1', 'U2');
const channel = fc.constantFrom('C1', 'C2');
const charge = fc.nat({ max: 60 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('reserve' as const),
      charge,
      micros: fc.integer({ min: 0, max: 500 }),
      person,
      channel,
    }),
  },
  // What it cost is never more than what was reserved.
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      charge,
      percent: fc.integer({ min: 0, max: 100 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), charge }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom<[BudgetScope, string][]>(
          ['workspace', ''],
          ['channel', 'C1'],
          ['person', 'U1'],
          ['person', 'U2'],
        ),
        fc.integer({ min: 1, max: 3000 }),
      )
      .map(([[scope, subject], limit]) => ({ kind: 'budget' as const, scope, subject, limit })),
  },
);

/** What was reserved, by the number of its charge, as a model that cannot be wrong. */
interface Known {
  reserved: Map<number, NewCharge>;
}

function toCharge({
  charge: number,
  micros,
  person: by,
  channel: channelId,
}: Operation & { kind: 'reserve' }): NewCharge {
  return {
    id: `c${number}`,
    teamId: 'T1',
    channelId,
    personId: by,
    jobId: `j${number}`,
    jobNumber: number,
    attempt: 1,
    kind: 'batch',
    model: 'm',
    month: MONTH,
    reservedMicros: micros,
    reservedAt: Date.parse('2026-11-03T00:00:00Z'),
  };
}

async function perform(ledger: Ledger, { reserved }: Known, one: Operation): Promise<void> {
  if (one.kind === 'budget') {
    const { scope, subject: subjectId, limit } = one;
    const budget: Budget = { teamId: 'T1', scope, subjectId, limitMicros: limit, setBy: 'U0', setAt: 0 };
    await ledger.saveBudget(budget);
    return;
  }
  if (one.kind === 'reserve') {
    const asked = toCharge(one);
    // An id is that of one thing: it is asked for again as it was.
    const same = reserved.get(one.charge) ?? asked;
    reserved.set(one.charge, same);
    const { over, standings } = await ledger.reserve(same, null);
    if (over === null) expect(overdrawn(standings, 0)).toBeNull();
    else expect(over.usedMicros + same.reservedMicros).toBeGreaterThan(over.budget.limitMicros);
    return;
  }
  const known = reserved.get(one.charge);
  if (known === undefined) return;
  if (one.kind === 'release') await ledger.takeBack(known, null);
  else {
    const isThere = (await ledger.charges({ teamId: 'T1', month: MONTH, personId: null })).some(
      ({ id }) => id === known.id,
    );
    if (isThere) await ledger.settle(known, Math.floor((known.reservedMicros * one.percent) / 100), 1, null);
  }
}

it('spent and reserved together stay within every budget, but for one that was lowered below them', async () => {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(operation, { minLength: AT_ONCE, maxLength: AT_ONCE }), {
        minLength: STEPS,
        maxLength: STEPS,
      }),
      async (rounds) => {
        const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
        const store = await openStore(join(folder, 'control.sqlite'), {
          onProblem: (text) => expect.fail(text),
        });
        const known: Known = { reserved: new Map() };
        try {
          for (const round of rounds) {
            const before = new Map(
              (await store.ledger.standings({ teamId: 'T1', month: MONTH })).map((one) => [
                key(one.budget),
                one,
              ]),
            );
            await Promise.all(round.map((one) => perform(store.ledger, known, one)));
            steps += round.length;
            for (const { budget, usedMicros } of await store.ledger.standings({
              teamId: 'T1',
              month: MONTH,
            })) {
              // Whoever lowers a budget below what is used stops what comes, and takes nothing back.
              const allowed = Math.max(budget.limitMicros, before.get(key(budget))?.usedMicros ?? 0);
              const isChanged = round.some(
                (one) =>
                  one.kind === 'budget' && key({ scope: one.scope, subjectId: one.subject }) === key(budget),
              );
              if (!isChanged) expect(usedMicros).toBeLessThanOrEqual(allowed);
            }
          }
          const charges = await store.ledger.charges({ teamId: 'T1', month: MONTH, personId: null });
          expect(new Set(charges.map(({ id }) => id)).size).toBe(charges.length);
          for (const { settledMicros, reservedMicros } of charges)
            expect(settledMicros ?? 0).toBeLessThanOrEqual(reservedMicros);
        } finally {
          await store.close();
          rmSync(folder, { recursive: true, force: true });
        }
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(steps).toBeGreaterThanOrEqual(10_000);
});

function key({ scope, subjectId }: Pick<Budget, 'scope' | 'subjectId'>): string {
  return `${scope}:${subjectId}`;
}
