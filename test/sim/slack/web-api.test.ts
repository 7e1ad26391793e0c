// The Web API, driven by the official client: messages, refusals, arguments, limits.
import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { manifestWith, startWorld } from './fixture.ts';

test('messages are posted, changed and deleted by Slack’s rules', async () => {
  const { slack, ann, general, client } = await startWorld();
  await using _ = slack;
  const posted = await client.chat.postMessage({
    channel: general.id,
    text: 'one',
    blocks: [{ type: 'divider' }],
    metadata: { event_type: 'job', event_payload: { id: 7 } },
  });
  const ts = posted.ts ?? '';
  expect(ts).toMatch(/^\d{10}\.\d{6}$/);
  expect(slack.messages(general)[0]?.metadata).toEqual({ event_type: 'job', event_payload: { id: 7 } });
  await client.chat.update({ channel: general.id, ts, text: 'two' });
  expect(slack.messages(general)[0]).toMatchObject({ text: 'two', blocks: [], editedTimes: 1 });
  const reply = await client.chat.postMessage({ channel: general.id, thread_ts: ts, text: 'reply' });
  await expect(
    client.chat.postMessage({ channel: general.id, thread_ts: reply.ts ?? '', text: 'deeper' }),
  ).rejects.toThrow('cannot_reply_to_message');
  await expect(client.chat.update({ channel: general.id, ts, text: 'x'.repeat(4001) })).rejects.toThrow(
    'msg_too_long',
  );
  const own = await ann.say(general, 'mine');
  await expect(client.chat.update({ channel: general.id, ts: own.ts, text: 'yours' })).rejects.toThrow(
    'cant_update_message',
  );
  await expect(client.chat.delete({ channel: general.id, ts: own.ts })).rejects.toThrow(
    'cant_delete_message',
  );
  await client.chat.delete({ channel: general.id, ts });
  expect(slack.messages(general)[0]).toMatchObject({
    subtype: 'tombstone',
    text: 'This message was deleted.',
  });
  await expect(client.chat.update({ channel: general.id, ts, text: 'x' })).rejects.toThrow(
    'message_not_found',
  );
  expect(slack.problems).toEqual([expect.stringContaining('a reply to a reply')]);
});

test('membership decides: not_in_channel, channel_not_found, is_archived', async () => {
  const { slack, ann, general, client } = await startWorld();
  await using _ = slack;
  const open = slack.addChannel('open', { members: [ann], bot: false });
  const closed = slack.addChannel('closed', { members: [ann], bot: false, private: true });
  const text = 'hello';
  await expect(client.chat.postMessage({ channel: open.id, text })).rejects.toThrow('not_in_channel');
  await expect(client.chat.postMessage({ channel: closed.id, text })).rejects.toThrow('channel_not_found');
  await client.chat.postMessage({ channel: general.id, text });
  slack.archive(general);
  await expect(client.chat.postMessage({ channel: general.id, text })).rejects.toThrow('is_archived');
  const direct = await client.chat.postMessage({ channel: ann.id, text });
  expect(direct.channel).toBe(slack.directMessage(ann).id);
  expect(slack.problems).toEqual([]);
});

test('tokens, scopes and arguments are checked', async () => {
  const manifest = manifestWith({ scopes: ['chat:write'], events: [] });
  const { slack, general, client } = await startWorld({ manifest });
  await using _ = slack;
  await expect(client.users.info({ user: 'U1' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'users:read', provided: 'chat:write' },
  });
  const wrong = new WebClient('xoxb-wrong', { slackApiUrl: slack.apiUrl });
  await expect(wrong.auth.test()).rejects.toThrow('invalid_auth');
  const app = new WebClient(slack.appToken, { slackApiUrl: slack.apiUrl });
  await expect(app.chat.postMessage({ channel: general.id, text: 'x' })).rejects.toThrow(
    'not_allowed_token_type',
  );
  const bare = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
  expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
  expect(slack.problems).toEqual([]);
  await client.apiCall('chat.postMessage', { channel: general.id, text: 'x', alt_text: 'y' });
  await expect(client.apiCall('chat.postMessage', { text: 'x' })).rejects.toMatchObject({
    data: {
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: channel'] },
    },
  });
  await expect(client.apiCall('chat.shout', {})).rejects.toThrow('unknown_method');
  expect(slack.problems).toEqual([
    'chat.postMessage: unknown argument alt_text',
    'chat.shout: unknown method',
  ]);
  slack.revokeToken();
  await expect(client.auth.test()).rejects.toThrow('token_revoked');
});

test('rate limits: one message a second per channel after a burst, other channels unharmed', async () => {
  let nowMs = 1_800_000_000_000;
  const { slack, ann, general, client } = await startWorld({ now: () => nowMs });
  await using _ = slack;
  const other = slack.addChannel('other', { members: [ann] });
  for (let count = 0; count < 10; count += 1) {
    await client.chat.postMessage({ channel: general.id, text: `${count}` });
  }
  await expect(client.chat.postMessage({ channel: general.id, text: '11' })).rejects.toMatchObject({
    retryAfter: 1,
  });
  await client.chat.postMessage({ channel: other.id, text: 'fine' });
  nowMs += 1000;
  await client.chat.postMessage({ channel: general.id, text: '11' });
  expect(slack.messages(general)).toHaveLength(11);
});

test('faults: lost answers are performed, refused ones are not', async () => {
  const { slack, general, client } = await startWorld();
  await using _ = slack;
  const post = (text: string) => client.chat.postMessage({ channel: general.id, text });
  slack.faults.add({ method: 'chat.postMessage', kind: 'reset-before' });
  await expect(post('before')).rejects.toThrow();
  slack.faults.add({ method: /^chat\./, kind: 'reset-after' });
  await expect(post('after')).rejects.toThrow();
  slack.faults.add({ method: 'chat.postMessage', kind: 'status', status: 503 });
  await expect(post('503')).rejects.toThrow();
  slack.faults.add({ method: 'chat.postMessage', kind: 'html' });
  await expect(post('html')).rejects.toThrow();
  slack.faults.add({ method: 'chat.postMessage', kind: 'error', error: 'fatal_error' });
  await expect(post('error')).rejects.toThrow('fatal_error');
  slack.faults.add({ method: 'chat.postMessage', kind: 'rate-limited', retryAfterSeconds: 7 });
  await expect(post('limited')).rejects.toMatchObject({ retryAfter: 7 });
  slack.faults.add({ method: 'chat.postMessage', kind: 'hang' });
  const impatient = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    timeout: 100,
    retryConfig: { retries: 0 },
  });
  await expect(impatient.chat.postMessage({ channel: general.id, text: 'hang' })).rejects.toThrow();
  for (const kind of ['truncate', 'stall', 'wrong-length', 'half-open'] as const) {
    slack.faults.add({ method: 'chat.postMessage', kind });
    await expect(impatient.chat.postMessage({ channel: general.id, text: kind }), kind).rejects.toThrow();
  }
  expect(slack.faults.waiting()).toEqual([]);
  await post('fine');
  expect(slack.messages(general).map(({ text }) => text)).toEqual([
    'after',
    'hang',
    'truncate',
    'stall',
    'wrong-length',
    'fine',
  ]);
  expect(slack.calls.map(({ fault, ok }) => `${fault ?? ''} ${ok}`.trim())).toEqual([
    'reset-before false',
    'reset-after true',
    'status false',
    'html false',
    'error false',
    'rate-limited false',
    'hang true',
    'truncate true',
    'stall true',
    'wrong-length true',
    'half-open false',
    'true',
  ]);
});

test('history and replies, members and people', async () => {
  const { slack, ann, bob, general, client } = await startWorld();
  await using _ = slack;
  const parent = await ann.say(general, 'parent');
  await client.chat.postMessage({
    channel: general.id,
    thread_ts: parent.ts,
    text: 'reply',
    metadata: { event_type: 'job', event_payload: {} },
  });
  await bob.say(general, 'later');
  const history = await client.conversations.history({ channel: general.id, limit: 1 });
  expect(history.messages?.map(({ text }) => text)).toEqual(['later']);
  const cursor = history.response_metadata?.next_cursor ?? '';
  const next = await client.conversations.history({ channel: general.id, cursor });
  expect(next.messages?.map(({ text }) => text)).toEqual(['parent']);
  const replies = await client.conversations.replies({
    channel: general.id,
    ts: parent.ts,
    include_all_metadata: true,
  });
  expect(replies.messages?.[1]?.metadata).toEqual({ event_type: 'job', event_payload: {} });
  const { members } = await client.conversations.members({ channel: general.id });
  expect(members).toEqual([ann.id, bob.id, slack.botUserId]);
  expect((await client.users.info({ user: bob.id })).user?.real_name).toBe('Bob');
  await client.reactions.add({ channel: general.id, timestamp: parent.ts, name: 'eyes' });
  expect(slack.reactions(parent)).toEqual(['eyes']);
  await expect(
    client.reactions.add({ channel: general.id, timestamp: parent.ts, name: 'eyes' }),
  ).rejects.toThrow('already_reacted');
  await client.chat.postEphemeral({ channel: general.id, user: ann.id, text: 'psst' });
  expect(slack.ephemerals(ann).map(({ text }) => text)).toEqual(['psst']);
  expect(slack.ephemerals(bob)).toEqual([]);
  const link = await client.chat.getPermalink({ channel: general.id, message_ts: parent.ts });
  expect(link.permalink).toContain(`/archives/${general.id}/p`);
  expect(slack.problems).toEqual([]);
});

test('a wait that fails shows what people saw', async () => {
  const { slack, ann, general } = await startWorld();
  await using _ = slack;
  await ann.say(general, 'is anyone there?');
  await expect(slack.waitFor('an answer', () => undefined, 20)).rejects.toThrow(
    /an answer: did not happen within 20 ms\s+#general\nAnn: is anyone there\?/,
  );
});

test('a workspace that does not take a block yet refuses it, which is no mistake of the app', async () => {
  const { slack, general, client } = await startWorld({ refusedBlocks: ['data_table'] });
  await using _ = slack;
  const cell = (text: string) => ({ type: 'raw_text' as const, text });
  const table = { type: 'data_table' as const, caption: 'c', rows: [[cell('a')], [cell('b')]] };
  const text = 'a table';
  await expect(client.chat.postMessage({ channel: general.id, text, blocks: [table] })).rejects.toThrow(
    'invalid_blocks',
  );
  await client.chat.postMessage({ channel: general.id, text, blocks: [{ type: 'divider' }] });
  expect(slack.messages(general)).toHaveLength(1);
  expect(slack.problems).toEqual([]);
});
