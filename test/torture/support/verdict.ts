// What became of all wishes, read from the ledgers of the stand-ins and the bot's own files.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { isFirstRows } from '../../support/first-rows.ts';
import type { Town, Wish } from './town.ts';

export interface Verdict {
  /** Wishes that no message batch was created for, or whose results do not hold every row. */
  lost: number;
  /** Message batches more than one for each wish. */
  twiceSubmitted: number;
  /** Cards and closing messages more than one of each. */
  twicePosted: number;
  /** Wishes whose people waited in vain. */
  stuck: number;
  /** Control data that SQLite finds fault with. */
  corrupt: number;
  /** What the stand-ins resented, other than that the bot was down. */
  problems: string[];
}

/** What every torture wants to hear. */
export const NOTHING_WRONG: Verdict = {
  lost: 0,
  twiceSubmitted: 0,
  twicePosted: 0,
  stuck: 0,
  corrupt: 0,
  problems: [],
};

/** What people and Slack see while the bot is down. */
const BOT_WAS_DOWN = /failed with the error|was never acknowledged/;

/** @param stuck how many people gave up waiting */
export function judge(town: Town, wishes: readonly Wish[], stuck: number): Verdict {
  const created = createsByLabel(town);
  const verdict: Verdict = { lost: 0, twiceSubmitted: 0, twicePosted: 0, stuck, corrupt: 0, problems: [] };
  for (const wish of wishes) {
    const count = created.get(wish.label) ?? 0;
    verdict.twiceSubmitted += Math.max(0, count - 1);
    const replies = town.replies(wish);
    const closings = replies.filter(({ files }) => files.length > 0);
    const tables = replies.filter(isFirstRows);
    verdict.twicePosted +=
      Math.max(0, closings.length - 1) +
      Math.max(0, tables.length - 1) +
      Math.max(0, replies.length - closings.length - tables.length - 1);
    if (count === 0 || !hasEveryRow(town, wish)) verdict.lost += 1;
  }
  const control = new Database(join(town.dataDir, 'data', 'control.sqlite'), { readonly: true });
  verdict.corrupt = control.pragma('integrity_check', { simple: true }) === 'ok' ? 0 : 1;
  control.close();
  verdict.problems = [...town.slack.problems, ...town.claude.problems].filter(
    (text) => !BOT_WAS_DOWN.test(text),
  );
  return verdict;
}

/** By the ledger on disk, whose ids are looked up for what was asked. */
function createsByLabel({ ledgerPath, claude }: Town): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of readFileSync(ledgerPath, 'utf8').trim().split('\n')) {
    const entry = JSON.parse(line) as { event: string; id: string };
    if (entry.event !== 'create') continue;
    const [request] = claude.batch(entry.id).requests;
    const label = /wish\d+\./.exec(JSON.stringify(request?.params))?.[0] ?? 'nobody';
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

function hasEveryRow({ slack, replies }: Town, wish: Wish): boolean {
  const file = replies(wish)
    .flatMap(({ files }) => files)
    .find(({ name }) => name.endsWith('.csv'));
  if (file === undefined) return false;
  const rows = parse(slack.fileContent(file.id), { columns: true }) as { name: string; status: string }[];
  const expected = ['a', 'b', 'c'].map((letter) => wish.label + letter);
  return (
    rows.length === 3 &&
    rows.every(({ name, status }, index) => name === expected[index] && status === 'succeeded')
  );
}
