// Which rows deserve another attempt.
import { describe, expect, it } from 'vitest';
import { hasFailedRows } from '../../src/core/job/job.ts';
import { howToMend } from '../../src/core/result/mend.ts';
import {
  asksOtherwise,
  isRetried,
  mayPass,
  NO_OVERRIDES,
  type Overrides,
  type RetryKind,
  type RowOutcome,
  replaces,
} from '../../src/core/result/retry.ts';
import { TALLY } from '../support/store-contract/samples.ts';

const outcome = (changes: Partial<RowOutcome>): RowOutcome => ({
  status: 'succeeded',
  stopReason: 'end_turn',
  errorType: null,
  error: null,
  isMisfit: false,
  ...changes,
});
const failed = (errorType: string, error = 'No.') => outcome({ status: 'errored', errorType, error });

const ROWS = {
  whole: outcome({}),
  'whole by a stop sequence': outcome({ stopReason: 'stop_sequence' }),
  missing: null,
  expired: outcome({ status: 'expired' }),
  canceled: outcome({ status: 'canceled' }),
  overloaded: failed('overloaded_error'),
  invalid: failed('invalid_request_error'),
  'cut off': outcome({ stopReason: 'max_tokens' }),
  'out of context': outcome({ stopReason: 'model_context_window_exceeded' }),
  paused: outcome({ stopReason: 'pause_turn' }),
  refused: outcome({ stopReason: 'refusal' }),
  misfit: outcome({ isMisfit: true }),
};

const SETTINGS = { model: 'claude-a', maxTokens: 2048, effort: null, thinking: null };

function chosen(
  only: RetryKind | null,
  overrides: Partial<Overrides> = {},
  settings = SETTINGS as typeof SETTINGS | null,
) {
  const isChanged = asksOtherwise(settings, { ...NO_OVERRIDES, ...overrides });
  return Object.entries(ROWS).flatMap(([name, row]) => (isRetried(row, only, isChanged) ? [name] : []));
}

describe('a retry', () => {
  it('takes without being told what may succeed as it is', () => {
    expect(chosen(null)).toEqual(['missing', 'expired', 'overloaded', 'misfit']);
  });

  it('takes what was asked for, and of that only what may succeed', () => {
    expect(chosen('expired')).toEqual(['expired']);
    expect(chosen('errored')).toEqual(['missing', 'overloaded']);
    expect(chosen('cut-off')).toEqual([]);
    expect(chosen('refused')).toEqual(['refused']);
    expect(chosen('misfit')).toEqual(['misfit']);
    expect(chosen('all')).toEqual(['missing', 'expired', 'canceled', 'overloaded', 'refused', 'misfit']);
  });

  it('takes more when it asks differently', () => {
    const more = { maxTokens: 4000 };
    expect(chosen('cut-off', more)).toEqual(['cut off', 'out of context', 'paused']);
    expect(chosen('errored', { model: 'claude-x' })).toEqual(['missing', 'overloaded', 'invalid']);
    expect(chosen('all', more)).toEqual(Object.keys(ROWS).filter((name) => !name.startsWith('whole')));
    expect(chosen('cut-off', { effort: 'low' })).toHaveLength(3);
  });

  it('takes no more when what it asks for is as it was, but for ready-made requests, which may have had another', () => {
    const same: Partial<Overrides>[] = [
      { model: 'claude-a' },
      { maxTokens: 2048 },
      { effort: null },
      { thinking: null },
    ];
    for (const overrides of same) expect(chosen('cut-off', overrides)).toEqual([]);
    for (const overrides of same.slice(0, 2)) expect(chosen('cut-off', overrides, null)).toHaveLength(3);
  });
});

it.each([
  ['api_error', 'x', true],
  ['overloaded_error', 'x', true],
  ['timeout_error', 'x', true],
  ['rate_limit_error', 'x', true],
  ['billing_error', 'x', true],
  ['some_new_error', 'x', true],
  [null, null, true],
  ['invalid_request_error', 'messages: Field required', false],
  ['invalid_request_error', 'Your credit balance is too low to access the Anthropic API.', true],
  ['invalid_request_error', 'You have reached your specified API usage limits.', true],
  ['not_found_error', 'model: claude-x', false],
  ['permission_error', 'x', false],
  ['request_too_large', 'x', false],
])('%s %s may pass: %s', (type, message, passes) => {
  expect(mayPass(type, message)).toBe(passes);
});

it('keeps an answer before a failure, and takes the later one of two alike', () => {
  expect(replaces('expired', 'succeeded')).toBe(false);
  expect(replaces('succeeded', 'succeeded')).toBe(true);
  expect(replaces('errored', 'expired')).toBe(true);
  expect(replaces('succeeded', 'errored')).toBe(true);
});

it.each([
  ['not_found_error: model: claude-x', 'another model'],
  ['invalid_request_error: Your credit balance is too low', 'needs credit'],
  ['overloaded_error: Overloaded', 'as they are'],
  ['invalid_request_error: max_tokens: 9999999 > 64000, which is the maximum', 'lower limit'],
  ['invalid_request_error: prompt is too long: 1 > 2', 'shorter'],
  ['invalid_request_error: Unable to download the file. Please verify', 'address'],
  ['permission_error: no', 'operator'],
  ['invalid_request_error: messages: no', 'change the prompt'],
])('%s → %s', (error, advice) => {
  expect(howToMend(error)).toContain(advice);
});

it('rows without a whole answer can be had, misfits among them', () => {
  const whole = { ...TALLY, requests: 9, succeeded: 9, cutOff: 0, refused: 0, misfit: 0 };
  expect(hasFailedRows({ report: null, tally: whole })).toBe(false);
  for (const kind of ['cutOff', 'refused', 'misfit'])
    expect(hasFailedRows({ report: null, tally: { ...whole, [kind]: 1 } })).toBe(true);
  expect(hasFailedRows({ report: null, tally: { ...whole, requests: 10 } })).toBe(true);
});
