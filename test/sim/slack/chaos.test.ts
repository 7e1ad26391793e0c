// Socket Mode at the wire: tickets, limits, redelivery, broken connections, and many people at once.
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackSim } from '../../../src/sim/slack/index.ts';
import { createSocketApp, startWorld } from './fixture.ts';

interface Frame {
  type: string;
  envelope_id?: string;
  retry_attempt?: number;
  retry_reason?: string;
  reason?: string;
}

async function newAddress(slack: SlackSim): Promise<string> {
  const response = await fetch(`${slack.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.appToken}` },
  });
  const { url } = (await response.json()) as { url: string };
  return url;
}

/** A socket that keeps every frame. */
async function connect(slack: SlackSim) {
  const url = await newAddress(slack);
  const socket = new WebSocket(url);
  const frames: Frame[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)));
    for (const wake of waiting.splice(0)) wake();
  });
  async function frame(index: number): Promise<Frame> {
    while (frames.length <= index) await new Promise<void>((resolve) => waiting.push(resolve));
    const found = frames[index];
    if (found === undefined) throw new Error(`no frame ${index}`);
    return found;
  }
  await once(socket, 'open');
  await frame(0);
  const ack = (envelope_id = '') => socket.send(JSON.stringify({ envelope_id, payload: {} }));
  return { socket, frame, frames, ack, url };
}

test('hello, one ticket per connection, ten connections at most', async () => {
  const { slack } = await startWorld();
  await using _ = slack;
  const first = await connect(slack);
  expect(await first.frame(0)).toMatchObject({
    type: 'hello',
    num_connections: 1,
    connection_info: { app_id: slack.appId },
  });
  const again = new WebSocket(first.url);
  expect(String((await once(again, 'error'))[0])).toContain('404');
  for (let count = 2; count <= 10; count += 1) await connect(slack);
  const eleventh = new WebSocket(await newAddress(slack));
  expect(String((await once(eleventh, 'error'))[0])).toContain('429');
  expect(slack.socket.connections).toBe(10);
  expect(slack.problems).toHaveLength(2);
});

test('an event without acknowledgement comes again, the same envelope with the reason', async () => {
  const { slack, ann, general } = await startWorld({ ackTimeoutMs: 30, retryDelaysMs: [0, 5, 5] });
  await using _ = slack;
  const { frame, ack } = await connect(slack);
  await ann.say(general, 'hello');
  const first = await frame(1);
  expect(first).toMatchObject({ type: 'events_api', retry_attempt: 0, retry_reason: '' });
  const second = await frame(2);
  expect(second).toMatchObject({ envelope_id: first.envelope_id, retry_attempt: 1, retry_reason: 'timeout' });
  ack(second.envelope_id);
  await slack.settle();
  expect(slack.problems).toEqual([]);
  slack.socket.redeliver(first.envelope_id);
  expect(await frame(3)).toMatchObject({ envelope_id: first.envelope_id, retry_attempt: 0 });
  ack(first.envelope_id);
  ack(first.envelope_id);
  ack(first.envelope_id);
  ack('nonsense');
  await slack.waitFor('the complaints', () => slack.problems.length === 2);
  expect(slack.problems[0]).toContain('acknowledged twice');
  expect(slack.problems[1]).toContain('acknowledges nothing');
});

test('a frozen connection is deaf, a dropped one is gone, a warned one is told', async () => {
  const { slack, ann, general } = await startWorld({ ackTimeoutMs: 40, retryDelaysMs: [] });
  await using _ = slack;
  const { socket, frame, ack } = await connect(slack);
  slack.socket.warn();
  expect(await frame(1)).toMatchObject({ type: 'disconnect', reason: 'warning' });
  slack.socket.sendRaw({ type: 'events_api', envelope_id: 'x', payload: {} });
  expect(await frame(2)).toMatchObject({ envelope_id: 'x' });
  slack.socket.freeze();
  let pongs = 0;
  socket.on('pong', () => {
    pongs += 1;
  });
  socket.ping();
  const command = ann.command(general, '/help-me');
  const failure = expect(command).rejects.toThrow('operation_timeout');
  ack((await frame(3)).envelope_id);
  await failure;
  expect(pongs).toBe(0);
  slack.socket.drop();
  await once(socket, 'close');
  await expect(ann.command(general, '/help-me')).rejects.toThrow('dispatch_failed');
});

test('fifty people upload and type at the same time, over three connections', async () => {
  const { slack, client } = await startWorld({ rateLimits: false });
  await using _ = slack;
  const apps = [createSocketApp(slack), createSocketApp(slack), createSocketApp(slack)];
  const read: number[] = [];
  for (const app of apps) {
    app.command('/help-me', async ({ ack }) => ack({ text: 'Yes?' }));
    app.event('file_shared', async ({ event }) => {
      const { file } = await client.files.info({ file: event.file_id });
      const headers = { authorization: `Bearer ${slack.botToken}` };
      const response = await fetch(file?.url_private_download ?? '', { headers });
      read.push((await response.arrayBuffer()).byteLength);
      await client.chat.postMessage({ channel: event.channel_id, text: 'Got it' });
    });
    await app.start();
  }
  const people = Array.from({ length: 50 }, (_unused, index) => slack.addPerson(`Person ${index}`));
  const content = Buffer.alloc(100_000, 'x');
  await Promise.all(
    people.map(async (person) => {
      const direct = slack.directMessage(person);
      await person.say(direct, '', { files: [{ name: 'a.csv', content }] });
      const { reply } = await person.command(direct, '/help-me');
      expect(reply?.text).toBe('Yes?');
      await slack.waitFor(`an answer for ${person.name}`, () =>
        slack.messages(direct).find(({ text }) => text === 'Got it'),
      );
    }),
  );
  expect(read).toEqual(Array(50).fill(100_000));
  expect(slack.problems).toEqual([]);
  await Promise.all(apps.map((app) => app.stop()));
});

test('an uninstalled app is told, and its token no longer works', async () => {
  const { slack, client } = await startWorld();
  await using _ = slack;
  const { frame, ack } = await connect(slack);
  slack.revokeToken();
  const events = [await frame(1), await frame(2)];
  for (const event of events) ack(event.envelope_id);
  expect(JSON.stringify(events)).toContain('app_uninstalled');
  expect(JSON.stringify(events)).toContain('tokens_revoked');
  await expect(client.auth.test()).rejects.toThrow('token_revoked');
  await slack.settle();
});
