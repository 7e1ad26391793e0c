// How failures are sorted and what they say.
import { describe, expect, test } from 'vitest';
import { answerError } from '../../src/anthropic/errors.ts';
import { plainText } from '../../src/anthropic/plain-text.ts';
import { retryAfterMs } from '../../src/anthropic/retry-after.ts';
import { ServiceError } from '../../src/core/errors.ts';
import { explain } from '../../src/core/trouble/explain.ts';
import { KEY } from './fixture.ts';

function answered(
  status: number,
  body: unknown = null,
  retryAfter: string | null = null,
): Pick<ServiceError, 'kind' | 'code' | 'retryAfterMs'> {
  const { kind, code, retryAfterMs } = answerError({ status, body, retryAfter }, KEY);
  return { kind, code, retryAfterMs };
}

function body(type: string, message: string, errorCode?: string): unknown {
  return {
    type: 'error',
    error: { type, message, ...(errorCode ? { details: { error_code: errorCode } } : {}) },
  };
}

describe('answerError', () => {
  test.each([
    [400, 'refused', 'http_400'],
    [401, 'refused', 'authentication_error'],
    [402, 'refused', 'billing_error'],
    [403, 'refused', 'http_403'],
    [404, 'gone', 'not_found_error'],
    [408, 'unknown', 'http_408'],
    [409, 'unknown', 'http_409'],
    [413, 'refused', 'request_too_large'],
    [422, 'refused', 'http_422'],
    [429, 'busy', 'rate_limit_error'],
    [500, 'unknown', 'api_error'],
    [502, 'unknown', 'http_502'],
    [503, 'unknown', 'http_503'],
    [504, 'unknown', 'timeout_error'],
    [529, 'unknown', 'overloaded_error'],
    [307, 'refused', 'redirected'],
  ])('%i without a readable body is %s', (status, kind, code) => {
    expect(answered(status)).toMatchObject({ kind, code });
  });

  test('the code is the API’s own, the finer one first', () => {
    expect(answered(403, body('permission_error', 'No.')).code).toBe('permission_error');
    expect(answered(400, body('invalid_request_error', 'No.', 'cmek_key_disabled')).code).toBe(
      'cmek_key_disabled',
    );
  });

  test('a 429 is busy for as long as it says, at most an hour', () => {
    const limited = body('rate_limit_error', 'Slow down.');
    expect(answered(429, limited, '7')).toMatchObject({ kind: 'busy', retryAfterMs: 7000 });
    expect(answered(429, limited, '86400')).toMatchObject({ kind: 'busy', retryAfterMs: 3_600_000 });
  });

  test('a spend limit is no matter of waiting, unless it says how long', () => {
    const spent = body('rate_limit_error', 'Spent.', 'enforced_spend_limit_reached');
    expect(answered(429, spent)).toMatchObject({ kind: 'refused', code: 'enforced_spend_limit_reached' });
    expect(answered(429, spent, '30')).toMatchObject({ kind: 'busy', retryAfterMs: 30_000 });
    const worded = body('rate_limit_error', 'You have reached your API usage limits: …');
    expect(answered(429, worded).kind).toBe('refused');
  });

  test('a body of any shape is survived', () => {
    for (const odd of [
      '<html>',
      7,
      [],
      {},
      { error: 'x' },
      { error: { type: 5, message: {}, details: 'x' } },
    ]) {
      expect(answered(500, odd)).toMatchObject({ kind: 'unknown', code: 'api_error' });
    }
  });
});

describe('plainText', () => {
  test('takes out keys, control characters and pieces of what was sent', () => {
    expect(plainText(`Key ${KEY}x, Bearer abc.def and sk-ant-zz9 are\n\u0007wrong`, KEY)).toBe(
      'Key [key]x, [key] and [key] are wrong',
    );
    expect(plainText('The request body is not valid JSON: "Dear patient\n…', KEY)).toBe(
      'The request body is not valid JSON.',
    );
  });

  test('clips between characters, not within', () => {
    const clipped = plainText('😀'.repeat(400), KEY);
    expect(Array.from(clipped)).toHaveLength(300);
    expect(clipped.endsWith('😀…')).toBe(true);
    expect(plainText('a'.repeat(300), KEY)).toHaveLength(300);
  });
});

test.each([
  ['10', 10_000],
  ['0', 0],
  ['1.5', 1500],
  ['999999999', 3_600_000],
  ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
  ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
  ['', null],
  [null, null],
])('retry-after %s is %s ms', (header, ms) => {
  expect(retryAfterMs(header, Date.UTC(2026, 10, 24, 12))).toBe(ms);
});

describe('explain', () => {
  function explained(kind: ServiceError['kind'], code: string, message = 'As Anthropic says.') {
    return explain(new ServiceError('anthropic', kind, code, message));
  }

  test.each([
    ['refused', 'authentication_error', /did not accept the API key/],
    ['refused', 'billing_error', /no credit/],
    ['refused', 'enforced_spend_limit_reached', /spend limit/],
    ['refused', 'request_too_large', /more than Anthropic takes/],
    ['busy', 'rate_limit_error', /no more requests/],
    ['busy', 'unreachable', /cannot be reached/],
    ['unknown', 'overloaded_error', /overloaded/],
    ['unknown', 'no-answer', /not known whether it acted/],
    ['gone', 'not_found_error', /does not find/],
    ['gone', 'anything', /does not find/],
    ['refused', 'invalid_request_error', /As Anthropic says\./],
    ['busy', 'send-broken', /As Anthropic says\./],
  ] as const)('%s %s', (kind, code, expected) => {
    const { message, next } = explained(kind, code);
    expect(message).toMatch(expected);
    expect(next).toMatch(/^[A-Z].*\.$/);
  });

  test('a limit that the owner set comes as a 400 and is known by its words', () => {
    const said = 'You have reached your specified workspace API usage limits.';
    expect(explained('refused', 'invalid_request_error', said).message).toMatch(/spend limit/);
  });
});
