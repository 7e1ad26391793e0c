// Answers that are labels are counted; other answers are not.
import { expect, it } from 'vitest';
import { countAnswerLabels } from '../../src/core/answer/label-counts.ts';

it('counts labels, most frequent first, whatever is around them', () => {
  const counts = [
    { label: 'yes', count: 3 },
    { label: 'no', count: 2 },
    { label: 'maybe', count: 1 },
  ];
  const answers = ['no', 'yes', ' yes\n', 'yes', 'maybe', 'no'];
  expect(countAnswerLabels(answers)).toEqual([{ name: null, counts }]);
});

it.each([
  ['nothing', []],
  ['one answer', ['yes']],
  ['hardly any repeated ones', ['a', 'b', 'c', 'a', 'd']],
  ['an empty one among them', ['yes', 'yes', '']],
  ['a long one among them', ['yes', 'yes', 'x'.repeat(41)]],
  ['two lines', ['yes\nno', 'yes\nno']],
  ['more than twelve kinds', Array.from({ length: 26 }, (_, index) => `kind ${index % 13}`)],
])('%s are no labels', (_what, values) => {
  expect(countAnswerLabels(values)).toEqual([]);
});

it('twelve kinds are, and it reads no further than it has to', () => {
  const kinds = Array.from({ length: 24 }, (_, index) => `kind ${index % 12}`);
  expect(countAnswerLabels(kinds)[0]?.counts).toHaveLength(12);
  let read = 0;
  function* answers() {
    for (; read < 1000; read++) yield 'a whole sentence that is far too long to be a label of anything';
  }
  expect(countAnswerLabels(answers())).toEqual([]);
  expect(read).toBe(0);
});
