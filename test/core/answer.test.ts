// Answers in fields: what fits, what is a misfit and why, the cells of a table, and how often each value came.
import { describe, expect, it } from 'vitest';
import {
  answerCells,
  answerColumns,
  answerObject,
  misfitOf,
  readAnswer,
} from '../../src/core/answer/answer.ts';
import { readFieldsText } from '../../src/core/answer/fields-text.ts';
import { countFieldLabels } from '../../src/core/answer/label-counts.ts';

function fieldsOf(text: string) {
  const read = readFieldsText(text);
  return read.ok ? read.fields : [];
}

const FIELDS = fieldsOf('mood: good|bad, score: number, year: integer, done: yes/no, tags: list, next step');
const WHOLE = { mood: 'bad', score: 1.5, year: 2026, done: false, tags: ['a', 'b, c'], next_step: '' };
const answer = (changes: object) => JSON.stringify({ ...WHOLE, ...changes });

describe('an answer', () => {
  it('that fits has its cells, and its values under the names of the fields', () => {
    expect(readAnswer(FIELDS, answer({ more: 1 })).misfit).toBeNull();
    expect(answerCells(FIELDS, answer({}))).toEqual(['bad', 1.5, 2026, 'no', 'a; b, c', '']);
    expect(answerObject(FIELDS, answer({}))).toEqual({
      mood: 'bad',
      score: 1.5,
      year: 2026,
      done: false,
      tags: ['a', 'b, c'],
      'next step': '',
    });
  });

  it.each([
    ['Sorry, no.', 'The answer is not JSON with the fields.'],
    ['["bad"]', 'The answer is not JSON with the fields.'],
    [null, 'The answer is not JSON with the fields.'],
    [answer({ mood: undefined }), '“mood” is missing.'],
    [answer({ mood: 'Bad' }), '“mood” is none of its choices.'],
    [answer({ score: '1.5' }), '“score” is no number.'],
    [answer({ year: 2026.5 }), '“year” is no whole number.'],
    [answer({ done: 'no' }), '“done” is neither yes nor no.'],
    [answer({ tags: ['a', 1] }), '“tags” is no list of texts.'],
    [answer({ next_step: null }), '“next step” is no text.'],
  ])('%s is a misfit: %s', (response, why) => {
    expect(readAnswer(FIELDS, response).misfit).toBe(why);
  });

  it('shows of a misfit what fits', () => {
    expect(answerCells(FIELDS, answer({ score: null, tags: 'a' }))).toEqual([
      'bad',
      null,
      2026,
      'no',
      null,
      '',
    ]);
    expect(answerCells(FIELDS, null)).toEqual([null, null, null, null, null, null]);
  });

  it('that was cut off, refused or never came is told as that', () => {
    const result = { status: 'succeeded' as const, stopReason: 'end_turn', response: '{' };
    expect(misfitOf(FIELDS, result)).not.toBeNull();
    expect(misfitOf(FIELDS, { ...result, stopReason: 'stop_sequence' })).not.toBeNull();
    for (const stopReason of ['max_tokens', 'refusal', 'pause_turn', 'model_context_window_exceeded'])
      expect(misfitOf(FIELDS, { ...result, stopReason })).toBeNull();
    expect(misfitOf(FIELDS, { ...result, status: 'errored' })).toBeNull();
    expect(misfitOf([], result)).toBeNull();
  });
});

it('a column keeps the name of its field, and is marked where the table has that name already', () => {
  expect(answerColumns(FIELDS, []).at(-1)).toBe('next step');
  expect(answerColumns(fieldsOf('Status, name, mood'), ['name', 'name (answer)', 'status'])).toEqual([
    'Status (answer)',
    'name (answer 2)',
    'mood',
  ]);
});

it('values are counted for choices and yes/no, three fields at most, the most frequent first', () => {
  const fields = fieldsOf('text, mood: good|bad|mixed, ok: yes/no, n: number, c: x|y, d: x|y');
  const responses = ['bad', 'good', 'bad', 'worse'].map((mood, index) =>
    JSON.stringify({ text: 't', mood, ok: index === 0, n: 1, c: 'x', d: 'x' }),
  );
  expect(countFieldLabels(fields, [...responses, 'no JSON'])).toEqual([
    {
      name: 'mood',
      counts: [
        { label: 'bad', count: 2 },
        { label: 'good', count: 1 },
      ],
    },
    {
      name: 'ok',
      counts: [
        { label: 'no', count: 3 },
        { label: 'yes', count: 1 },
      ],
    },
    { name: 'c', counts: [{ label: 'x', count: 4 }] },
  ]);
  expect(countFieldLabels(fieldsOf('a, b: number'), responses)).toEqual([]);
});
