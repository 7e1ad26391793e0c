// The ledger: what people spend and reserve, and how much of it they may.
import type { TrialRow } from '../core/draft/trial.ts';
import type { Job } from '../core/job/job.ts';
import type { OwedMessage } from '../core/job/messages.ts';
import type { Budget, Standing } from '../core/money/budget.ts';
import type { Charge, NewCharge } from '../core/money/charge.ts';
import type { JobMove } from './job-move.ts';

/** Each call is one transaction: the charge and its job's move happen both or not at all. */
export interface Ledger {
  /** Reserves a price, unless a budget of its team, channel or person would be overdrawn; again is harmless. */
  reserve(charge: NewCharge, move: JobMove | null): Promise<Reservation>;
  /** Reserves what a round of a trial costs at most, plans its rows and owes its message, in the same way. */
  reserveTrial(charge: NewCharge, round: TrialRound): Promise<TrialReservation>;
  /**
   * Settles a charge, once; it is made where nobody reserved it.
   * @param micros what it cost; null when that is not known: then what was reserved
   * @returns the moved job; null when it could not be moved, and then nothing was settled
   */
  settle(charge: NewCharge, micros: number | null, at: number, move: JobMove | null): Promise<Job | null>;
  /** Nothing was bought of a submission: gone are its charge, unless it was settled, and its planned message batches. @returns as settle */
  takeBack(charge: { id: string; jobId: string }, move: JobMove | null): Promise<Job | null>;
  /** Of one month, the oldest first; personId null: everybody's. */
  charges(where: { teamId: string; month: string; personId: string | null }): Promise<Charge[]>;

  /** What the trials of a job cost, or may yet cost; micro-dollars. */
  triedMicros(jobId: string): Promise<number>;

  /** Replaces the one of the same team, scope and subject. */
  saveBudget(budget: Budget): Promise<void>;
  /** @returns false when there was none */
  removeBudget(budget: Pick<Budget, 'teamId' | 'scope' | 'subjectId'>): Promise<boolean>;
  /** All budgets of a team, with how they stand in a month. */
  standings(where: { teamId: string; month: string }): Promise<Standing[]>;
  /** Those that concern what this person does in this channel. */
  standingsFor(who: Pick<NewCharge, 'teamId' | 'channelId' | 'personId' | 'month'>): Promise<Standing[]>;
}

/** One round of a trial: rows that are new, or were refused or dropped before. */
export interface TrialRound {
  rows: readonly NewTrialRow[];
  message: NewMessage;
}

export type NewTrialRow = Pick<TrialRow, 'jobId' | 'revision' | 'seq' | 'round' | 'askedBy' | 'preview'>;
export type NewMessage = Pick<OwedMessage, 'key' | 'jobId' | 'kind' | 'detail'>;

/** As a reservation; `isPlanned` false: one of the rows is being asked or has its answer, and nothing was stored. */
export type TrialReservation =
  | { over: Standing; isPlanned: false; standings: null }
  | { over: null; isPlanned: boolean; standings: Standing[] };

/** `over`: the budget that stands in the way, without this charge. Else how the budgets stand with it, and the moved job. */
export type Reservation =
  | { over: Standing; job: null; standings: null }
  | { over: null; job: Job | null; standings: Standing[] };
