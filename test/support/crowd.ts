// Many jobs at once: how a story starts them, and what their calls came to.

import type { Channel, Message } from '../../src/sim/slack/index.ts';
import { isFirstRows } from './first-rows.ts';
import { shown, type World } from './world.ts';

/** Slack takes so many uploads and cards in a minute without a wait. */
const AT_ONCE = 40;
const MINUTE_MS = 61_000;

/** Drops files of one row over ten channels, and submits each. @returns their starts, all of them in progress */
export async function startJobs(world: World, jobs: number): Promise<Message[]> {
  const { ana, slack, claude } = world;
  const channels: Channel[] = Array.from({ length: 10 }, (_, index) =>
    slack.addChannel(`crowd-${index}`, { members: [ana] }),
  );
  const starts: Message[] = [];
  while (starts.length < jobs) {
    const count = Math.min(AT_ONCE, jobs - starts.length);
    const group = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        ana.say(channels[index % 10] ?? world.marketing, `@${slack.botName} Greet {{name}}`, {
          files: [{ name: `people-${starts.length + index}.csv`, content: 'name\nAnn\n' }],
        }),
      ),
    );
    const drafts = await Promise.all(group.map((start) => world.card(start, '"Submit"')));
    world.advance(MINUTE_MS);
    await Promise.all(drafts.map((draft) => ana.click(draft, 'Submit')));
    starts.push(...group);
    await claude.waitFor('the message batches', () => ours(world).length === starts.length, 60_000);
    await world.tick();
    world.advance(MINUTE_MS);
  }
  return starts;
}

/** The message batches of the bot, oldest first. */
export function ours({ claude }: World) {
  return claude.batches().filter(({ foreign }) => !foreign);
}

/** Edits of cards, from the call with this index on: the most in any minute, and the most of one card. */
export function editsOf({ slack }: World, from = 0): { inAMinute: number; ofOneCard: number } {
  const edits = slack.calls.slice(from).filter(({ method }) => method === 'chat.update');
  const times = edits.map(({ at }) => at).sort((a, b) => a - b);
  let inAMinute = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while ((times[first] ?? 0) <= (times[last] ?? 0) - 60_000) first++;
    inAMinute = Math.max(inAMinute, last - first + 1);
  }
  const perCard = new Map<unknown, number>();
  for (const { args } of edits) perCard.set(args.ts, (perCard.get(args.ts) ?? 0) + 1);
  return { inAMinute, ofOneCard: Math.max(0, ...perCard.values()) };
}

/** Calls since the call with this index: pages of the list, and questions about one message batch. */
export function asksOf({ claude }: World, from: number): { pages: number; singles: number; refused: number } {
  const calls = claude.calls.slice(from);
  const gets = calls.filter(({ method }) => method === 'GET').map(({ path }) => path.split('?')[0] ?? '');
  return {
    pages: gets.filter((path) => path === '/v1/messages/batches').length,
    singles: gets.filter((path) => /^\/v1\/messages\/batches\/[^/]+$/.test(path)).length,
    refused: calls.filter(({ status }) => status === 429).length,
  };
}

/** @returns whether a job's card says that it is done, and its one closing message and its first rows are there */
export function hasEnded(world: World, start: Message): boolean {
  const replies = world.replies(start);
  return (
    replies.length === 3 &&
    replies.some((message) => message.files.length === 0 && shown(message).includes('1 done')) &&
    replies.some(isFirstRows) &&
    replies.some(({ files }) => files.length === 2)
  );
}
