// One line of a message batch's results, in our words.
import type { Json } from '../json.ts';
import type { ModelUsage } from '../money/pricing.ts';
import type { ResultStatus } from './tally.ts';

/** What came back for one request. */
export interface Result {
  customId: string;
  status: ResultStatus;
  /** All text of the answer; null unless succeeded. */
  text: string | null;
  stopReason: string | null;
  /** The model that answered, as the API resolved it. */
  model: string | null;
  usage: ModelUsage | null;
  /** The usage object as received. */
  usageRaw: Json | null;
  errorType: string | null;
  errorMessage: string | null;
}

/** A line that could not be read. */
export interface MalformedLine {
  malformed: true;
  /** Counted from 1 in the results stream. */
  lineNumber: number;
}

export type ResultLine = Result | MalformedLine;

/** @returns whether a line could be read. */
export function isResult(line: ResultLine): line is Result {
  return !('malformed' in line);
}
