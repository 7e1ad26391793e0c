// The card while Anthropic has the job.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/core/job/batch.ts';
import type { Job } from '../../src/core/job/job.ts';
import { ACTIONS } from '../../src/slack/ids.ts';
import { jobCard } from '../../src/slack/views/job-card.ts';
import { elapsedWords } from '../../src/slack/views/words.ts';
import { buttonsOf, MINUTE, makeBatch, makeView, NOW, shown, submittedJob } from './fixture.ts';

const submitting = (batch: Partial<Batch>) =>
  jobCard(makeView(submittedJob({ state: 'submitting' }), [makeBatch({ remoteId: null, ...batch })]));
const running = (batches: Batch[], changes: Partial<Job> = {}) =>
  jobCard(makeView(submittedJob(changes), batches));

describe('submitting', () => {
  it('says so, and can be cancelled', () => {
    const card = submitting({ state: 'submitting', attemptedAt: NOW - 29_000 });
    expect(shown(card)).toContain('📤 Submitting · #42 · products.csv');
    expect(buttonsOf(card).map(({ label }) => label)).toEqual(['Cancel']);
  });

  it.each([
    ['after half a minute without an answer', { attemptedAt: NOW - 31_000 }],
    ['with a notice', { attemptedAt: NOW, notice: 'no answer' }],
  ])('is checking with Anthropic %s', (_when, batch) => {
    const card = submitting({ state: 'submitting', ...batch });
    expect(shown(card)).toContain('🔎 Checking with Anthropic');
    expect(shown(card)).toContain('It is not known yet whether Anthropic took the requests');
    expect(shown(card)).toContain('Nothing is sent twice, and there is nothing you need to do.');
    expect(card.text).toContain('Checking with Anthropic');
  });

  it('tells why a message batch waits that was surely not taken', () => {
    const card = submitting({ state: 'ready', attemptedAt: null, notice: 'Anthropic is busy.' });
    expect(shown(card)).toContain('Submitting · #42');
    expect(shown(card)).toContain('Anthropic is busy.');
  });

  it('asks for a person when several could be ours', () => {
    const candidates = [
      { id: 'msgbatch_01first', createdAt: NOW },
      { id: 'msgbatch_02other', createdAt: NOW },
    ];
    const notice = '2 message batches could be this one.';
    const card = submitting({ state: 'needs-human', candidates, notice });
    expect(shown(card)).toContain('Use …1first');
    expect(shown(card)).toContain('Use …2other');
    expect(buttonsOf(card).map(({ label }) => label)).toEqual([
      'None of them: send it again',
      'Do not send it',
    ]);
    expect(shown(card)).toContain('🙋 Needs a human');
    expect(shown(card)).toContain('nothing more is sent before a person decides');
  });
});

describe('running', () => {
  it('says who and when, how long, until when, for how much at most, and what it is called at Anthropic', () => {
    const card = running([makeBatch()]);
    const text = shown(card);
    expect(text).toContain('⏳ In progress · #42 · products.csv');
    expect(text).toContain('*10 requests* to `claude-haiku-5-5` · $0.11 at most');
    expect(text).toContain('Running for about 10 minutes.');
    expect(text).toMatch(/Anthropic has until <!date\^\d+\^.*>, and usually needs much less/);
    expect(text).toMatch(/Submitted by <@U0BEN> on <!date/);
    expect(text).toContain('`msgbatch_01abc`');
    expect(card.text).toBe('Job #42 (products.csv): In progress. 10 requests.');
  });

  it('can be cancelled, which explains what is still billed', () => {
    const [cancel, ...more] = buttonsOf(running([makeBatch()]));
    expect(cancel).toMatchObject({
      label: 'Cancel',
      style: 'danger',
      action: ACTIONS.cancel,
      value: '1|k3x|3',
    });
    expect(cancel?.confirm).toContain('still be billed');
    expect(more).toEqual([]);
  });

  it('invents no share of what is done', () => {
    expect(shown(running([makeBatch()]))).not.toMatch(/%|ended|processing/);
  });

  it('counts message batches, without the ones that Anthropic refused', () => {
    const card = running([
      makeBatch({ state: 'collected', requests: 6 }),
      makeBatch({ state: 'running', requests: 4, remoteId: 'msgbatch_02' }),
      makeBatch({ state: 'refused', requests: 2, remoteId: null, notice: 'Too large.' }),
    ]);
    expect(shown(card)).toContain('3 message batches (6 + 4 + 2)');
    expect(shown(card)).toContain('1 of 2 message batches ended.');
    expect(shown(card)).toContain('`msgbatch_01abc` `msgbatch_02`');
    expect(shown(card)).toContain('⚠️ Too large.');
    expect(card.text).toContain('1 of 2 message batches ended.');
  });

  it('tells counts only when there are some, and they sum up', () => {
    const five = fc.tuple(fc.nat(99_999), fc.nat(99_999), fc.nat(99_999), fc.nat(99_999));
    fc.assert(
      fc.property(five, ([succeeded, errored, canceled, expired]) => {
        const counts = { processing: 7, succeeded, errored, canceled, expired };
        const text = shown(running([makeBatch({ state: 'ended', counts })]));
        const match = /([\d,]+) requests? ended: (.*)\./.exec(text);
        const total = succeeded + errored + canceled + expired;
        if (total === 0) return expect(match).toBeNull();
        const numbers = (match?.[2]?.match(/[\d,]+/g) ?? []).map(readNumber);
        expect(readNumber(match?.[1] ?? '')).toBe(total);
        expect(numbers.reduce((a, b) => a + b, 0)).toBe(total);
      }),
    );
  });

  it('of a watched message batch shows its id and claims nothing of ours', () => {
    const card = running([makeBatch()], { kind: 'watched', source: null, report: null, submittedBy: null });
    expect(shown(card)).toContain('watched message batch');
    expect(shown(card)).toContain('`msgbatch_01abc`');
    expect(shown(card)).toContain('Watched for <@U0ANA>; created elsewhere');
    expect(shown(card)).not.toContain('claude-haiku');
  });

  it('being cancelled says what is still billed', () => {
    const card = running([makeBatch()], { state: 'canceling' });
    expect(shown(card)).toContain('🛑 Cancelling');
    expect(shown(card)).toContain('still billed');
    expect(buttonsOf(card)).toEqual([]);
  });

  it('changes some twenty times in a day, however often it is looked at', () => {
    const cards = Array.from({ length: 1441 }, (_, minute) => {
      const now = NOW + minute * MINUTE;
      return JSON.stringify(
        jobCard({
          job: submittedJob({ submittedAt: NOW }),
          batches: [makeBatch()],
          now,
          eta: null,
          standings: [],
          approvalLimitMicros: null,
          notify: 'mention',
          triedMicros: 0,
          recipes: [],
        }),
      );
    });
    expect(new Set(cards).size).toBeLessThanOrEqual(20);
    expect(new Set(cards).size).toBeGreaterThan(10);
  });
});

function readNumber(text: string): number {
  return Number(text.replaceAll(',', ''));
}

describe('elapsedWords', () => {
  it.each([
    [-5, 'less than a minute'],
    [59_999, 'less than a minute'],
    [MINUTE, 'about 1 minute'],
    [9 * MINUTE, 'about 5 minutes'],
    [10 * MINUTE, 'about 10 minutes'],
    [59 * MINUTE, 'about 45 minutes'],
    [60 * MINUTE, 'about 1 hour'],
    [90 * MINUTE, 'about 1.5 hours'],
    [179 * MINUTE, 'about 2 hours'],
    [23 * 60 * MINUTE, 'about 20 hours'],
    [99 * 60 * MINUTE, 'about 24 hours'],
  ])('%i ms is %s', (ms, words) => {
    expect(elapsedWords(ms)).toBe(words);
  });
});
