// The API's models, asked for at most every ten minutes.

import type { Model } from '../../core/draft/model.ts';
import { ServiceError } from '../../core/errors.ts';
import type { BatchApi } from '../../ports/batch-api.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';

export interface ModelList {
  /** @returns null when the API cannot be asked and no earlier answer is left. */
  read(): Promise<Model[] | null>;
}

const FRESH_MS = 10 * 60_000;

/** Keeps the last answer, and an old one rather than none. */
export function createModelList(deps: { batchApi: BatchApi; clock: Clock; log: Log }): ModelList {
  let last: { at: number; models: Model[] } | null = null;
  return {
    async read() {
      const now = deps.clock.now();
      if (last !== null && now - last.at < FRESH_MS) return last.models;
      try {
        last = { at: now, models: await deps.batchApi.models() };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        deps.log.warn({ code: error.code, kind: error.kind }, 'models could not be listed');
      }
      return last?.models ?? null;
    },
  };
}
