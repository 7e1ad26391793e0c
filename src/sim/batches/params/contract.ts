// What a check of params gets, and what it finds.
import type { Params } from '../json.ts';
import type { SimModel } from '../models.ts';

export interface ParamsError {
  type: 'invalid_request_error' | 'not_found_error';
  message: string;
}

export interface ParamsCall {
  version: string;
  betas: readonly string[];
  /** Some things are possible in one place only. */
  place: 'batch' | 'message' | 'count';
  /** The media type of an uploaded file, null when there is none; not given: nothing was uploaded. */
  fileType?: (id: string) => string | null;
}

export interface ParamsContext extends ParamsCall {
  model: SimModel;
}

/** @returns the first thing that is wrong, or null */
export type ParamsCheck = (params: Params, context: ParamsContext) => ParamsError | null;

export function invalid(message: string): ParamsError {
  return { type: 'invalid_request_error', message };
}

/** @returns the first error that the items give */
export function firstOf<T>(
  items: Iterable<T>,
  check: (item: T, index: number) => ParamsError | null,
): ParamsError | null {
  let index = 0;
  for (const item of items) {
    const error = check(item, index);
    if (error) return error;
    index += 1;
  }
  return null;
}
