// Another attempt of an ended job: its rows chosen, rendered and priced, and nothing sent.
import type { Job } from '../../core/job.ts';
import type { Retry, RetryChoice } from '../../core/retry.ts';
import type { Deps } from '../deps.ts';
import { createPriceLoads } from '../draft/estimate-requests.ts';
import { maxBatchRequests } from '../draft/price-draft.ts';

type PlanDeps = Pick<Deps, 'jobData' | 'batchApi' | 'modelList' | 'log' | 'options'>;

/** @returns what the next attempt would be; `requests` is 0 when no row is chosen */
export async function planRetry(deps: PlanDeps, job: Job, choice: RetryChoice): Promise<Retry> {
  const attempt = job.attempt + 1;
  const checked = await deps.jobData.checkRetry({
    jobId: job.id,
    format: job.report?.format ?? 'csv',
    settings: job.settings,
    models: await deps.modelList.read(),
    maxBatchRequests: maxBatchRequests(deps, job),
    attempt,
    choice,
  });
  const { requests, duplicates, plan } = checked;
  return {
    ...choice,
    attempt,
    requests,
    rows: requests + duplicates.rows,
    plan,
    estimate: requests === 0 ? null : (await createPriceLoads(deps, checked))(checked.loads),
  };
}
