// Block Kit: what passes, what is refused and where the refusal points.
import { expect, test } from 'vitest';
import { validateBlocks, validateView } from '../../../src/sim/slack/block-kit/validate.ts';
import { startWorld } from './fixture.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (action_id: string, text = 'Go') => ({ type: 'button', action_id, text: plain(text) });
const option = (value: string) => ({ text: plain(value), value });
const cell = (text: string) => ({ type: 'raw_text', text });
const input = (element: object) => ({ type: 'input', label: plain('Label'), element });

const GOOD_IN_MESSAGES: object[] = [
  section('x'.repeat(3000)),
  { type: 'section', fields: [mrkdwn('a'), plain('b')], accessory: button('a') },
  { type: 'header', text: plain('Header') },
  { type: 'divider', block_id: 'line' },
  {
    type: 'context',
    elements: [mrkdwn('a'), { type: 'image', image_url: 'https://x.test/i', alt_text: 'i' }],
  },
  { type: 'actions', elements: [button('a'), { type: 'overflow', action_id: 'o', options: [option('1')] }] },
  { type: 'image', image_url: 'https://x.test/i', alt_text: 'i' },
  { type: 'markdown', text: '# Hi' },
  {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'a', style: { bold: true } }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a' }] },
    ],
  },
  { type: 'table', rows: [[cell('a'), { type: 'raw_number', value: 1 }]] },
  { type: 'data_table', caption: 'c', rows: [[cell('a')], [cell('b')]], page_size: 5 },
  { type: 'data_visualization', title: 't', chart: { type: 'pie', segments: [{ label: 'a', value: 1 }] } },
  { type: 'plan', title: 'p', tasks: [{ type: 'task_card', task_id: '1', title: 't', status: 'complete' }] },
  { type: 'card', title: mrkdwn('t'), actions: [button('a')] },
];

test('one of every block passes in a message', () => {
  expect(validateBlocks(GOOD_IN_MESSAGES, 'message')).toEqual({ errors: [], warnings: [] });
});

const BAD: [string, object, string][] = [
  ['text too long', section('x'.repeat(3001)), '/blocks/0/text/text'],
  ['text empty', section(''), '/blocks/0/text/text'],
  ['section without content', { type: 'section' }, '/blocks/0'],
  ['unknown block', { type: 'sektion' }, '/blocks/0/type'],
  ['unknown field', { type: 'divider', colour: 'red' }, '/blocks/0/colour'],
  ['mrkdwn in a header', { type: 'header', text: mrkdwn('x') }, '/blocks/0/text'],
  ['header too long', { type: 'header', text: plain('x'.repeat(151)) }, '/blocks/0/text/text'],
  ['image without alt_text', { type: 'image', image_url: 'https://x.test/i' }, '/blocks/0'],
  [
    'button label too long',
    { type: 'actions', elements: [button('a', 'x'.repeat(76))] },
    '/blocks/0/elements/0/text/text',
  ],
  [
    'button value too long',
    { type: 'actions', elements: [{ ...button('a'), value: 'x'.repeat(2001) }] },
    '/blocks/0/elements/0/value',
  ],
  ['same action_id twice', { type: 'actions', elements: [button('a'), button('a')] }, '/blocks/0'],
  ['no actions', { type: 'actions', elements: [] }, '/blocks/0/elements'],
  [
    'too many context elements',
    { type: 'context', elements: Array(11).fill(plain('x')) },
    '/blocks/0/elements',
  ],
  [
    'too many overflow options',
    { type: 'actions', elements: [{ type: 'overflow', options: Array(6).fill(option('1')) }] },
    '/blocks/0/elements/0/options',
  ],
  [
    'select without options',
    { type: 'actions', elements: [{ type: 'static_select', action_id: 's' }] },
    '/blocks/0/elements/0',
  ],
  [
    'stray initial option',
    {
      type: 'actions',
      elements: [{ type: 'static_select', options: [option('1')], initial_option: option('2') }],
    },
    '/blocks/0/elements/0',
  ],
  ['alert in a message', { type: 'alert', text: plain('x') }, '/blocks/0'],
  ['input in a message', input({ type: 'plain_text_input' }), '/blocks/0'],
  [
    'uneven rows',
    { type: 'data_table', caption: 'c', rows: [[cell('a')], [cell('b'), cell('c')]] },
    '/blocks/0',
  ],
  ['table too big', { type: 'table', rows: [[cell('x'.repeat(10_000)), cell('y')]] }, '/blocks/0'],
  [
    'unknown style',
    { type: 'actions', elements: [{ ...button('a'), style: 'default' }] },
    '/blocks/0/elements/0/style',
  ],
];

test.each(BAD)('%s is refused', (_name, block, pointer) => {
  const { errors } = validateBlocks([block], 'message');
  expect(errors.map((error) => error.pointer)).toContain(pointer);
});

test('rules over the whole list: ids, counts, one table', () => {
  const twice = validateBlocks(
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    'message',
  );
  expect(twice.errors[0]?.pointer).toBe('/blocks/1/block_id');
  expect(validateBlocks(Array(51).fill({ type: 'divider' }), 'message').errors).toHaveLength(1);
  expect(validateBlocks(Array(100).fill({ type: 'divider' }), 'home').errors).toHaveLength(0);
  const table = { type: 'table', rows: [[cell('a')]] };
  expect(validateBlocks([table, table], 'message').errors[0]?.message).toBe('only_one_table_allowed');
  expect(validateBlocks([{ type: 'markdown', text: 'x' }], 'modal').errors).toHaveLength(1);
});

test('modals need a title, and a submit button when there are inputs', () => {
  const modal = {
    type: 'modal',
    title: plain('T'),
    blocks: [input({ type: 'plain_text_input', action_id: 'a' })],
  };
  expect(validateView(modal, 'modal').errors).toEqual([
    { pointer: '/view', message: 'missing required field: submit' },
  ]);
  expect(validateView({ ...modal, submit: plain('Go') }, 'modal').errors).toEqual([]);
  expect(validateView({ ...modal, submit: plain('x'.repeat(25)) }, 'modal').errors).toHaveLength(1);
  expect(validateView({ type: 'home', blocks: [], title: plain('x') }, 'home').errors).toHaveLength(1);
  const file = input({ type: 'file_input', action_id: 'f', max_files: 11 });
  expect(validateView({ ...modal, submit: plain('Go'), blocks: [file] }, 'modal').errors[0]?.pointer).toBe(
    '/view/blocks/0/element/max_files',
  );
  expect(validateView({ type: 'home', blocks: [file] }, 'home').errors).toHaveLength(2);
});

test('the Web API refuses with pointers and tells the test', async () => {
  const { slack, general, client } = await startWorld();
  await using _ = slack;
  const post = client.chat.postMessage({
    channel: general.id,
    text: 'x',
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }],
  });
  const message = '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]';
  await expect(post).rejects.toMatchObject({
    data: { error: 'invalid_blocks', response_metadata: { messages: [message] } },
  });
  expect(slack.problems).toEqual([`chat.postMessage: ${message}`]);
  slack.problems.length = 0;
  await client.chat.postMessage({ channel: general.id, text: 'wake up <!here>' });
  await client.apiCall('chat.postMessage', { channel: general.id, blocks: [{ type: 'divider' }] });
  expect(slack.problems).toEqual([
    'chat.postMessage: a live <!channel>, <!here> or <!everyone> in text',
    'chat.postMessage: blocks without text, so notifications are empty',
  ]);
});
