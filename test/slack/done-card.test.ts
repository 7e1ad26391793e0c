// What people are told when a job has ended: on its card, and in the closing message.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/core/job/job.ts';
import { RESULTS_FORMATS } from '../../src/core/result/results-file.ts';
import type { Tally } from '../../src/core/result/tally.ts';
import { ACTIONS, decodeJobRef } from '../../src/slack/ids.ts';
import { closingMessage, closingText } from '../../src/slack/views/closing.ts';
import { jobCard } from '../../src/slack/views/job-card.ts';
import { chosenFormat } from '../../src/slack/views/more-formats.ts';
import { outcomeWords, tallyWords } from '../../src/slack/views/words.ts';
import { buttonsOf, MINUTE, makeBatch, makeView, NOW, shown, submittedJob, TALLY } from './fixture.ts';

function done(tally: Partial<Tally> | null, changes: Partial<Job> = {}): Job {
  return submittedJob({
    state: 'done',
    endedAt: NOW - MINUTE,
    tally: tally === null ? null : { ...TALLY, ...tally },
    ...changes,
  });
}

const card = (job: Job) => jobCard(makeView(job, [makeBatch({ state: 'collected' })]));

const MIXED: Partial<Tally> = {
  succeeded: 90,
  cutOff: 2,
  refused: 1,
  errored: 7,
  expired: 2,
  missing: 1,
  errors: [
    { text: 'overloaded_error: Overloaded', count: 4 },
    { text: 'invalid_request_error: <messages> & more', count: 2 },
    { text: 'not_found_error: model: claude-x', count: 1 },
  ],
};

describe('the outcome', () => {
  it.each<[string, Partial<Tally>]>([
    ['Done', {}],
    ['Done with errors (95/100)', { cutOff: 3, refused: 2 }],
    ['Done with errors (0/100)', { cutOff: 100 }],
    ['Done with errors (97/100)', { succeeded: 97, errored: 3 }],
    ['Done with errors (97/100)', { misfit: 3 }],
    ['Done with errors (96/100)', { succeeded: 97, misfit: 1, expired: 3 }],
    ['Failed (0/100)', { misfit: 100 }],
    ['Done with errors (97/100)', { succeeded: 97, missing: 3 }],
    ['Done with errors (97/100)', { succeeded: 97, expired: 2, errored: 1 }],
    ['Expired (40/100)', { succeeded: 40, expired: 60 }],
    ['Expired (0/100)', { succeeded: 0, expired: 100 }],
    ['Cancelled', { succeeded: 40, canceled: 60 }],
    ['Cancelled', { succeeded: 0, canceled: 100 }],
    ['Cancelled', { succeeded: 1, canceled: 98, errored: 1 }],
    ['Failed (0/100)', { succeeded: 0, errored: 100 }],
    ['Failed (0/1,000)', { requests: 1000, succeeded: 0, missing: 1000 }],
  ])('is %s', (words, tally) => {
    expect(outcomeWords(done(tally))).toBe(words);
  });

  it('is Done only when every request has its whole answer, and its numbers sum up', () => {
    const parts = fc.tuple(...Array.from({ length: 8 }, () => fc.nat(50_000)));
    fc.assert(
      fc.property(
        parts,
        ([
          whole = 0,
          cutOff = 0,
          refused = 0,
          errored = 0,
          canceled = 0,
          expired = 0,
          missing = 0,
          misfit = 0,
        ]) => {
          const succeeded = whole + cutOff + refused + misfit;
          const lost = errored + canceled + expired + missing;
          const tally = {
            ...TALLY,
            requests: succeeded + lost,
            succeeded,
            cutOff,
            refused,
            errored,
            canceled,
            expired,
            missing,
            misfit,
          };
          expect(outcomeWords(done(tally)) === 'Done').toBe(lost + misfit + cutOff + refused === 0);
          const numbers = (tallyWords(tally).match(/[\d,]+/g) ?? []).map((text) =>
            Number(text.replaceAll(',', '')),
          );
          expect(numbers.reduce((a, b) => a + b, 0)).toBe(tally.requests);
        },
      ),
    );
  });
});

describe('the card of a done job', () => {
  it('tells counts, cost against the estimate, who and when', () => {
    const text = shown(card(done({})));
    expect(text).toContain('✅ Done · #42 · products.csv');
    expect(text).toContain('*100 done* of 100 requests');
    expect(text).toContain('It cost $0.0123 (1,200 tokens in, 3,400 out). At most it could have been $0.11.');
    expect(text).toContain('Submitted by <@U0BEN>');
    expect(text).toContain('after 11 minutes');
    expect(text).not.toContain('Why requests failed');
  });

  it('tells partial failure in the header, the text and the counts', () => {
    const message = card(done(MIXED));
    expect(shown(message)).toContain('⚠️ Done with errors (87/100) · #42');
    expect(message.text).toContain('Done with errors (87/100)');
    expect(shown(message)).toContain(
      '87 done · 2 cut off · 1 refused · 7 failed · 2 expired · 1 without a result',
    );
  });

  it('tells why, with what to do', () => {
    const text = shown(card(done(MIXED)));
    expect(text).toContain('• 4 × overloaded_error: Overloaded → Anthropic’s own trouble: retry these rows');
    expect(text).toContain('• 2 × invalid_request_error: &lt;messages&gt; &amp; more → change the prompt');
    expect(text).toContain('• 1 × not_found_error: model: claude-x → choose another model');
    expect(text).toContain(
      '2 answers cut off, mostly at the limit of 2,048 tokens: retry them with a higher limit',
    );
    expect(text).toContain('1 request that Claude declined');
    expect(text).toContain('2 requests not reached within 24 hours and not billed');
    expect(text).toContain('1 request without a result');
  });

  it('says when the cost is not known, and gives no number for it', () => {
    const text = shown(card(done({ costMicros: null }, { report: null })));
    expect(text).toContain('What it cost is not known here');
    expect(text).not.toContain('$');
  });

  it('does not change with the time of looking', () => {
    for (const job of [done({}), done(MIXED, { endedAt: null }), done(null)]) {
      const later = jobCard({
        job,
        batches: [makeBatch()],
        now: NOW + 99 * MINUTE,
        eta: null,
        standings: [],
        approvalLimitMicros: null,
        notify: 'mention',
        triedMicros: 0,
        recipes: [],
      });
      expect(
        jobCard({
          job,
          batches: [makeBatch()],
          now: NOW,
          eta: null,
          standings: [],
          approvalLimitMicros: null,
          notify: 'mention',
          triedMicros: 0,
          recipes: [],
        }),
      ).toEqual(later);
    }
  });

  it('counts answers that are labels, as text', () => {
    const counts = [
      { label: 'yes', count: 1200 },
      { label: '<!here>', count: 3 },
    ];
    expect(shown(card(done({ labels: [{ name: null, counts }] })))).toContain(
      'Answers: yes 1,200 · &lt;!here&gt; 3',
    );
    expect(shown(card(done({ labels: [] })))).not.toContain('Answers:');
  });

  it('offers every format in a menu that says which job', () => {
    const menu = card(done({}))
      .blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))
      .at(-1);
    if (menu?.type !== 'static_select') throw new Error('There is no menu.');
    expect(menu.placeholder?.text).toBe('More formats');
    const values = menu.options?.map(({ value }) => value ?? '') ?? [];
    expect(values.map(chosenFormat).sort()).toEqual([...RESULTS_FORMATS].sort());
    for (const value of values) expect(decodeJobRef(value)).toEqual({ jobId: 'k3x', revision: 3 });
    expect(chosenFormat('1|k3x|3|pdf')).toBeNull();
    expect(chosenFormat('')).toBeNull();
  });

  it('without a known end tells none', () => {
    for (const endedAt of [null, 0]) expect(shown(card(done({}, { endedAt })))).not.toContain('ended <!date');
  });

  it('without a tally still says that it ended, and why', () => {
    expect(shown(card(done(null, { notice: 'The results are gone.' })))).toContain('⚠️ The results are gone.');
  });
});

describe('the closing message', () => {
  it('mentions the submitter once, and says what came of it, what it cost and what the files hold', () => {
    const text = closingText(makeView(done(MIXED)));
    expect(text.match(/<@/g)).toHaveLength(1);
    expect(text).toMatch(/^<@U0BEN> ⚠️ Job #42 \(products\.csv\): \*Done with errors \(87\/100\)\*\./);
    expect(text).toContain('87 done');
    expect(text).toContain('It cost $0.01');
    expect(text).toContain('The files hold your rows in their order');
  });

  it('of a watched message batch promises no rows of the file', () => {
    const text = closingText(makeView(done({}, { kind: 'watched', source: null, submittedBy: null })));
    expect(text).toContain('<@U0ANA>');
    expect(text).not.toContain('your rows');
  });

  it('mentions nobody when somebody asked for the files', () => {
    const text = closingText(makeView(done({})), 'asked');
    expect(text).not.toContain('<@');
    expect(text).toContain('Results of job #42 (products.csv).');
  });

  it('has a button when the files could not be attached', () => {
    const message = closingMessage(makeView(done({})));
    expect(shown(message)).toContain('could not be attached');
    expect(shown(message).match(/<@/g)).toHaveLength(1);
    expect(buttonsOf(message)).toEqual([
      expect.objectContaining({
        label: 'Send the files again',
        action: ACTIONS.sendFilesAgain,
        value: '1|k3x|3',
      }),
    ]);
    expect(message.text).toContain('Done');
  });
});
