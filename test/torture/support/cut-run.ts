// One job whose results break off on the way, once, and what was wrong with what people got in the end.
import { parse } from 'csv-parse/sync';
import type { BatchesOptions, Params } from '../../../src/sim/batches/index.ts';
import type { Message } from '../../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../../support/world.ts';
import { peakOfWorkers } from './bot-process.ts';
import { patiently } from './patience.ts';
import type { Chance } from './random.ts';

export interface Cut {
  kind: 'cut' | 'drop' | 'stall';
  /** Where among all bytes, 0 to 1. */
  at: number;
}

const KINDS = ['cut', 'drop', 'stall'] as const;

/** @returns cuts of each kind in turn, at places that the seed says */
export function cutsBy(chance: Chance, count: number): Cut[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: KINDS[index % KINDS.length] ?? 'cut',
    at: chance.below(1e9) / 1e9,
  }));
}

export interface CutOptions {
  rows: number;
  /** null: nothing breaks off. */
  cut: Cut | null;
  oddities?: NonNullable<BatchesOptions['oddities']>;
}

export interface CutOutcome {
  /** What is not as it must be; empty when all is well. */
  wrong: string[];
  /** The most memory that a worker ever held, in bytes. */
  workerBytes: number;
}

/** Plays one job to its end. */
export async function playCut(options: CutOptions): Promise<CutOutcome> {
  await using world = await openWorld({ batches: { answer: echo, oddities: options.oddities ?? {} } });
  const wrong = await wrongIn(world, options).catch((error: unknown) => [
    error instanceof Error ? error.message : String(error),
  ]);
  return { wrong, workerBytes: peakOfWorkers() };
}

async function wrongIn(world: World, { rows, cut, oddities = {} }: CutOptions): Promise<string[]> {
  const { claude, ana } = world;
  const names = Array.from({ length: rows }, (_, index) => `row${index + 1}`);
  const start = await world.drop('rows.csv', `name\n${names.join('\n')}\n`, 'Say {{name}}');
  const draft = await patiently(world, 'the draft', () =>
    world.replies(start).find((message) => shown(message).includes('"Submit"')),
  );
  await ana.click(draft, 'Submit');
  await patiently(world, 'the message batch', () => claude.batches().length === 1);
  await patiently(world, 'the running card', () =>
    world.replies(start).find((message) => shown(message).includes('In progress')),
  );
  claude.finish();
  if (cut !== null) {
    const cutAtByte = Math.floor(cut.at * (await resultsBytes(world)));
    claude.faults.add({ path: /results$/, kind: cut.kind, cutAtByte });
  }
  const closing = await patiently(world, 'the files', () =>
    world.replies(start).find(({ files }) => files.length === 2),
  );
  const wrong = problemsOf(world);
  if (claude.faults.waiting().length > 0) wrong.push('nothing broke off');
  return [...wrong, ...wrongRows(world, closing, names, oddities.unknownType ? 1 : 0)];
}

/** Says what was asked, so that every answer shows whose it is. */
function echo({ messages }: Params): string {
  return JSON.stringify(messages).match(/row\d+/)?.[0] ?? '';
}

/** The length is the same at each read, whatever the order of the lines. */
async function resultsBytes({ claude }: World): Promise<number> {
  const [batch] = claude.batches();
  const answer = await fetch(`${claude.url}/v1/messages/batches/${batch?.id}/results`, {
    headers: { 'x-api-key': claude.apiKey, 'anthropic-version': '2023-06-01' },
  });
  return (await answer.arrayBuffer()).byteLength;
}

/** @param failed how many rows have no answer */
function wrongRows({ slack }: World, closing: Message, names: readonly string[], failed: number): string[] {
  const id = closing.files.find(({ name }) => name.endsWith('.csv'))?.id ?? '';
  const rows = parse(slack.fileContent(id), { columns: true }) as {
    name: string;
    status: string;
    response: string;
  }[];
  if (rows.length !== names.length) return [`${rows.length} rows instead of ${names.length}`];
  const moved = rows.find(({ name }, index) => name !== names[index]);
  if (moved !== undefined) return [`a row is not in its place: ${JSON.stringify(moved)}`];
  const bad = rows.filter(
    ({ name, status, response }) => status !== 'succeeded' || response.replace(/[^row\d]/g, '') !== name,
  );
  return bad.length === failed ? [] : [`${bad.length} rows without an answer: ${JSON.stringify(bad[0])}`];
}
