// The named steps of a journey at which the bot can be killed: each write of its store, each call that it makes.
import { readFileSync } from 'node:fs';
import type { Side } from '../bot/watched-store.ts';
import type { Environment } from './bot-process.ts';
import type { Town } from './town.ts';

export interface Step {
  /** e.g. 'before moveBatch ready→submitting #1'. */
  name: string;
  side: Side;
  /** Who is called; null for a write of the store. */
  called: 'slack' | 'claude' | null;
  what: string;
  /** 1 for the first such call. */
  nth: number;
}

const SIDES: Side[] = ['before', 'after'];
/** Of what moves something, the second time too: another message batch, another attempt. */
const MATTERS =
  /^(move|reserve|settle|takeBack|owe|change|createJob|planBatches|POST \/v1\/messages\/batches|chat\.post|files\.complete)/;
/** Files are fetched and given without a method's name. */
const FILE_CALLS = ['file-download', 'file-upload'];

/** @returns the steps of a journey that was played to its end, in their order */
export function stepsOf(town: Town, writesPath: string): Step[] {
  const writes = readFileSync(writesPath, 'utf8').trim().split('\n');
  const slackCalls = number([...town.slack.calls.map(({ method }) => method), ...FILE_CALLS]);
  const claudeCalls = number(town.claude.calls.map(({ method, path }) => `${method} ${withoutIds(path)}`));
  return [
    ...writes.flatMap((text) => sides(text, null)),
    ...slackCalls.flatMap((text) => sides(text, 'slack')),
    ...claudeCalls.flatMap((text) => sides(text, 'claude')),
  ];
}

/** @returns what the bot that is to be killed is started with */
export function environmentOf({ called, name }: Step): Environment {
  return called === null ? { TORTURE_KILL_AT: name } : {};
}

/** Orders a call to be left without an answer. Resolves when it came; at once never, for a write. */
export async function untilCalled({ slack, claude }: Town, { called, what, nth, side }: Step): Promise<void> {
  if (called === null) return new Promise(() => {});
  const lets = { kind: 'delay', delayMs: 1, times: nth - 1 } as const;
  if (called === 'slack') {
    const kind = side === 'before' ? 'half-open' : 'hang';
    if (nth > 1) slack.faults.add({ method: what, ...lets });
    slack.faults.add({ method: what, kind });
    await slack.waitFor(what, () => slack.calls.some(({ fault }) => fault === kind), 120_000);
  } else {
    const kind = side === 'before' ? 'hang-before' : 'hang';
    const [method, path = ''] = what.split(' ');
    const target = { method: method as 'GET' | 'POST', path: new RegExp(`^${path.replace('ID', '[^/]+')}$`) };
    if (nth > 1) claude.faults.add({ ...target, ...lets });
    claude.faults.add({ ...target, kind });
    await claude.waitFor(what, () => claude.calls.some(({ fault }) => fault === kind), 120_000);
  }
}

function sides(text: string, called: Step['called']): Step[] {
  const [what = '', count] = text.split(' #');
  const nth = Number(count);
  if (nth > (MATTERS.test(what) ? 2 : 1)) return [];
  return SIDES.map((side) => ({ name: `${side} ${text}`, side, called, what, nth }));
}

function number(names: string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return `${name} #${count}`;
  });
}

function withoutIds(path: string): string {
  return path.replace(/msgbatch_[^/]+/, 'ID');
}
