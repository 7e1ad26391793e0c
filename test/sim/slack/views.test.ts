// Modals in depth: trigger ids, stacks, hashes, and answers that go wrong.
import type { ModalView } from '@slack/web-api';
import { expect, test } from 'vitest';
import { createSocketApp, startWorld } from './fixture.ts';

function modal(title: string, more: Partial<ModalView> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: title,
    title: { type: 'plain_text', text: title },
    blocks: [{ type: 'divider' }],
    ...more,
  };
}

test('a trigger_id works once and for three seconds', async () => {
  let nowMs = 1_800_000_000_000;
  const { slack, ann, general, client } = await startWorld({ now: () => nowMs });
  await using _ = slack;
  const app = createSocketApp(slack);
  const triggers: string[] = [];
  app.command('/help-me', async ({ ack, body }) => {
    await ack();
    triggers.push(body.trigger_id);
  });
  await app.start();
  await ann.command(general, '/help-me');
  await ann.command(general, '/help-me');
  const [first = '', second = ''] = triggers;
  const open = (trigger_id: string) => client.views.open({ trigger_id, view: modal('One') });
  await open(first);
  await expect(open(first)).rejects.toThrow('exchanged_trigger_id');
  nowMs += 3001;
  await expect(open(second)).rejects.toThrow('expired_trigger_id');
  await expect(open('1.2.3')).rejects.toThrow('invalid_trigger_id');
  await app.stop();
});

test('views are stacked up to three, guarded by hashes, and gone when closed', async () => {
  const { slack, ann, general, client } = await startWorld();
  await using _ = slack;
  const app = createSocketApp(slack);
  const button = {
    type: 'actions' as const,
    elements: [
      { type: 'button' as const, action_id: 'more', text: { type: 'plain_text' as const, text: 'More' } },
    ],
  };
  app.command('/help-me', async ({ ack, body }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: modal('One', { blocks: [button] }) });
  });
  app.action('more', async ({ ack, body }) => {
    await ack();
    const trigger_id = 'trigger_id' in body ? body.trigger_id : '';
    const view = modal('Next', { blocks: [button] });
    await client.views.push({ trigger_id, view }).catch(() => undefined);
  });
  await app.start();
  await ann.command(general, '/help-me');
  const one = await slack.waitFor('one', () => slack.openView(ann));
  await ann.click(one, 'More');
  const two = await slack.waitFor('two', () => {
    const view = slack.openView(ann);
    return view?.title === 'Next' && view;
  });
  expect(two.previousViewId).toBe(one.id);
  await ann.click(two, 'More');
  const three = await slack.waitFor('three', () => {
    const view = slack.openView(ann);
    return view?.id !== two.id && view;
  });
  await ann.click(three, 'More');
  await slack.waitFor('the refusal', () => slack.calls.some(({ error }) => error === 'push_limit_reached'));
  await client.views.update({ view_id: three.id, hash: three.hash, view: modal('Changed') });
  await expect(
    client.views.update({ view_id: three.id, hash: three.hash, view: modal('Again') }),
  ).rejects.toThrow('hash_conflict');
  await ann.closeView(three);
  await expect(client.views.update({ view_id: three.id, view: modal('Late') })).rejects.toThrow('not_found');
  expect(slack.openView(ann)?.id).toBe(two.id);
  expect(slack.problems).toEqual([]);
  await app.stop();
});

test('what was entered survives an update of the view, and a wrong error key is seen', async () => {
  const { slack, ann, general, client } = await startWorld();
  await using _ = slack;
  const app = createSocketApp(slack);
  const blocks: ModalView['blocks'] = [
    {
      type: 'input',
      block_id: 'name',
      label: { type: 'plain_text', text: 'Name' },
      element: { type: 'plain_text_input', action_id: 'v' },
    },
    {
      type: 'input',
      block_id: 'size',
      dispatch_action: true,
      label: { type: 'plain_text', text: 'Size' },
      element: {
        type: 'static_select',
        action_id: 'size',
        options: ['small', 'large'].map((value) => ({ text: { type: 'plain_text', text: value }, value })),
      },
    },
  ];
  const form = (title: string) => modal(title, { blocks, submit: { type: 'plain_text', text: 'Go' } });
  app.command('/help-me', async ({ ack, body }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: form('Form') });
  });
  app.action('size', async ({ ack, body }) => {
    await ack();
    const id = 'view' in body ? (body.view?.id ?? '') : '';
    await client.views.update({ view_id: id, view: form('Sized') });
  });
  const entered: unknown[] = [];
  app.view('Sized', async ({ ack, view }) => {
    entered.push(view.state.values.name?.v?.value, view.state.values.size?.size?.selected_option?.value);
    await ack({ response_action: 'errors', errors: { nowhere: 'no' } });
  });
  await app.start();
  await ann.command(general, '/help-me');
  const view = await slack.waitFor('the form', () => slack.openView(ann));
  await ann.choose(view, 'Size', 'large');
  const sized = await slack.waitFor('the update', () => {
    const open = slack.openView(ann);
    return open?.title === 'Sized' && open;
  });
  await expect(ann.submit(sized, { Name: 'Zoe' })).rejects.toThrow('We had some trouble connecting');
  expect(entered).toEqual(['Zoe', 'large']);
  expect(slack.problems).toEqual(['submitting "Sized": an error for nowhere, which is no input of the view']);
  await app.stop();
});
