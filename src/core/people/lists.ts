// Who stands on a list of people and user groups, and what roles that gives.
import type { Role } from './role.ts';
import type { WorkspaceSettings } from './settings.ts';

export interface Membership {
  userId: string;
  /** Admin or owner of the workspace, or named by the operator. */
  isAdmin: boolean;
  /** Those of the listed user groups that the person is in. */
  groups: readonly string[];
}

type Lists = Pick<WorkspaceSettings, 'submitters' | 'approvers'>;

/** @returns every role of a full member; they are added up */
export function rolesOf({ userId, isAdmin, groups }: Membership, lists: Lists): Role[] {
  const isOn = (list: readonly string[]) => list.some((id) => id === userId || groups.includes(id));
  const roles: Role[] = ['viewer'];
  if (lists.submitters === null || isOn(lists.submitters)) roles.push('submitter');
  if (lists.approvers !== null && isOn(lists.approvers)) roles.push('approver');
  if (isAdmin) roles.push('admin');
  return roles;
}

/** @returns the user groups that have to be asked about */
export function groupsOf({ submitters, approvers }: Lists): string[] {
  return [...new Set([...(submitters ?? []), ...(approvers ?? [])])].filter(isUserGroup);
}

export function isUserGroup(id: string): boolean {
  return id.startsWith('S');
}
