// HTTP mode, driven by Bolt's HTTP receiver: signatures, retries, commands and buttons.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, LogLevel } from '@slack/bolt';
import { expect, test } from 'vitest';
import type { SlackSim } from '../../../src/sim/slack/index.ts';
import { manifestWith, startWorld } from './fixture.ts';

const manifest = manifestWith({ socketMode: false, events: ['app_mention'] });

async function startApp(slack: SlackSim, signingSecret = slack.signingSecret) {
  const app = new App({
    token: slack.botToken,
    signingSecret,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  const server = await app.start(0);
  const { port } = server.address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}/slack/events` };
}

test('events, commands and buttons arrive signed', async () => {
  const { slack, ann, general, client } = await startWorld({ manifest });
  await using _ = slack;
  const { app, url } = await startApp(slack);
  app.event('app_mention', async ({ event, say }) => {
    await say(`You said ${event.text}`);
  });
  app.command('/help-me', async ({ ack, command }) => {
    await ack(`Got ${command.text}`);
  });
  const pressed: string[] = [];
  app.action('go', async ({ ack, body }) => {
    await ack();
    pressed.push(body.user.id);
  });
  await slack.deliverTo(url);
  await ann.say(general, '@helper hi');
  const answer = await slack.waitFor('the answer', () => slack.messages(general)[1]);
  expect(answer.text).toContain('You said');
  expect((await ann.command(general, '/help-me a b')).reply?.text).toBe('Got a b');
  await client.chat.postMessage({
    channel: general.id,
    text: 'Go',
    blocks: [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
      },
    ],
  });
  const card = slack.messages(general).at(-1);
  if (card === undefined) throw new Error('no card');
  await ann.click(card, 'Go');
  expect(pressed).toEqual([ann.id]);
  expect(slack.problems).toEqual([]);
  await app.stop();
});

test('a wrong secret is refused', async () => {
  const { slack, ann, general } = await startWorld({ manifest });
  await using _ = slack;
  const { app, url } = await startApp(slack, 'another secret');
  await expect(slack.deliverTo(url)).rejects.toThrow('did not answer url_verification');
  await expect(ann.command(general, '/help-me')).rejects.toThrow('dispatch_failed');
  await app.stop();
});

test('events are retried with their headers until the app takes them', async () => {
  const { slack, ann, general } = await startWorld({ manifest, retryDelaysMs: [0, 5, 10] });
  await using _ = slack;
  const seen: { attempt: string; reason: string; eventId: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const payload = JSON.parse(body);
      if (payload.type === 'url_verification') return response.end(payload.challenge);
      seen.push({
        attempt: String(request.headers['x-slack-retry-num'] ?? ''),
        reason: String(request.headers['x-slack-retry-reason'] ?? ''),
        eventId: payload.event_id,
      });
      response.writeHead(seen.length < 3 ? 500 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await ann.say(general, '@helper hi');
  await slack.settle();
  expect(seen.map(({ attempt, reason }) => [attempt, reason])).toEqual([
    ['', ''],
    ['1', 'http_error'],
    ['2', 'http_error'],
  ]);
  expect(new Set(seen.map(({ eventId }) => eventId)).size).toBe(1);
  expect(slack.problems).toEqual([]);
  server.close();
});
