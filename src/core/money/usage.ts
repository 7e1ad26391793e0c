// What was spent in a month, and by what.
import { type Charge, monthOf } from './charge.ts';

export const USAGE_BY = ['person', 'channel', 'model', 'job'] as const;
export type UsageBy = (typeof USAGE_BY)[number];

/** Micro-dollars that are spent, and reserved for what still runs. */
export interface Spending {
  spentMicros: number;
  reservedMicros: number;
}

export interface UsageLine extends Spending {
  /** The id of a person or channel, a model, or the number of a job. */
  key: string;
  jobs: number;
}

export interface Usage extends Spending {
  /** In UTC, 'YYYY-MM'. */
  month: string;
  by: UsageBy;
  jobs: number;
  /** Only those with something in them, by the day of the month on which it was submitted. */
  days: ({ day: number } & Spending)[];
  /** The dearest first. */
  lines: UsageLine[];
}

const KEY_OF: Record<UsageBy, (charge: Charge) => string> = {
  person: ({ personId }) => personId,
  channel: ({ channelId }) => channelId,
  model: ({ model }) => model,
  job: ({ jobNumber }) => String(jobNumber),
};

/** @param charges of that month */
export function usageOf(charges: readonly Charge[], month: string, by: UsageBy): Usage {
  const lines = [...groups(charges, KEY_OF[by])].map(([key, some]) => ({
    key,
    ...sum(some),
    jobs: jobsOf(some),
  }));
  const days = [...groups(charges, ({ reservedAt }) => dayOf(reservedAt))].map(([day, some]) => ({
    day: Number(day),
    ...sum(some),
  }));
  return {
    month,
    by,
    ...sum(charges),
    jobs: jobsOf(charges),
    days: days.toSorted((a, b) => a.day - b.day),
    lines: lines.toSorted((a, b) => totalMicros(b) - totalMicros(a) || (a.key < b.key ? -1 : 1)),
  };
}

/** @returns micro-dollars that are spent or reserved */
export function totalMicros({ spentMicros, reservedMicros }: Spending): number {
  return spentMicros + reservedMicros;
}

/** @returns the month before the one of this time, 'YYYY-MM' */
export function monthBefore(ms: number): string {
  return monthOf(Date.parse(`${monthOf(ms)}-01T00:00:00Z`) - 1);
}

/** @returns whether a person typed a month as it is kept */
export function isMonth(text: string): boolean {
  return /^20\d\d-(0[1-9]|1[0-2])$/.test(text);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(8, 10);
}

function groups(charges: readonly Charge[], keyOf: (charge: Charge) => string): Map<string, Charge[]> {
  const found = new Map<string, Charge[]>();
  for (const charge of charges) {
    const key = keyOf(charge);
    const group = found.get(key);
    if (group === undefined) found.set(key, [charge]);
    else group.push(charge);
  }
  return found;
}

function sum(charges: readonly Charge[]): Spending {
  let [spentMicros, reservedMicros] = [0, 0];
  for (const charge of charges) {
    if (charge.settledMicros === null) reservedMicros += charge.reservedMicros;
    else spentMicros += charge.settledMicros;
  }
  return { spentMicros, reservedMicros };
}

function jobsOf(charges: readonly Charge[]): number {
  return new Set(charges.map(({ jobId }) => jobId)).size;
}
