// Whether a person may see and use a job from where they are: those of the conversation, their own, and what they are to approve.
import { mayUse } from '../../core/job/access.ts';
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from './actor.ts';
import { isAdmin, isApprover } from './admit.ts';

/** Slack is asked only where it matters: for a job of another conversation. @throws UserError when it cannot be asked then */
export async function canSee(
  deps: Pick<Deps, 'store' | 'directory' | 'options'>,
  actor: Actor,
  job: Job,
): Promise<boolean> {
  if (mayUse(actor, job)) return true;
  if (job.teamId !== actor.teamId) return false;
  return (await isAdmin(deps, actor)) || (job.state === 'needs-approval' && (await isApprover(deps, actor)));
}
