// response_url: who sees the answer, how often and how long it works.
import { expect, test } from 'vitest';
import { createSocketApp, startWorld } from './fixture.ts';

async function commandUrl(options: { now?: () => number } = {}) {
  const world = await startWorld(options);
  const app = createSocketApp(world.slack);
  const urls: string[] = [];
  app.command('/help-me', async ({ ack, body }) => {
    await ack();
    urls.push(body.response_url);
  });
  await app.start();
  await world.ann.command(world.general, '/help-me');
  const url = urls[0] ?? '';
  const post = (body: object) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { ...world, app, post };
}

test('five answers, to the person or to the channel, then no more', async () => {
  const { slack, ann, bob, general, app, post } = await commandUrl();
  await using _ = slack;
  expect((await post({ text: 'for you' })).status).toBe(200);
  expect((await post({ text: 'for all', response_type: 'in_channel' })).status).toBe(200);
  for (let count = 3; count <= 5; count += 1) await post({ text: `${count}` });
  const sixth = await post({ text: 'too much' });
  expect([sixth.status, await sixth.text()]).toEqual([404, '{"ok":false,"error":"used_url"}']);
  expect(slack.ephemerals(ann).map(({ text }) => text)).toEqual(['for you', '3', '4', '5']);
  expect(slack.ephemerals(bob)).toEqual([]);
  expect(slack.messages(general).map(({ text }) => text)).toEqual(['for all']);
  expect(slack.problems).toEqual(['response_url: used_url']);
  await app.stop();
});

test('thirty minutes, JSON only, known fields only', async () => {
  let nowMs = 1_800_000_000_000;
  const { slack, app, post } = await commandUrl({ now: () => nowMs });
  await using _ = slack;
  await post({ text: 'a', ephemeral: true });
  expect(slack.problems).toEqual(['response_url: unknown field ephemeral']);
  nowMs += 30 * 60_000 + 1;
  expect((await post({ text: 'late' })).status).toBe(404);
  await app.stop();
});

test('an ephemeral message is replaced and deleted through the url of its button', async () => {
  const { slack, ann, bob, general, client } = await startWorld();
  await using _ = slack;
  const app = createSocketApp(slack);
  app.action('next', async ({ ack, respond }) => {
    await ack();
    await respond({ replace_original: true, text: 'Replaced' });
    await respond({ delete_original: true });
  });
  await app.start();
  await client.chat.postEphemeral({
    channel: general.id,
    user: ann.id,
    text: 'Only you',
    blocks: [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'next', text: { type: 'plain_text', text: 'Next' } }],
      },
    ],
  });
  const [shown] = slack.ephemerals(ann);
  if (shown === undefined) throw new Error('nothing shown');
  expect(slack.transcript(general, { for: ann })).toBe('#general\nhelper (only visible to Ann): [Next]');
  expect(slack.transcript(general)).toBe('#general');
  await expect(bob.click(shown, 'Next')).rejects.toThrow('does not see');
  await ann.click(shown, 'Next');
  await slack.waitFor('the message to go', () => slack.ephemerals(ann).length === 0);
  expect(slack.problems).toEqual([]);
  await app.stop();
});
