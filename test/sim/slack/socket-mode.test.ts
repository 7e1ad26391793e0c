// Socket Mode, driven by Bolt: events, commands, buttons, modals, redelivery, reconnects.
import { expect, test } from 'vitest';
import { createSocketApp, startWorld } from './fixture.ts';

test('a mention reaches the app, and its reply is seen in the thread', async () => {
  const { slack, ann, general } = await startWorld();
  await using _ = slack;
  const app = createSocketApp(slack);
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `You said: ${event.text}`, thread_ts: event.ts });
  });
  await app.start();
  const message = await ann.say(general, '@helper 1 < 2 & 3');
  expect(message.text).toBe(`<@${slack.botUserId}> 1 &lt; 2 &amp; 3`);
  const thread = await slack.waitFor('a reply', () => {
    const found = slack.thread(general, message.ts);
    return found.length > 1 && found;
  });
  expect(thread[1]?.user).toBe(slack.botUserId);
  expect(slack.transcript(general)).toBe(
    '#general\nAnn: @helper 1 < 2 & 3\n  helper: You said: @helper 1 < 2 & 3',
  );
  expect(slack.problems).toEqual([]);
  await app.stop();
});

test('a command, a modal, its errors and its submission', async () => {
  const { slack, ann, general } = await startWorld();
  await using _ = slack;
  const app = createSocketApp(slack);
  app.command('/help-me', async ({ ack, body, client, respond }) => {
    await ack({ text: 'One moment.' });
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'form',
        title: { type: 'plain_text', text: 'Form' },
        submit: { type: 'plain_text', text: 'Send' },
        blocks: [
          {
            type: 'input',
            block_id: 'name',
            label: { type: 'plain_text', text: 'Name' },
            element: { type: 'plain_text_input', action_id: 'value' },
          },
        ],
      },
    });
    await respond({ text: `The form is open (${body.text}).` });
  });
  app.view('form', async ({ ack, view, client }) => {
    const name = view.state.values.name?.value?.value;
    if (name === 'x') return ack({ response_action: 'errors', errors: { name: 'Too short' } });
    await ack();
    await client.chat.postMessage({ channel: general.id, text: `Hello ${name}` });
  });
  await app.start();
  const { reply, ackMs } = await ann.command(general, '/help-me now');
  expect(ackMs).toBeGreaterThan(0);
  expect(reply?.text).toBe('One moment.');
  const view = await slack.waitFor('the modal', () => slack.openView(ann));
  expect((await ann.submit(view, {})).errors).toEqual({ Name: 'Please complete this required field.' });
  expect((await ann.submit(view, { Name: 'x' })).errors).toEqual({ Name: 'Too short' });
  expect((await ann.submit(view, { Name: 'Zoe' })).errors).toBeUndefined();
  expect(slack.openView(ann)).toBeUndefined();
  await slack.waitFor('the greeting', () => slack.messages(general).find(({ text }) => text === 'Hello Zoe'));
  await slack.waitFor('the reply', () => slack.ephemerals(ann, general).length === 2);
  expect(slack.ephemerals(ann).map(({ text }) => text)).toEqual(['One moment.', 'The form is open (now).']);
  expect(slack.problems).toEqual([]);
  await app.stop();
});

test('a button asks for confirmation, updates its message, and unknown buttons throw', async () => {
  const { slack, ann, general, client } = await startWorld();
  await using _ = slack;
  const app = createSocketApp(slack);
  app.action('stop', async ({ ack, respond, action }) => {
    await ack();
    await respond({ replace_original: true, text: `Stopped ${'value' in action ? action.value : ''}` });
  });
  await app.start();
  await client.chat.postMessage({
    channel: general.id,
    text: 'Running',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: '*Running*' } },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'stop',
            value: 'b1',
            text: { type: 'plain_text', text: 'Stop' },
            confirm: {
              title: { type: 'plain_text', text: 'Stop it?' },
              text: { type: 'plain_text', text: 'It costs.' },
              confirm: { type: 'plain_text', text: 'Stop' },
              deny: { type: 'plain_text', text: 'Keep' },
            },
          },
        ],
      },
    ],
  });
  const [message] = slack.messages(general);
  if (message === undefined) throw new Error('no message');
  await expect(ann.click(message, 'Go')).rejects.toThrow('There is no button "Go"; there are: Stop.');
  expect(await ann.click(message, 'Stop', { dismissConfirm: true })).toEqual({ ackMs: 0 });
  expect(slack.lastConfirm(ann)).toBe('Stop it?\nIt costs.\n[Stop] [Keep]');
  await ann.click(message, 'Stop');
  const after = await slack.waitFor('the change', () =>
    slack.messages(general).find(({ editedTimes }) => editedTimes > 0),
  );
  expect(after.text).toBe('Stopped b1');
  expect(after.blocks).toEqual([]);
  expect(slack.problems).toEqual([]);
  await app.stop();
});

test('an app that does not acknowledge makes the person see operation_timeout', async () => {
  const { slack, ann, general } = await startWorld({ ackTimeoutMs: 50 });
  await using _ = slack;
  const app = createSocketApp(slack);
  app.command('/help-me', async () => undefined);
  await app.start();
  await expect(ann.command(general, '/help-me')).rejects.toThrow('operation_timeout');
  expect(slack.problems).toEqual(['/help-me failed with the error "operation_timeout" (timeout)']);
  await expect(ann.command(general, '/other')).rejects.toThrow('not a valid command');
  await expect(ann.command(general, '/help-me', { threadTs: '1.2' })).rejects.toThrow(
    'not supported in threads',
  );
  await app.stop();
});

test('events wait for a connection, are delivered again, and survive a refresh', async () => {
  const { slack, ann, general } = await startWorld({ retryDelaysMs: [20, 200, 600] });
  await using _ = slack;
  const app = createSocketApp(slack, 100);
  const seen: string[] = [];
  app.event('app_mention', async ({ event, context }) => {
    seen.push(`${event.ts} ${context.retryNum ?? 0} ${context.retryReason ?? ''}`.trim());
  });
  const message = await ann.say(general, '@helper hi');
  await app.start();
  await slack.settle();
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatch(new RegExp(`^${message.ts} [123] connection_failed$`));
  slack.socket.redeliver();
  slack.socket.refresh();
  await slack.waitFor('the old connection to go', () => slack.socket.connections === 0);
  await slack.waitFor('a new connection', () => slack.socket.connections === 1);
  const again = await ann.say(general, '@helper again');
  await slack.settle();
  expect(seen.some((line) => line.startsWith(again.ts))).toBe(true);
  await app.stop();
});

test('a home tab, a global shortcut and a message shortcut', async () => {
  const { slack, ann, general } = await startWorld();
  await using _ = slack;
  const app = createSocketApp(slack);
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: {
        type: 'home',
        blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Welcome' } }],
      },
    });
  });
  app.shortcut('new', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: {
        type: 'modal',
        notify_on_close: true,
        callback_id: 'plain',
        title: { type: 'plain_text', text: 'New' },
        blocks: [{ type: 'divider' }],
      },
    });
  });
  const closed: string[] = [];
  app.view({ callback_id: 'plain', type: 'view_closed' }, async ({ ack, view }) => {
    await ack();
    closed.push(view.id);
  });
  app.shortcut('use', async ({ ack, shortcut, respond }) => {
    await ack();
    const files = shortcut.type === 'message_action' ? shortcut.message.files : [];
    await respond({ text: `${Array.isArray(files) ? files.length : 0} files` });
  });
  await app.start();
  await ann.openHome();
  const home = await slack.waitFor('the home tab', () => slack.homeView(ann));
  expect(slack.viewTranscript(home)).toBe('Home\n  # Welcome');
  await ann.shortcut('new');
  const view = await slack.waitFor('the modal', () => slack.openView(ann));
  await ann.closeView(view);
  expect(closed).toEqual([view.id]);
  const message = await ann.say(general, 'look', { files: [{ name: 'a.csv', content: 'a,b' }] });
  await ann.messageShortcut(message, 'use');
  await slack.waitFor('the answer', () => slack.ephemerals(ann).find(({ text }) => text === '1 files'));
  await expect(ann.shortcut('use')).rejects.toThrow('no global shortcut use');
  expect(slack.problems).toEqual([]);
  await app.stop();
});
