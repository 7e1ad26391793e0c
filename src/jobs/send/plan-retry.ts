// Another attempt of an ended job: its rows chosen, rendered and priced, and nothing sent.
import { hasFiles, type Job } from '../../core/job/job.ts';
import { type Retry, type RetryChoice, triedLimit } from '../../core/result/retry.ts';
import type { Deps } from '../deps.ts';
import { createPriceLoads } from '../draft/estimate-requests.ts';
import { checkWithCache } from '../draft/plan-cache.ts';
import { maxBatchRequests } from '../draft/price-draft.ts';

type PlanDeps = Pick<Deps, 'jobData' | 'batchApi' | 'modelList' | 'log' | 'options'>;

/** @returns what the next attempt would be; `requests` is 0 when no row is chosen */
export async function planRetry(deps: PlanDeps, job: Job, choice: RetryChoice): Promise<Retry> {
  const attempt = job.attempt + 1;
  const { settings, report } = job;
  const models = await deps.modelList.read();
  const shared = {
    settings,
    model: choice.overrides.model ?? settings.model,
    format: report?.format ?? 'csv',
    columns: report?.columns ?? [],
    readyMade: report?.readyMade ?? false,
    hasFiles: hasFiles(report?.format ?? 'csv', job),
    requests: report?.requests ?? 0,
  };
  const { checked, cache } = await checkWithCache(deps, shared, (end) =>
    deps.jobData.checkRetry({
      jobId: job.id,
      format: report?.format ?? 'csv',
      settings,
      models,
      maxBatchRequests: maxBatchRequests(deps, job),
      attempt,
      choice,
      cache: end,
    }),
  );
  const { requests, duplicates, plan } = checked;
  return {
    ...choice,
    attempt,
    requests,
    rows: requests + duplicates.rows,
    plan,
    cache,
    triedMaxTokens: triedLimit(job),
    estimate: requests === 0 ? null : (await createPriceLoads(deps, checked))(checked.loads, cache),
  };
}
