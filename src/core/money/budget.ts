// Budgets: how much a workspace, a channel or a person may spend in a month, and what stands in the way of spending more.
import { UserError } from '../errors.ts';
import type { NewCharge } from './charge.ts';
import { formatDollars } from './pricing.ts';

export type BudgetScope = 'workspace' | 'channel' | 'person';

export interface Budget {
  teamId: string;
  scope: BudgetScope;
  /** Of the channel or person; '' for the workspace. */
  subjectId: string;
  /** Micro-dollars a month, in UTC. */
  limitMicros: number;
  setBy: string;
  /** UTC milliseconds. */
  setAt: number;
}

/** How a budget stands in one month. */
export interface Standing {
  budget: Budget;
  month: string;
  /** Spent and reserved, micro-dollars. */
  usedMicros: number;
}

/** Percent at which people are told. */
const STEPS = [90, 80] as const;
export type WarningStep = (typeof STEPS)[number];

/** @returns the first budget that would be overdrawn by so many micro-dollars more; null when none is */
export function overdrawn(standings: readonly Standing[], moreMicros: number): Standing | null {
  return standings.find(({ budget, usedMicros }) => usedMicros + moreMicros > budget.limitMicros) ?? null;
}

/** @returns the highest step that is reached with so many micro-dollars more; null below all of them */
export function warningStep({ budget, usedMicros }: Standing, moreMicros = 0): WarningStep | null {
  // Of nothing at all, nothing can be nearly used up.
  if (budget.limitMicros === 0) return null;
  const percent = (100 * (usedMicros + moreMicros)) / budget.limitMicros;
  return STEPS.find((step) => percent >= step) ?? null;
}

/** @returns micro-dollars that are left, 0 when there is nothing */
export function leftMicros({ budget, usedMicros }: Standing): number {
  return Math.max(0, budget.limitMicros - usedMicros);
}

/** @returns whole percent that are used, rounded down, so that 100 means all of it */
export function usedPercent({ budget, usedMicros }: Standing, moreMicros = 0): number {
  return budget.limitMicros === 0 ? 100 : Math.floor((100 * (usedMicros + moreMicros)) / budget.limitMicros);
}

const WHOSE: Record<BudgetScope, string> = {
  workspace: 'of this workspace',
  channel: 'of this channel',
  person: 'of the person who submits it',
};

/** @returns e.g. 'the budget of this channel for November 2026' */
export function budgetWords({ budget, month }: Standing): string {
  return `the budget ${WHOSE[budget.scope]} for ${monthWords(month)}`;
}

/** @returns e.g. 'November 2026' */
export function monthWords(month: string): string {
  return new Date(`${month}-01T00:00:00Z`).toLocaleString('en-US', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** @returns the words for somebody whose job or trial of this price does not fit into a budget */
export function overBudget(
  over: Standing,
  { kind, jobNumber, reservedMicros }: Pick<NewCharge, 'kind' | 'jobNumber' | 'reservedMicros'>,
): UserError {
  return new UserError(
    'over-budget',
    `Job #${jobNumber} was not ${kind === 'try' ? 'tried: that' : 'sent: it'} costs ${formatDollars(reservedMicros)} at most, and ${budgetWords(over)} has ${dollarsDown(leftMicros(over))} left of ${formatDollars(over.budget.limitMicros)}.`,
    'Press Edit and lower the max tokens per answer or choose a cheaper model, or send fewer rows. What runs is reserved until it has ended; an admin can raise the budget (/batch budget).',
  );
}

/** @returns e.g. '$4.93', rounded down: what is left is never told as more than it is */
export function dollarsDown(micros: number): string {
  return micros < 10_000 ? formatDollars(micros) : formatDollars(Math.floor(micros / 10_000) * 10_000);
}

/** @returns micro-dollars of what a person typed: '$100', '99.50', '1,000', '0'. @throws UserError when it is no amount */
export function readDollars(text: string): number {
  const digits = /^\$?(\d{1,3}(?:,\d{3})+|\d{1,7})(\.\d{1,2})?\$?$/.exec(text.trim());
  if (digits === null)
    throw new UserError('amount', `“${text}” is no amount of dollars.`, 'Type it like $100 or 99.50.');
  return Math.round(Number(`${digits[1]?.replaceAll(',', '')}${digits[2] ?? ''}`) * 100) * 10_000;
}

/** @returns an amount as readDollars reads it, e.g. '$99.50' */
export function dollarsText(micros: number): string {
  return `$${(Math.round(micros / 10_000) / 100).toFixed(2)}`;
}
