// A job that runs for a whole day, looked at every minute: one card that is edited now and then, and one call at the end.
import { expect, it } from 'vitest';
import { openWorld, problemsOf } from '../support/world.ts';

const MINUTES = 1440;

it('of 1,440 looks at a job has one card, thirty edits at most, and one mention', async () => {
  await using world = await openWorld({ startsAt: Date.UTC(2026, 10, 2, 9) });
  const { ana, slack, claude } = world;
  const start = await world.drop('people.csv', 'name\nAnn\nBo\n', 'Greet {{name}}');
  await ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  for (let minute = 0; minute < MINUTES - 1; minute++) {
    world.advance(60_000);
    await world.tick();
  }
  claude.finish();
  await world.cardInTime(start, 'Done', '2 done');
  const closing = await world.cardInTime(start, 'The files hold');
  await world.cardInTime(start, 'The first answers');
  const calls = (method: string) => slack.calls.filter((call) => call.method === method);
  // The card, and the first answers at the end; the files bring the closing message.
  expect(calls('chat.postMessage')).toHaveLength(2);
  expect(calls('chat.update').length).toBeLessThanOrEqual(30);
  expect(calls('chat.update').length).toBeGreaterThan(15);
  const mention = `<@${ana.id}>`;
  expect(world.replies(start).filter(({ text }) => text.includes(mention))).toEqual([
    expect.objectContaining({ ts: closing.ts }),
  ]);
  expect(problemsOf(world)).toEqual([]);
});
