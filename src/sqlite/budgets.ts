// Budgets and how they stand, in the control database.
import type { Kysely, Selectable } from 'kysely';
import type { Budget, Standing } from '../core/money/budget.ts';
import type { NewCharge } from '../core/money/charge.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { BudgetTable, ControlDatabase } from './database.ts';

type BudgetPart = Pick<Ledger, 'saveBudget' | 'removeBudget' | 'standings' | 'standingsFor'>;

/** @returns the ledger's part for budgets. */
export function createBudgets(db: Kysely<ControlDatabase>): BudgetPart {
  return {
    async saveBudget({ teamId, scope, subjectId, limitMicros, setBy, setAt }) {
      const changing = { limit_micros: limitMicros, set_by: setBy, set_at: setAt };
      await db
        .insertInto('budget')
        .values({ team_id: teamId, scope, subject_id: subjectId, ...changing })
        .onConflict((conflict) => conflict.columns(['team_id', 'scope', 'subject_id']).doUpdateSet(changing))
        .execute();
    },

    async removeBudget({ teamId, scope, subjectId }) {
      const { numDeletedRows } = await db
        .deleteFrom('budget')
        .where('team_id', '=', teamId)
        .where('scope', '=', scope)
        .where('subject_id', '=', subjectId)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },

    async standings({ teamId, month }) {
      const rows = await db
        .selectFrom('budget')
        .selectAll()
        .where('team_id', '=', teamId)
        .orderBy('scope', 'desc')
        .orderBy('subject_id')
        .execute();
      return standingsOf(db, rows, month);
    },

    standingsFor: (who) => standingsFor(db, who),
  };
}

/** @returns how the budgets stand that concern a charge; inside of a transaction, with what it has written */
export async function standingsFor(
  db: Kysely<ControlDatabase>,
  who: Pick<NewCharge, 'teamId' | 'channelId' | 'personId' | 'month'>,
): Promise<Standing[]> {
  const rows = await db
    .selectFrom('budget')
    .selectAll()
    .where('team_id', '=', who.teamId)
    .where(({ or, and, eb }) =>
      or([
        eb('scope', '=', 'workspace'),
        and([eb('scope', '=', 'channel'), eb('subject_id', '=', who.channelId)]),
        and([eb('scope', '=', 'person'), eb('subject_id', '=', who.personId)]),
      ]),
    )
    .orderBy('scope', 'desc')
    .execute();
  return standingsOf(db, rows, who.month);
}

async function standingsOf(
  db: Kysely<ControlDatabase>,
  rows: Selectable<BudgetTable>[],
  month: string,
): Promise<Standing[]> {
  const standings: Standing[] = [];
  for (const row of rows) {
    const budget = toBudget(row);
    standings.push({ budget, month, usedMicros: await usedOf(db, budget, month) });
  }
  return standings;
}

async function usedOf(db: Kysely<ControlDatabase>, budget: Budget, month: string): Promise<number> {
  let query = db
    .selectFrom('charge')
    .select(({ fn, ref }) =>
      fn.sum<number | null>(fn.coalesce(ref('settled_micros'), ref('reserved_micros'))).as('used'),
    )
    .where('team_id', '=', budget.teamId)
    .where('month', '=', month);
  if (budget.scope === 'channel') query = query.where('channel_id', '=', budget.subjectId);
  if (budget.scope === 'person') query = query.where('person_id', '=', budget.subjectId);
  return Number((await query.executeTakeFirst())?.used ?? 0);
}

function toBudget(row: Selectable<BudgetTable>): Budget {
  return {
    teamId: row.team_id,
    scope: row.scope,
    subjectId: row.subject_id,
    limitMicros: row.limit_micros,
    setBy: row.set_by,
    setAt: row.set_at,
  };
}
