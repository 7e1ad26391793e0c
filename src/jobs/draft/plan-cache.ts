// Requests are checked with their shared text marked for the prompt cache where that pays, else as they are.

import type { Settings } from '../../core/draft/settings.ts';
import { ServiceError } from '../../core/errors.ts';
import { type CacheEnd, type CachePlan, cachePlan, leastCacheTokens } from '../../core/money/cache.ts';
import { type SharedText, sharedTexts } from '../../core/request/shared-text.ts';
import type { CheckReport } from '../../ports/job-data.ts';
import type { Deps } from '../deps.ts';

type PlanDeps = Pick<Deps, 'batchApi' | 'log'>;

interface PlanInput {
  settings: Settings;
  /** The one that is asked, when an attempt asks another than the settings say. */
  model: string;
  format: string;
  columns: string[];
  readyMade: boolean;
  hasFiles: boolean;
  /** How many requests there are at most. */
  requests: number;
}

/**
 * @param check renders and plans every request, once, or twice when fewer are left than paying needs
 * @returns its report, and what was marked
 */
export async function checkWithCache(
  deps: PlanDeps,
  input: PlanInput,
  check: (cache: CacheEnd | null) => Promise<CheckReport>,
): Promise<{ checked: CheckReport; cache: CachePlan | null }> {
  const planned = await planCache(deps, input);
  if (planned !== null) {
    const checked = await check(planned.end);
    const cache = cachePlan(input.model, checked.requests, planned.end, planned.tokens);
    if (cache !== null) return { checked, cache };
  }
  return { checked: await check(null), cache: null };
}

async function planCache(deps: PlanDeps, input: PlanInput): Promise<CachePlan | null> {
  const { settings, model, format, columns, readyMade, hasFiles, requests } = input;
  if (!settings.usesCache || readyMade) return null;
  for (const shared of sharedTexts(settings, format, columns)) {
    // Beside a file the prompt comes last, so nothing of it is shared.
    if (hasFiles && shared.end === 'prompt') continue;
    const most = Math.ceil(bytesOf(shared) / FEWEST_BYTES_PER_TOKEN);
    // Nobody has to be asked about what is surely too short.
    if (most < leastCacheTokens(model) || cachePlan(model, requests, shared.end, most) === null) continue;
    const plan = cachePlan(model, requests, shared.end, await tokensOf(deps, model, shared));
    if (plan !== null) return plan;
  }
  return null;
}

/** A token of any script has at least about so many bytes. */
const FEWEST_BYTES_PER_TOKEN = 2;
/** For a guess that does not promise too much. */
const MANY_BYTES_PER_TOKEN = 5;

function bytesOf({ system, head }: SharedText): number {
  return Buffer.byteLength((system ?? '') + head);
}

/** Counted by Anthropic, or guessed when it cannot be asked. */
async function tokensOf({ batchApi, log }: PlanDeps, model: string, shared: SharedText): Promise<number> {
  const { system, head } = shared;
  try {
    return await batchApi.countTokens({
      model,
      ...(system === null ? {} : { system }),
      messages: [{ role: 'user', content: head === '' ? '.' : head }],
    });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    log.warn({ code: error.code, kind: error.kind }, 'tokens of the shared text could not be counted');
    return Math.floor(bytesOf(shared) / MANY_BYTES_PER_TOKEN);
  }
}
