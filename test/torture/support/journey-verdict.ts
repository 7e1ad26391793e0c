// What is wrong with how a journey ended, in words; nothing when everything is there exactly once.

import { parse } from 'csv-parse/sync';
import { isFirstRows } from '../../support/first-rows.ts';
import { type Journey, repliesTo, type Trip } from './journey.ts';

/** What people and Slack see while the bot is down. */
const BOT_WAS_DOWN = /failed with the error|was never acknowledged/;

/** @returns one sentence for each thing that is lost, twice or resented */
export function judgeTrip(trip: Trip, { expected }: Journey): string[] {
  const { slack, claude } = trip.town;
  const wrongs: string[] = [];
  const texts = claude
    .batches()
    .flatMap(({ requests }) => requests.map(({ params }) => JSON.stringify(params.messages)));
  for (const [name, count] of Object.entries(expected.sent)) {
    const came = texts.filter((text) => text.includes(name)).length;
    if (came !== count) wrongs.push(`${name} was sent ${came} times instead of ${count}`);
  }
  const replies = repliesTo(trip);
  const closings = replies.filter(({ files }) => files.length > 0);
  if (closings.length !== expected.closings) wrongs.push(`${closings.length} closing messages`);
  const tables = replies.filter(isFirstRows);
  if (tables.length > closings.length) wrongs.push(`${tables.length} times first rows`);
  const cards = replies.length - closings.length - tables.length;
  if (cards !== 1 + (expected.others ?? 0)) wrongs.push(`${cards} cards and other messages`);
  wrongs.push(...triedTwice(trip, expected.tried ?? 0));
  const file = closings
    .flatMap(({ files }) => files)
    .filter(({ name, deleted }) => name.endsWith('.csv') && !deleted)
    .at(-1);
  const rows = file ? (parse(slack.fileContent(file.id), { columns: true }) as { status: string }[]) : [];
  const statuses = rows.map(({ status }) => status).join();
  if (statuses !== expected.statuses.join()) wrongs.push(`the results say ${statuses || 'nothing'}`);
  const problems = [...slack.problems, ...claude.problems].filter((text) => !BOT_WAS_DOWN.test(text));
  return [...wrongs, ...problems];
}

/** A row that is tried is asked for once, whatever becomes of the answer. */
function triedTwice({ town }: Trip, most: number): string[] {
  const asked = town.claude.calls.filter(({ method, path }) => method === 'POST' && path === '/v1/messages');
  return asked.length <= most ? [] : [`${asked.length} rows were asked at once instead of ${most}`];
}
