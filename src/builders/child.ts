// The process that runs a builder: the operator's code, without a token, a key or a way into the bot.
import { pathToFileURL } from 'node:url';
import { serve } from '../child/serve.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Builder } from './builder.ts';
import { offerByName } from './by-name.ts';

export interface StartMessage {
  start: { name: string; path: string; args: Record<string, string>; hasRows: boolean };
}

/** What the parent says after the start: go on, or here are rows; null: there are no more. */
export type GoMessage = 'go' | { rows: Record<string, Json>[] | null };

/** What the builder wants next. Requests travel as the JSON they were yielded as. */
export type BuilderEvent = { requests: string[]; isLast: boolean } | { needs: 'rows' };

const PAGE_REQUESTS = 500;
const PAGE_CHARS = 4_000_000;

let tell: (event: BuilderEvent | Promise<never>) => void = () => {};
let wake: (message: GoMessage) => void = () => {};
let turn: Promise<unknown> = Promise.resolve();

/** Tells the parent and waits for its answer; one after the other, because a builder may read rows ahead. */
function exchange(event: BuilderEvent): Promise<GoMessage> {
  const answer = turn.then(() => {
    const next = new Promise<GoMessage>((resolve) => {
      wake = resolve;
    });
    tell(event);
    return next;
  });
  turn = answer;
  return answer;
}

async function* rowsOfParent(): AsyncGenerator<Record<string, Json>> {
  for (;;) {
    const message = await exchange({ needs: 'rows' });
    if (message === 'go' || message.rows === null) return;
    yield* message.rows;
  }
}

async function run({ name, path, args, hasRows }: StartMessage['start']): Promise<void> {
  const builder = await load(name, path);
  let requests: string[] = [];
  let chars = 0;
  for await (const request of builder.build({ rows: hasRows ? rowsOfParent() : null, args })) {
    const text = JSON.stringify(request) ?? 'null';
    requests.push(text);
    chars += text.length;
    if (requests.length < PAGE_REQUESTS && chars < PAGE_CHARS) continue;
    await exchange({ requests, isLast: false });
    requests = [];
    chars = 0;
  }
  await exchange({ requests, isLast: true });
}

async function load(name: string, path: string): Promise<Builder> {
  const { default: builder } = (await import(pathToFileURL(path).href)) as { default?: Partial<Builder> };
  if (typeof builder?.build === 'function') return builder as Builder;
  throw new UserError(
    'builder-failed',
    `The builder ${name} exports no build function by default.`,
    'Tell whoever runs this bot.',
  );
}

function failure(name: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const said = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  return new UserError(
    'builder-failed',
    `The builder ${name} failed: ${said.slice(0, 300)}`,
    'Mend what it was given, or tell whoever runs this bot.',
    { cause: error },
  );
}

offerByName();
serve<StartMessage | GoMessage>((message) => {
  const event = new Promise<BuilderEvent>((resolve) => {
    tell = resolve;
  });
  if (typeof message === 'object' && 'start' in message) {
    const { start } = message;
    run(start).catch((error: unknown) => tell(Promise.reject(failure(start.name, error))));
  } else wake(message);
  return event;
});
