// The smaller rules: ids, templates, prompts, settings, names, moves.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSettings } from '../../src/core/draft/check-settings.ts';
import type { Model } from '../../src/core/draft/model.ts';
import { promptFor } from '../../src/core/draft/prompt.ts';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import { parsePlain } from '../../src/core/draft/template.ts';
import { EFFORTS } from '../../src/core/draft/thinking.ts';
import { mayUse } from '../../src/core/job/access.ts';
import { BATCH_MOVES } from '../../src/core/job/batch.ts';
import { JOB_MOVES } from '../../src/core/job/job.ts';
import { nearest } from '../../src/core/nearest.ts';
import { isCustomId, numberedId, seqOfNumberedId } from '../../src/core/request/request.ts';
import { fits } from '../../src/core/request/split.ts';
import { resultsFileName } from '../../src/core/result/results-file.ts';
import { settleMsFor } from '../../src/core/trouble/settle.ts';

describe('custom_ids', () => {
  it('numbered ones lead back to their row, and only within their job', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seq) => {
        const id = numberedId('abc123', seq);
        expect(isCustomId(id)).toBe(true);
        expect(seqOfNumberedId('abc123', id)).toBe(seq);
        expect(seqOfNumberedId('abc12', id)).toBeNull();
      }),
    );
    for (const id of ['abc123-', 'abc123-0', 'abc123-01', 'abc123-1x', 'other-1'])
      expect(seqOfNumberedId('abc123', id)).toBeNull();
  });

  it.each([
    ['a', true],
    ['A-b_9', true],
    ['x'.repeat(64), true],
    ['x'.repeat(65), false],
    ['', false],
    ['a b', false],
    ['é', false],
  ])('%s: %s', (id, ok) => expect(isCustomId(id)).toBe(ok));
});

describe('a plain template', () => {
  const columns = ['name', 'Product Name', 'price'];
  it('finds columns by name, in any case, with spaces', () => {
    expect(parsePlain('{{ name }}-{{PRODUCT NAME}}!', columns)).toEqual({
      segments: ['', 0, '-', 1, '!'],
      unknown: [],
    });
  });
  it('names what is no column, each once', () => {
    expect(parsePlain('{{nam}} {{nam}} {{x}}', columns)?.unknown).toEqual(['nam', 'x']);
  });
  it.each([
    '{% if name %}x{% endif %}',
    '{{ name | upcase }}',
    '{{ row["name"] }}',
    '{{- name -}}',
    '{{ name',
  ])('leaves %s to Liquid', (text) => expect(parsePlain(text, columns)).toBeNull());
  it('prefers the exact name, and does not guess between two that are alike', () => {
    expect(parsePlain('{{Name}}', ['name', 'Name'])?.segments).toEqual(['', 1, '']);
    expect(parsePlain('{{NAME}}', ['name', 'Name'])?.unknown).toEqual(['NAME']);
  });
  it('keeps single braces around a place', () =>
    expect(parsePlain('{"a": {{price}}}', columns)?.segments).toEqual(['{"a": ', 2, '}']));
  it('takes text without any place as it is', () =>
    expect(parsePlain('no place { } here', columns)?.segments).toEqual(['no place { } here']));
});

describe('the prompt of a draft', () => {
  it.each([
    [null, 'csv', ['a', 'b'], null],
    ['  ', 'csv', ['a', 'b'], null],
    [null, 'csv', ['a', 'Prompt'], '{{Prompt}}'],
    [null, 'text', ['text'], '{{text}}'],
    ['Sum up:', 'text', ['text'], 'Sum up:\n\n{{text}}'],
    ['Greet', 'csv', ['a', 'b'], 'Greet\n\na: {{a}}\nb: {{b}}'],
    ['Hi {{a}}', 'csv', ['a', 'b'], 'Hi {{a}}'],
  ])('%s with %s %j', (prompt, format, columns, template) =>
    expect(promptFor(prompt, format, columns)?.template ?? null).toBe(template),
  );
});

describe('settings', () => {
  const model: Model = {
    id: 'claude-haiku-5-5',
    displayName: 'Haiku',
    lifecycle: 'active',
    retiresAt: null,
    maxOutputTokens: 1000,
    contextTokens: null,
    batch: true,
    structuredOutputs: true,
    efforts: [...EFFORTS],
    thinking: ['adaptive', 'disabled'],
  };
  const FIELDS = { answerFields: [{ name: 'a', key: 'a', type: 'text', choices: [], description: null }] };
  const NO_FIELDS = { models: [{ ...model, structuredOutputs: false }] };
  const facts = { columns: ['a'], readyMade: false, models: [model], now: 1_000 };
  const settings = defaultSettings('claude-haiku-5-5');
  const codes = (change: object, more: object = {}) =>
    checkSettings({ ...settings, maxTokens: 10, ...change }, { ...facts, ...more }).map(({ code }) => code);
  it.each([
    [{}, {}, []],
    [{ model: 'claude-nine' }, {}, ['unknown-model']],
    [{}, { models: [{ ...model, lifecycle: 'retired' }] }, ['retired-model']],
    [{}, { models: [{ ...model, retiresAt: 1_000 }] }, ['retired-model']],
    [{}, { models: [{ ...model, retiresAt: 1_001 }] }, []],
    [{}, { models: [{ ...model, batch: false }] }, ['no-batches']],
    [{ model: 'claude-nine' }, { models: null }, ['no-price']],
    [{}, { models: null }, []],
    [FIELDS, {}, []],
    [FIELDS, { models: null }, []],
    [FIELDS, NO_FIELDS, ['no-fields']],
    [FIELDS, { ...NO_FIELDS, readyMade: true }, []],
    [{}, NO_FIELDS, []],
    [{ maxTokens: 0 }, {}, ['max-tokens']],
    [{ maxTokens: 1.5 }, {}, ['max-tokens']],
    [{ maxTokens: 1001 }, {}, ['max-tokens']],
    [{ maxTokens: 1001 }, { models: [{ ...model, id: 'claude-haiku-5-5-20261001' }] }, ['max-tokens']],
    [{ maxTokens: 0, idColumn: 'b' }, {}, ['max-tokens', 'unknown-id-column']],
    [{ idColumn: 'b' }, { readyMade: true }, []],
    [{ effort: 'low', thinking: 'disabled' }, {}, []],
    [{ effort: 'max', thinking: 'disabled' }, {}, ['thinking']],
    [{ effort: 'max', thinking: 'adaptive' }, {}, []],
    [{ effort: 'low' }, { models: [{ ...model, efforts: [] }] }, ['thinking']],
    [{ effort: 'max' }, { models: [{ ...model, efforts: ['low', 'high'] }] }, ['thinking']],
    [{ thinking: 'between_tools' }, {}, ['thinking']],
    [{ thinking: 'between_tools' }, { readyMade: true }, []],
    [{ thinking: 'between_tools', effort: 'max' }, { models: null }, []],
    [{ thinking: 'adaptive' }, { models: [{ ...model, thinking: [] }] }, ['thinking']],
    [{ thinking: 'enabled' }, { models: null }, ['thinking']],
    [{ thinking: 'enabled', maxTokens: 1025 }, { models: null }, []],
    [{ idColumn: 'b' }, {}, ['unknown-id-column']],
    [{ idColumn: 'A' }, {}, []],
  ])('%j %j → %j', (change, more, expected) => expect(codes(change, more)).toEqual(expected));
});

describe('the nearest word', () => {
  it.each([
    ['stauts', 'status'],
    ['lsit', 'list'],
    ['Submit', 'submit'],
    ['resluts', 'results'],
    ['frobnicate', null],
  ])('to %s is %s', (word, expected) => {
    expect(nearest(word, ['status', 'list', 'submit', 'results'])).toBe(expected);
  });
});

describe('the name of a results file', () => {
  it.each([
    ['products.csv', 'products-results.csv'],
    ['a/b\\c: d.tsv', 'a-b-c-d-results.csv'],
    ['.hidden', 'job-7-results.csv'],
    ['<!channel>.csv', 'channel-results.csv'],
    ['café 折り.csv', 'café-折り-results.csv'],
    [`${'a'.repeat(79)}𠮷𠮷.csv`, `${'a'.repeat(79)}𠮷-results.csv`],
    [`${'a'.repeat(79)} b.csv`, `${'a'.repeat(79)}-results.csv`],
  ])('of %s is %s', (name, expected) => {
    expect(
      resultsFileName(
        { number: 7, source: { fileId: 'F', name, sizeBytes: 1, messageTs: null, more: [] } },
        'csv',
      ),
    ).toBe(expected);
  });
});

describe('a message batch', () => {
  it('takes requests up to its two limits', () => {
    expect(fits({ requests: 99_999, bodyBytes: 10 }, 10)).toBe(true);
    expect(fits({ requests: 100_000, bodyBytes: 10 }, 10)).toBe(false);
    expect(fits({ requests: 1, bodyBytes: 249_999_980 }, 19)).toBe(true);
    expect(fits({ requests: 1, bodyBytes: 249_999_980 }, 20)).toBe(false);
  });
});

describe('a submission of unknown outcome', () => {
  it('settles the longer the larger it is: two minutes for a small body, a quarter of an hour for 250 MB', () => {
    expect(settleMsFor(2_000, 120_000)).toBe(120_006);
    expect(settleMsFor(40_000_000, 120_000)).toBe(240_000);
    expect(settleMsFor(250_000_000, 120_000)).toBe(870_000);
  });
});

describe('the moves', () => {
  it.each([
    ['job', JOB_MOVES, 'building'],
    ['batch', BATCH_MOVES, 'ready'],
  ])('of a %s reach every state from the first', (_what, moves: Record<string, readonly string[]>, first) => {
    const reached = new Set([first]);
    for (const state of reached) for (const next of moves[state] ?? []) reached.add(next);
    expect([...reached].sort()).toEqual(Object.keys(moves).sort());
  });
  it.each([
    ['job', JOB_MOVES],
    ['batch', BATCH_MOVES],
  ])('of a %s lead only to states that there are', (_what, moves: Record<string, readonly string[]>) => {
    for (const next of Object.values(moves).flat()) expect(Object.keys(moves)).toContain(next);
  });
  it('lead out of done only into another attempt, approved or not, or to its deletion, and never out of collected', () =>
    expect([JOB_MOVES.done, BATCH_MOVES.collected]).toEqual([
      ['done', 'submitting', 'needs-approval', 'deleting'],
      [],
    ]));
});

describe('a job', () => {
  const job = { teamId: 'T', channelId: 'C', ownerId: 'U', submittedBy: 'V' };
  it.each([
    ['T', 'C', 'X', true],
    ['T', 'D', 'U', true],
    ['T', 'D', 'V', true],
    ['T', 'D', 'X', false],
    ['S', 'C', 'U', false],
  ])('of T/C/U, submitted by V, may be used from %s/%s by %s: %s', (teamId, channelId, userId, ok) => {
    expect(mayUse({ teamId, channelId, userId }, job)).toBe(ok);
  });
});
