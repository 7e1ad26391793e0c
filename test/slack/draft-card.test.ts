// The draft card: what a person sees before money.

import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/core/draft/settings.ts';
import type { DraftReport } from '../../src/core/job/job.ts';
import { ACTIONS } from '../../src/slack/ids.ts';
import { jobCard } from '../../src/slack/views/job-card.ts';
import { BLOCKER, buttonsOf, makeJob, makeView, REPORT, shown } from './fixture.ts';

function draft(report: Partial<DraftReport> = {}, changes: Parameters<typeof makeJob>[0] = {}) {
  return jobCard(makeView(makeJob({ report: { ...REPORT, ...report }, ...changes })));
}

const NO_PROMPT = {
  line: null,
  field: 'prompt',
  code: 'no-prompt',
  text: 'There is no prompt yet.',
} as const;
const unprompted = (columns: string[]) =>
  draft(
    { blockers: [NO_PROMPT], estimate: null, previews: [], columns },
    { settings: { ...makeJob().settings, prompt: null } },
  );

describe('a draft', () => {
  it('names the job, what was found, the model and the limit', () => {
    const text = shown(draft());
    expect(text).toContain('Draft #42 · products.csv');
    expect(text).toContain('*10 requests* from 12 rows · CSV');
    expect(text).toContain('Columns `id` `name` `features`');
    expect(text).toContain('Columns are separated by semicolons.');
    expect(text).toContain('Model `claude-haiku-5-5` · at most 2,048 tokens per answer');
  });

  it('names every format, and no other for it', () => {
    const words = [...FORMATS, 'database' as const].map((format) => {
      const split = format === 'text' ? ('whole' as const) : null;
      return / from [^·]+ · ([\w ,]+)/.exec(shown(draft({ format, split })))?.[1];
    });
    expect(new Set(words).size).toBe(FORMATS.length + 1);
    expect(words).toContain('Excel');
    expect(words.filter((word) => word?.startsWith('text'))).toHaveLength(1);
  });

  it('tells how text was split, and what else is set', () => {
    const { settings } = makeJob();
    expect(shown(draft({ format: 'text', split: 'paragraph' }))).toContain('text, one request per paragraph');
    const text = shown(draft({}, { settings: { ...settings, system: 'Be kind', idColumn: 'id' } }));
    expect(text).toContain('with a system prompt · custom_id from `id`');
  });

  it('shows three prompts with their line and custom_id, in blocks that read no markup', () => {
    const card = draft({
      previews: [...REPORT.previews, { line: 99, customId: 'k3x-99', prompt: 'no more' }],
    });
    const prompts = card.blocks
      .filter(({ type }) => type === 'rich_text')
      .map((block) => shown({ blocks: [block] }));
    expect(prompts).toHaveLength(3);
    expect(prompts[1]).toContain('Describe <!channel> & *bold*');
    expect(shown(card)).toContain('Preview · line 12');
    expect(shown(card)).not.toContain('custom_id');
    const own = makeJob({ report: REPORT, settings: { ...makeJob().settings, idColumn: 'id' } });
    expect(shown(jobCard(makeView(own)))).toContain('Preview · line 12 · custom_id `k3x-10`');
    expect(shown(card)).not.toContain('no more');
  });

  it('cuts a long prompt and says so', () => {
    const card = draft({ previews: [{ line: 2, customId: 'a', prompt: 'x'.repeat(10_000) }] });
    expect(shown(card)).toContain(`${'x'.repeat(599)}…`);
    expect(shown(card)).not.toContain('x'.repeat(600));
  });

  it('tells the first five skipped rows by line, and how many there are', () => {
    const first = [9, 3, 4, 5, 6, 7].map((line) => ({
      line,
      code: 'ragged-row',
      text: `Row ${line} is <ragged>.`,
    }));
    const text = shown(draft({ skipped: { count: 1200, first } }));
    expect(text).toContain('*1,200 rows will be skipped:*\n• Line 3: Row 3 is &lt;ragged&gt;.');
    expect(text).toContain('• Line 7: ');
    expect(text).not.toContain('• Line 9: ');
    expect(text).toContain('… and 1,195 more');
  });

  it('gives the price as a range, the standard rate, what is saved, and how it was found', () => {
    const text = shown(draft());
    expect(text).toContain('*Price as a batch: $0.11 at most*');
    expect(text).toContain(
      'It is $0.11 only if every answer reaches its limit of 2,048 tokens; shorter answers cost less. The input alone is $0.0012.',
    );
    expect(text).toContain('Answered right away it would be $0.22 at most; a batch saves 50 %.');
    expect(text).toContain('about 1,234 tokens, counted by Anthropic on a sample');
    expect(text).toContain('Prices as of 2026-11-09.');
    expect(text).not.toContain('guessed');
  });

  it('says when the tokens were only guessed', () => {
    const estimate = REPORT.estimate && { ...REPORT.estimate, basis: 'guessed' as const };
    expect(shown(draft({ estimate }))).toContain(
      'only guessed from its length, because Anthropic could not be asked',
    );
  });

  it('has Submit, Try 3 rows, Edit and Discard, bound to the revision that was seen', () => {
    const [submit, tryRows, edit, discard, ...more] = buttonsOf(draft());
    expect(submit).toMatchObject({
      label: 'Submit',
      style: 'primary',
      action: ACTIONS.submit,
      value: '1|k3x|3',
    });
    expect(tryRows).toMatchObject({ label: 'Try 3 rows', action: ACTIONS.tryRows, value: '1|k3x|3' });
    expect(tryRows?.confirm).toContain('at the standard price, for $0.0660 at most');
    expect(edit).toMatchObject({ label: 'Edit', action: ACTIONS.edit, value: '1|k3x|3', confirm: '' });
    expect(discard).toMatchObject({ label: 'Discard', action: ACTIONS.discard });
    expect(discard?.confirm).toContain('Nothing was sent');
    expect(more).toEqual([]);
  });

  it('tells the range of rows that were tried, and offers to try only those that are left', () => {
    const tried = (rows: number) =>
      draft({
        estimate: REPORT.estimate && {
          ...REPORT.estimate,
          tried: { rows, lowMicros: 2000, highMicros: 50_000 },
        },
      });
    expect(shown(tried(3))).toContain('*Price as a batch: about $0.0020 to $0.05*, $0.11 at most');
    expect(buttonsOf(tried(3)).map(({ label }) => label)).toEqual(['Submit', 'Edit', 'Discard']);
    expect(buttonsOf(tried(2)).map(({ label }) => label)).toContain('Try 3 rows');
  });

  it('asks before money: job, requests, model, the most it can cost, and whose key pays', () => {
    const confirm = buttonsOf(draft())[0]?.confirm;
    for (const words of [
      '#42',
      '10 requests',
      'claude-haiku-5-5',
      '$0.11 at most',
      'this workspace’s Anthropic account',
    ])
      expect(confirm).toContain(words);
  });

  it('with a blocker says what to do and cannot be submitted', () => {
    const card = draft({ blockers: [BLOCKER] });
    expect(shown(card)).toContain('✋ *To do:* claude-old is retired. Choose another model with Edit.');
    expect(card.text).toContain('claude-old is retired');
    expect(buttonsOf(card).map(({ label }) => label)).toEqual(['Edit', 'Discard']);
  });

  it('tells five things to do, and how many there are', () => {
    const text = shown(draft({ blockers: Array.from({ length: 60 }, () => BLOCKER) }));
    expect(text.match(/To do:/g)).toHaveLength(5);
    expect(text).toContain('… and 55 more to do');
  });

  it('without a price cannot be submitted', () => {
    expect(buttonsOf(draft({ estimate: null, trial: null })).map(({ label }) => label)).toEqual([
      'Edit',
      'Discard',
    ]);
  });

  it('asks for a prompt with an example in the file’s own columns', () => {
    const card = unprompted(['id', 'name', 'features']);
    expect(shown(card)).toContain('“Write a short description of {{name}}. Use: {{features}}”');
    expect(shown(unprompted(['id']))).toContain('“Summarize in one sentence: {{id}}”');
    const [write] = buttonsOf(card);
    expect(write).toMatchObject({ label: 'Write the prompt', style: 'primary', action: ACTIONS.edit });
  });

  it('offers Edit, not Write the prompt, when a prompt is there but wrong', () => {
    const wrong = {
      line: null,
      field: 'prompt',
      code: 'template',
      text: 'The prompt uses {{nam}}.',
    } as const;
    const card = draft({ blockers: [wrong] });
    expect(buttonsOf(card)[0]).toMatchObject({ label: 'Edit', style: undefined });
    expect(shown(card)).not.toContain('for example');
  });

  it('of ready-made requests claims no model for them', () => {
    const card = draft({ readyMade: true, format: 'jsonl', columns: [] });
    expect(shown(card)).toContain('ready-made requests');
    expect(shown(card)).toContain('both only where a request names none');
    expect(shown(card)).toContain('only if every answer reaches its own limit');
    expect(buttonsOf(card)[0]?.confirm).toContain('to the models they name');
  });

  it('says why it is back', () => {
    const card = draft({}, { notice: 'Anthropic refused it.' });
    expect(shown(card)).toContain('⚠️ Anthropic refused it.');
  });

  it('has a text that says it all in a sentence', () => {
    expect(draft().text).toBe(
      'Job #42 (products.csv): Draft. 10 requests to claude-haiku-5-5, $0.11 at most. Press Submit to send it.',
    );
  });
});

describe('before and instead of a draft', () => {
  it('a file being read', () => {
    const card = jobCard(makeView(makeJob({ state: 'building', report: null })));
    expect(shown(card)).toContain('Reading products.csv…');
    expect(card.text).toContain('Job #42 (products.csv): Reading');
    expect(buttonsOf(card)).toEqual([]);
  });

  it('a message batch being looked up', () => {
    const card = jobCard(
      makeView(makeJob({ state: 'building', kind: 'watched', source: null, report: null })),
    );
    expect(shown(card)).toContain('Looking up the message batch');
    expect(shown(card)).not.toContain('Submit');
  });

  it('a file that could not be used', () => {
    const card = jobCard(
      makeView(makeJob({ state: 'failed', report: null, notice: 'It is empty. Drop another.' })),
    );
    expect(shown(card)).toContain('❌ Failed · #42 · products.csv');
    expect(shown(card)).toContain('It is empty. Drop another.');
    expect(shown(card)).toContain('nothing was charged');
  });

  it('a discarded draft', () => {
    const card = jobCard(makeView(makeJob({ state: 'discarded' })));
    expect(shown(card)).toContain('Discarded · #42');
    expect(buttonsOf(card)).toEqual([]);
  });
});
