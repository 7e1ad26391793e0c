// Charges in the control database, each written together with the move of its job.
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Job } from '../core/job/job.ts';
import { overdrawn, type Standing } from '../core/money/budget.ts';
import type { Charge, NewCharge } from '../core/money/charge.ts';
import type { JobMove } from '../ports/job-move.ts';
import type { Ledger, Reservation, TrialReservation } from '../ports/ledger.ts';
import { removePlanned } from './batches.ts';
import { createBudgets, standingsFor } from './budgets.ts';
import type { ChargeTable, ControlDatabase } from './database.ts';
import { createJobs } from './jobs.ts';
import type { OnProblem } from './json-column.ts';
import { addMessage } from './owed-messages.ts';
import { planTrialRows } from './trials.ts';

/** Ends a transaction that shall leave nothing behind. */
class TakenBack extends Error {
  readonly over: Standing | null;

  constructor(over: Standing | null) {
    super('The transaction is taken back.');
    this.over = over;
  }
}

/** @returns the store's ledger. */
export function createLedger(db: Kysely<ControlDatabase>, onProblem: OnProblem): Ledger {
  const moved = async (tx: Transaction<ControlDatabase>, jobId: string, move: JobMove | null) => {
    if (move === null) return null;
    const job = await createJobs(tx, onProblem).moveJob(jobId, move);
    if (job === null) throw new TakenBack(null);
    return job;
  };
  const inOne = (work: (tx: Transaction<ControlDatabase>) => Promise<Job | null>) =>
    db
      .transaction()
      .execute(work)
      .catch((error: unknown) => {
        if (error instanceof TakenBack) return null;
        throw error;
      });

  /** @param then what is done with the charge, or not at all */
  const reserved = <T>(charge: NewCharge, then: (tx: Transaction<ControlDatabase>) => Promise<T>) =>
    db
      .transaction()
      .execute(async (tx) => {
        // Written before anything is read: from here on nobody else reserves until this is decided.
        await insert(tx, charge);
        const standings = await standingsFor(tx, charge);
        const over = overdrawn(standings, 0);
        if (over !== null)
          throw new TakenBack({ ...over, usedMicros: over.usedMicros - charge.reservedMicros });
        return { over: null, done: await then(tx), standings };
      })
      .catch((error: unknown) => {
        if (!(error instanceof TakenBack)) throw error;
        return { over: error.over, done: null, standings: [] };
      });

  return {
    async reserve(charge, move): Promise<Reservation> {
      const { over, done, standings } = await reserved(charge, (tx) => moved(tx, charge.jobId, move));
      return over === null ? { over, job: done, standings } : { over, job: null, standings: null };
    },

    async reserveTrial(charge, { rows, message }): Promise<TrialReservation> {
      const { over, done, standings } = await reserved(charge, async (tx) => {
        if (!(await planTrialRows(tx, rows))) throw new TakenBack(null);
        await addMessage(tx, message);
        return true;
      });
      return over === null
        ? { over, isPlanned: done === true, standings }
        : { over, isPlanned: false, standings: null };
    },

    settle: (charge, micros, at, move) =>
      inOne(async (tx) => {
        await insert(tx, charge);
        await tx
          .updateTable('charge')
          .set(({ ref }) => ({ settled_micros: micros ?? ref('reserved_micros'), settled_at: at }))
          .where('id', '=', charge.id)
          .where('settled_micros', 'is', null)
          .execute();
        return moved(tx, charge.jobId, move);
      }),

    takeBack: ({ id, jobId }, move) =>
      inOne(async (tx) => {
        await tx.deleteFrom('charge').where('id', '=', id).where('settled_micros', 'is', null).execute();
        // What is left of one submission must not speak for the next.
        await removePlanned(tx, jobId);
        return moved(tx, jobId, move);
      }),

    async charges({ teamId, month, personId }) {
      let query = db
        .selectFrom('charge')
        .selectAll()
        .where('team_id', '=', teamId)
        .where('month', '=', month);
      if (personId !== null) query = query.where('person_id', '=', personId);
      const rows = await query.orderBy('reserved_at').orderBy('id').execute();
      return rows.map(toCharge);
    },

    async triedMicros(jobId) {
      const charges = await db
        .selectFrom('charge')
        .select(['reserved_micros', 'settled_micros'])
        .where('job_id', '=', jobId)
        .where('kind', '=', 'try')
        .execute();
      return charges.reduce((sum, charge) => sum + (charge.settled_micros ?? charge.reserved_micros), 0);
    },

    ...createBudgets(db),
  };
}

async function insert(tx: Transaction<ControlDatabase>, charge: NewCharge): Promise<void> {
  await tx
    .insertInto('charge')
    .values({
      id: charge.id,
      team_id: charge.teamId,
      channel_id: charge.channelId,
      person_id: charge.personId,
      job_id: charge.jobId,
      job_number: charge.jobNumber,
      attempt: charge.attempt,
      kind: charge.kind,
      model: charge.model,
      month: charge.month,
      reserved_micros: charge.reservedMicros,
      reserved_at: charge.reservedAt,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

function toCharge(row: Selectable<ChargeTable>): Charge {
  return {
    id: row.id,
    teamId: row.team_id,
    channelId: row.channel_id,
    personId: row.person_id,
    jobId: row.job_id,
    jobNumber: row.job_number,
    attempt: row.attempt,
    kind: row.kind,
    model: row.model,
    month: row.month,
    reservedMicros: row.reserved_micros,
    reservedAt: row.reserved_at,
    settledMicros: row.settled_micros,
    settledAt: row.settled_at,
  };
}
