// The picture in the README says what the cards of the demo's first job say.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import { estimate } from '../../src/core/money/estimate.ts';
import { PRICES } from '../../src/core/money/price-table.ts';
import { resultCostMicros } from '../../src/core/money/pricing.ts';
import type { Message } from '../../src/slack/views/blocks.ts';
import { closingText } from '../../src/slack/views/closing.ts';
import { jobCard } from '../../src/slack/views/job-card.ts';
import { buttonsOf, makeJob, makeView, NOW, REPORT, shown, submittedJob, TALLY } from './fixture.ts';

const MODEL = defaultSettings('claude-haiku-5-5').model;
const PREVIEW = {
  line: 2,
  customId: '5lbc9f88l1-1',
  prompt:
    'Write a 50-word product description for Harbor Lamp: solid oak base, warm dimmable light, folds flat for moving',
};
const load = {
  model: MODEL,
  requests: 10,
  inputTokens: 450,
  longestInputTokens: 60,
  maxOutputTokens: 20_480,
  isUsOnly: false,
  withServerTools: 0,
};
const report = {
  ...REPORT,
  rows: 10,
  notes: [],
  previews: [PREVIEW],
  estimate: estimate([load], 'counted', PRICES.asOf),
};
const usage = { inputTokens: 450, outputTokens: 499 };
const tally = { ...TALLY, requests: 10, succeeded: 10, ...usage, costMicros: resultCostMicros(MODEL, usage) };
const done = submittedJob({ state: 'done', number: 1, endedAt: NOW, report, tally });

/** Emoji are drawn, and marks for bold text and code are none of the words. */
function plainly(text: string): string[] {
  return text
    .replace(/<[@!][^>]*>|[*`]|\p{Extended_Pictographic}/gu, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What is read of a card but for its times, and the labels of what can be pressed. */
function wordsOf(card: Message): string[] {
  const read = card.blocks.flatMap((block): string[] => {
    if (block.type === 'actions' || JSON.stringify(block).includes('<!date')) return [];
    return plainly(shown({ blocks: [block] }));
  });
  const kinds = /^(?:header|section|context|mrkdwn|plain_text|text|rich_text\w*)$/;
  return [...read.filter((line) => !kinds.test(line)), ...buttonsOf(card).map(({ label }) => label)];
}

const picture = readFileSync('docs/thread.svg', 'utf8')
  .replace(/<[^>]+>/g, ' ')
  .replace(/\s+/g, ' ')
  .replace(/ (?=[.,:])/g, '');

it('shows the draft, what came of it, and the closing message', () => {
  const words = [
    ...wordsOf(jobCard(makeView(makeJob({ number: 1, report })))),
    ...wordsOf(jobCard(makeView(done))),
    ...plainly(closingText(makeView(done))),
  ];
  expect(words).toContain('Try 3 rows');
  expect(words.filter((word) => !picture.includes(word.replace(/\s+/g, ' ')))).toEqual([]);
});
