// The blocks that every message is made of, at Slack's limits.
import { expect, it } from 'vitest';
import { validateBlocks } from '../../src/sim/slack/block-kit/validate.ts';
import { plain } from '../../src/slack/mrkdwn.ts';
import {
  actions,
  button,
  context,
  header,
  message,
  preformatted,
  section,
  sections,
} from '../../src/slack/views/blocks.ts';
import { shown } from './fixture.ts';

const long = 'x'.repeat(5000);
const errorsOf = (...blocks: object[]) => validateBlocks(blocks, 'message').errors;

it.each([
  ['text that is too long', long],
  ['no text at all', ''],
])('%s makes no block that Slack refuses', (_what, text) => {
  const confirm = { title: `?${text}`, text: `?${text}`, yes: `Y${text}`, no: `N${text}` };
  const blocks = [
    header(`Job ${text}`),
    section(plain(text)),
    context(plain(text), plain(text)),
    preformatted(text),
    actions(button({ label: `Go${text}`, action: 'go', value: `v${text}`, style: 'danger', confirm })),
  ];
  expect(errorsOf(...blocks)).toEqual([]);
});

it('spreads lines over as many sections as they need', () => {
  const lines = Array.from({ length: 7 }, (_, index) => plain(`${index}`.repeat(1000)));
  const blocks = sections([...lines, plain('')]);
  expect(blocks).toHaveLength(4);
  expect(errorsOf(...blocks)).toEqual([]);
  for (const line of lines) expect(shown({ blocks })).toContain(line);
  expect(sections([])).toEqual([]);
});

it('never drops the buttons of a message that has too many blocks', () => {
  const last = actions(button({ label: 'Go', action: 'go', value: 'v' }));
  const many = message(plain('text'), [...Array.from({ length: 80 }, () => section(plain('x'))), last]);
  expect(many.blocks).toHaveLength(50);
  expect(many.blocks.at(-1)).toEqual(last);
});
