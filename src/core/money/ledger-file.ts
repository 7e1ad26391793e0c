// The ledger of a month as a table: every charge with its person.
import type { Charge } from './charge.ts';
import { dollarsForFile } from './pricing.ts';

export const LEDGER_COLUMNS = [
  'submitted_at',
  'settled_at',
  'person',
  'channel',
  'job',
  'attempt',
  'kind',
  'model',
  'reserved_usd',
  'cost_usd',
] as const;

/** @returns the cells of a charge in the order of the columns: times in UTC (ISO 8601), dollars with six digits; null for what is not settled */
export function ledgerRow(charge: Charge): (string | number | null)[] {
  return [
    new Date(charge.reservedAt).toISOString(),
    charge.settledAt === null ? null : new Date(charge.settledAt).toISOString(),
    charge.personId,
    charge.channelId,
    charge.jobNumber,
    charge.attempt,
    charge.kind,
    charge.model,
    dollarsForFile(charge.reservedMicros),
    charge.settledMicros === null ? null : dollarsForFile(charge.settledMicros),
  ];
}

/** @returns e.g. 'ledger-2026-11.csv' */
export function ledgerFileName(month: string): string {
  return `ledger-${month}.csv`;
}
