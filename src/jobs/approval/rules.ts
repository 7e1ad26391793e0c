// What needs approval in a conversation, for how long it can be given, and by whom.
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../deps.ts';
import { channelSettings, workspaceSettings } from '../people/settings.ts';

export interface ApprovalRules {
  /** Micro-dollars that may be sent without; null: any. */
  limitMicros: number | null;
  expiresAfterMs: number;
  allowsSelf: boolean;
  /** People and user groups; empty where only Slack knows who its admins are. */
  approvers: readonly string[];
}

const HOUR_MS = 60 * 60_000;

/** @returns micro-dollars that may be sent there without; null: any. @throws UserError as approvalRules does */
export async function approvalLimit(
  deps: Pick<Deps, 'store'>,
  where: Pick<Job, 'teamId' | 'channelId'>,
): Promise<number | null> {
  const { approvalAbove } = await channelSettings(deps, where);
  if (approvalAbove !== null) return approvalAbove === 'any' ? null : approvalAbove;
  return (await workspaceSettings(deps, where.teamId)).approvalAboveMicros;
}

/** @throws UserError when the settings cannot be read: then nothing is sent by mistake */
export async function approvalRules(
  deps: Pick<Deps, 'store' | 'options'>,
  where: Pick<Job, 'teamId' | 'channelId'>,
): Promise<ApprovalRules> {
  const workspace = await workspaceSettings(deps, where.teamId);
  return {
    limitMicros: await approvalLimit(deps, where),
    expiresAfterMs: workspace.approvalHours * HOUR_MS,
    allowsSelf: workspace.selfApproval,
    approvers: workspace.approvers ?? deps.options.admins,
  };
}
