// When Anthropic's list is believed about a submission of unknown outcome.
import { expect, it } from 'vitest';
import { settledAt, settleMsFor } from '../../src/core/trouble/settle.ts';

const BASE_MS = 120_000;
const small = { bodyBytes: 1000, attemptedAt: 1_000_000, dueAt: null };

it('is later for a large body', () => {
  expect(settleMsFor(1000, BASE_MS)).toBe(120_003);
  expect(settleMsFor(250_000_000, BASE_MS)).toBe(870_000);
});

it('is counted from the end of the call, as far as that is known', () => {
  expect(settledAt({ ...small, attemptedAt: null }, 0, BASE_MS)).toBeNull();
  expect(settledAt({ ...small, dueAt: 5 }, 9e9, BASE_MS)).toBe(5);
  expect(settledAt(small, 0, BASE_MS)).toBe(1_000_000 + 120_003);
  // A small body was sent at once, whenever the process was killed.
  expect(settledAt(small, 2_000_000, BASE_MS)).toBe(1_000_000 + 120_003);
  const large = { ...small, bodyBytes: 40_000_000 };
  expect(settledAt(large, 2_000_000, BASE_MS)).toBe(2_000_000 + 240_000);
  expect(settledAt(large, 0, BASE_MS)).toBe(1_000_000 + 240_000);
});
