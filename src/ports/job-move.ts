// A move of a job: the states it expects, the one it leads to, and what is set with it.
import type { Job, JobState } from '../core/job/job.ts';

export type JobMove = {
  from: JobState[];
  to: JobState;
  /** Only when the job still has this revision. */
  revision?: number;
  set?: Partial<
    Pick<
      Job,
      | 'settings'
      | 'report'
      | 'notice'
      | 'tally'
      | 'attempt'
      | 'retry'
      | 'approvals'
      | 'deletion'
      | 'submittedBy'
      | 'submittedAt'
      | 'endedAt'
      | 'revision'
      | 'threadTs'
    >
  >;
};
