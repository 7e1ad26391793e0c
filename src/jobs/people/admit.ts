// The one door: whoever types, clicks, submits or drops something is admitted here, or told why not.
import { ServiceError } from '../../core/errors.ts';
import { isDirectMessage } from '../../core/job/access.ts';
import { groupsOf, rolesOf } from '../../core/people/lists.ts';
import { cannotCheck, refusalError } from '../../core/people/refusal.ts';
import {
  type Action,
  may,
  type Person,
  type Place,
  type Refusal,
  refusalOf,
  type Standing,
} from '../../core/people/role.ts';
import type { WorkspaceSettings } from '../../core/people/settings.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from './actor.ts';
import { workspaceSettings } from './settings.ts';

type DoorDeps = Pick<Deps, 'store' | 'directory' | 'options'>;

/** As many as a sentence can name. */
const MOST_NAMED = 20;

/** @throws UserError that says who may and how to ask; also when Slack cannot be asked who somebody is, then with a ServiceError as its cause */
export async function admit(deps: DoorDeps, actor: Actor, action: Action): Promise<void> {
  const settings = await workspaceSettings(deps, actor.teamId);
  const refusal = await checked(async () => {
    // Strangers learn nothing of the place, and the place is not asked about for them.
    const person = await personOf(deps, actor, settings);
    return refusalOf(
      person,
      action,
      person.standing === 'member' ? await placeOf(deps, actor, settings) : OPEN,
    );
  });
  if (refusal !== null) throw refusalError(refusal, whoMay(refusal, settings, deps.options.admins));
}

/** @returns whether the person is an admin, who sees the jobs of every conversation; not when Slack cannot be asked */
export async function isAdmin(deps: DoorDeps, actor: Actor): Promise<boolean> {
  const settings = await workspaceSettings(deps, actor.teamId);
  return may(await checked(() => personOf(deps, actor, settings)), 'configure', OPEN);
}

/** @returns what the account is, which says nothing about its roles @throws UserError when Slack cannot be asked */
export async function standingOf({ directory }: DoorDeps, userId: string): Promise<Standing> {
  return (await checked(() => directory.person(userId))).standing;
}

/** @returns whether the person may approve jobs; not when Slack cannot be asked */
export async function isApprover(deps: DoorDeps, actor: Actor): Promise<boolean> {
  const settings = await workspaceSettings(deps, actor.teamId);
  return may(await checked(() => personOf(deps, actor, settings)), 'approve', OPEN);
}

const OPEN: Place = { isShared: false, allowsShared: false, isAllowed: true };

async function personOf(deps: DoorDeps, actor: Actor, settings: WorkspaceSettings): Promise<Person> {
  const { directory, options } = deps;
  if (actor.teamId !== directory.teamId) return { standing: 'stranger', roles: [] };
  const { standing, isWorkspaceAdmin } = await directory.person(actor.userId);
  if (standing !== 'member') return { standing, roles: [] };
  const isOneOfAdmins = isWorkspaceAdmin || options.admins.includes(actor.userId);
  const groups: string[] = [];
  // Admins may all, so that a group that cannot be asked about locks out nobody who could mend the list.
  for (const id of isOneOfAdmins ? [] : groupsOf(settings))
    if ((await directory.groupMembers(id)).includes(actor.userId)) groups.push(id);
  return { standing, roles: rolesOf({ userId: actor.userId, isAdmin: isOneOfAdmins, groups }, settings) };
}

async function placeOf(
  { directory }: DoorDeps,
  { channelId }: Actor,
  { channels, sharedChannels: allowsShared }: WorkspaceSettings,
): Promise<Place> {
  // The Home tab is in no conversation.
  if (channelId === '' || isDirectMessage(channelId)) return OPEN;
  return {
    isShared: await directory.isShared(channelId),
    allowsShared,
    isAllowed: channels === null || channels.includes(channelId),
  };
}

async function checked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw cannotCheck(error.kind === 'refused' || error.kind === 'gone', error);
  }
}

function whoMay(
  refusal: Refusal,
  settings: WorkspaceSettings,
  admins: readonly string[],
): readonly string[] | null {
  const named = { submitter: settings.submitters, approver: settings.approvers ?? admins, admin: admins };
  const list = refusal in named ? named[refusal as keyof typeof named] : null;
  return list === null || list.length === 0 || list.length > MOST_NAMED ? null : list;
}
