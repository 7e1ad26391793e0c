// Task: some custom_ids of a message batch's results, read from their beginning and no further.
import { isResult } from '../../core/result/result.ts';
import type { ReadResults } from './collect.ts';

/** Enough to tell one job from another; the whole is compared when the results are collected. */
const SAMPLE = 100;

/** @returns none when no line can be read. @throws ServiceError */
export async function sampleIds(remoteId: string, readResults: ReadResults): Promise<string[]> {
  const ids: string[] = [];
  for await (const lines of readResults(remoteId)) {
    for (const line of lines) if (isResult(line)) ids.push(line.customId);
    if (ids.length >= SAMPLE) break;
  }
  return ids.slice(0, SAMPLE);
}
