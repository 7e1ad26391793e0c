// Many people press Submit many times at once; one of all the clicks counts, and every other is answered.
import { openWorld, problemsOf, shown } from '../../support/world.ts';

export interface ClicksOutcome {
  clicks: number;
  /** Message batches at Anthropic. */
  bought: number;
  /** Clicks that were told that somebody else was first. */
  told: number;
  /** The longest wait of a click for its acknowledgement. */
  slowestAckMs: number;
  problems: string[];
}

const PATIENCE_MS = 60_000;

/** @param people so many, each of whom presses so often */
export async function playClicks(people: number, clicksEach: number): Promise<ClicksOutcome> {
  await using world = await openWorld({ slack: { rateLimits: false } });
  const { slack, claude, marketing } = world;
  const crowd = Array.from({ length: people }, (_, index) => slack.addPerson(`person-${index}`));
  for (const person of crowd) person.join(marketing);
  const start = await world.drop('people.csv', 'name\nAnn\nBo\n', 'Greet {{name}}');
  const draft = await world.card(start, '"Submit"');
  const presses = crowd.flatMap((person) =>
    Array.from({ length: clicksEach }, () => person.click(draft, 'Submit', { stale: true })),
  );
  const acks = await Promise.all(presses);
  const told = () =>
    crowd
      .flatMap((person) => slack.ephemerals(person))
      .filter((message) => shown(message).includes('already submitted')).length;
  await slack.waitFor('every answer', () => told() >= presses.length - 1, PATIENCE_MS);
  await world.card(start, 'In progress');
  claude.finish();
  await world.cardInTime(start, '2 done');
  return {
    clicks: presses.length,
    bought: claude.batches().length,
    told: told(),
    slowestAckMs: Math.round(Math.max(...acks.map(({ ackMs }) => ackMs))),
    problems: problemsOf(world),
  };
}
