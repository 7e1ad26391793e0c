// What stands in a button's value.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  ACTIONS,
  CALLBACKS,
  decodeBatchRef,
  decodeJobRef,
  encodeBatchRef,
  encodeJobRef,
} from '../../src/slack/ids.ts';

it('names the version, the job and the revision', () => {
  expect(encodeJobRef({ jobId: 'k3x', revision: 7 })).toBe('1|k3x|7');
});

it('reads back what it wrote', () => {
  const jobId = fc.string({ unit: fc.constantFrom(...'abcxyz0189'), minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(jobId, fc.nat({ max: 999_999_999 }), (id, revision) => {
      expect(decodeJobRef(encodeJobRef({ jobId: id, revision }))).toEqual({ jobId: id, revision });
    }),
  );
});

it.each([
  '',
  '1',
  '1|k3x',
  '1|k3x|',
  '1|k3x|-1',
  '1|k3x|1.5',
  '1|K3X|1',
  '1|a b|1',
  '1||1',
  '2|k3x|1',
  '1|k3x|1\n',
  ' 1|k3x|1',
])('does not read %j', (value) => {
  expect(decodeJobRef(value)).toBeNull();
});

it('has no id twice', () => {
  const ids = [...Object.values(ACTIONS), ...Object.values(CALLBACKS)];
  expect(new Set(ids).size).toBe(ids.length);
});

it.each([
  { jobId: 'k3x', revision: 3, batchId: 'b1', remoteId: 'msgbatch_01Kk2g' },
  { jobId: 'k3x', revision: 3, batchId: 'b1', remoteId: null },
])('reads back which message batch a button names: %j', (ref) => {
  expect(decodeBatchRef(encodeBatchRef(ref))).toEqual(ref);
  expect(decodeJobRef(encodeBatchRef(ref))).toEqual({ jobId: 'k3x', revision: 3 });
});

it.each([
  '',
  '1|k3x|1',
  '1|k3x|1|',
  '1|k3x|1|b1',
  '1|k3x|1|B1|',
  '1|k3x|1|b1|other',
  '1|k3x|1|b1|msgbatch_1|',
])('names no message batch in %j', (value) => {
  expect(decodeBatchRef(value)).toBeNull();
});
