// Events that Slack delivers several times, late, out of order, or only at the second attempt, and what became of each.
import type { Channel, Message, Person } from '../../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown } from '../../support/world.ts';

export interface DeliveriesOptions {
  /** Mentions without a file: one event each, answered with one sentence. */
  mentions: number;
  /** Files with a mention: two events each, answered with one draft. */
  drops: number;
  lateMs: number;
  seed: number;
}

export interface DeliveriesOutcome {
  events: number;
  /** Envelopes that reached the bot. */
  arrivals: number;
  /** Mentions and drops that were answered not at all, and more than once. */
  unanswered: number;
  answeredAgain: number;
  problems: string[];
}

const ROOMS = 20;
/** All that is left to arrive then is late by this much, for the bot and for Slack. */
const LATE_MS = 10 * 60_000;

/** Plays it in one world; most of the arrivals are ten minutes late. */
export async function playDeliveries(options: DeliveriesOptions): Promise<DeliveriesOutcome> {
  const { mentions, drops, lateMs, seed } = options;
  const unruly = { copies: 4, lateMs, lostShare: 0.25 };
  await using world = await openWorld({ slack: { unruly, rateLimits: false, seed } });
  const { slack } = world;
  const rooms = Array.from({ length: ROOMS }, (_, index) => {
    const person = slack.addPerson(`person-${index}`);
    return { person, channel: slack.addChannel(`room-${index}`, { members: [person] }), asked: 0 };
  });
  const room = (index: number) => rooms[index % ROOMS] as { person: Person; channel: Channel; asked: number };

  for (let index = 0; index < mentions; index++) {
    const { person, channel } = room(index);
    room(index).asked += 1;
    await person.say(channel, `@${slack.botName} hello`);
  }
  const starts: Message[] = [];
  for (let index = 0; index < drops; index++) {
    const { person, channel } = room(index);
    const files = [{ name: 'people.csv', content: 'name\nAnn\n' }];
    starts.push(await person.say(channel, `@${slack.botName} Greet {{name}}`, { files }));
  }
  world.advance(LATE_MS);
  await slack.settle();
  for (const start of starts) await world.cardInTime(start, '"Submit"');
  await world.tick();

  const answers = rooms.map(({ person, asked }) => answersTo(slack.ephemerals(person)) - asked);
  const cards = starts.map((start) => world.replies(start).length - 1);
  const differences = [...answers, ...cards];
  return {
    events: mentions + 2 * drops,
    arrivals: slack.socket.envelopeIds.length,
    unanswered: differences.reduce((sum, difference) => sum + Math.max(0, -difference), 0),
    answeredAgain: differences.reduce((sum, difference) => sum + Math.max(0, difference), 0),
    problems: problemsOf(world),
  };
}

function answersTo(messages: readonly Message[]): number {
  return messages.filter((message) => shown(message).includes('I see no file')).length;
}
