// A person changes settings, by command or in the modal: each kind is admitted by itself, all is checked before any is stored.
import { checkSettings } from '../../core/draft/check-settings.ts';
import { defaultSettings } from '../../core/draft/settings.ts';
import { UserError } from '../../core/errors.ts';
import { isDirectMessage } from '../../core/job/access.ts';
import type { Preference } from '../../core/people/preference.ts';
import type { ChannelSettings, WorkspaceSettings } from '../../core/people/settings.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from './actor.ts';
import { admit, isAdmin } from './admit.ts';
import { changePreference, preferenceOf } from './preference.ts';
import {
  changeChannelSettings,
  changeWorkspaceSettings,
  channelSettings,
  workspaceSettings,
} from './settings.ts';

export interface SettingsChange {
  workspace: Partial<WorkspaceSettings>;
  channel: Partial<ChannelSettings>;
  /** What the person chooses for themselves. */
  own: Partial<Preference>;
}

/** What a person sees of the settings, and whether they may change those of the workspace. */
export interface SettingsView {
  workspace: WorkspaceSettings;
  own: Preference;
  /** null in a direct message. */
  channel: ChannelSettings | null;
  channelId: string;
  /** Of the operator, where the workspace names none. */
  defaultModel: string;
  isAdmin: boolean;
}

/** @throws UserError when the settings cannot be read, or Slack not be asked who the person is */
export async function viewSettings(deps: Deps, actor: Actor): Promise<SettingsView> {
  const { channelId } = actor;
  return {
    workspace: await workspaceSettings(deps, actor.teamId),
    own: await preferenceOf(deps, actor),
    channel: isInNoChannel(channelId) ? null : await channelSettings(deps, actor),
    channelId,
    defaultModel: deps.options.defaultModel,
    isAdmin: await isAdmin(deps, actor),
  };
}

/** @throws UserError when the person may not, or a value cannot be */
export async function changeSettings(
  deps: Deps,
  actor: Actor,
  { workspace, channel, own }: SettingsChange,
): Promise<void> {
  const isWorkspace = Object.keys(workspace).length > 0;
  const isChannel = Object.keys(channel).length > 0;
  if (isWorkspace) await admit(deps, actor, 'configure');
  if (isChannel) await admit(deps, actor, channel.approvalAbove === undefined ? 'see' : 'configure');
  if (isChannel && isInNoChannel(actor.channelId))
    throw new UserError(
      'no-channel',
      'A direct message has no settings of its own: every file in it becomes a draft.',
      'Type it in the channel that is meant.',
    );
  checkHours(workspace.approvalHours);
  if (typeof workspace.defaultModel === 'string') await checkModel(deps, workspace.defaultModel);
  if (isWorkspace) await changeWorkspaceSettings(deps, actor, workspace);
  if (isChannel) await changeChannelSettings(deps, actor, channel);
  if (Object.keys(own).length > 0)
    await changePreference(deps, actor, { ...(await preferenceOf(deps, actor)), ...own });
}

/** In the Home tab there is no conversation at all. */
function isInNoChannel(channelId: string): boolean {
  return channelId === '' || isDirectMessage(channelId);
}

/** A month is as long as anybody waits. */
const MOST_HOURS = 744;

function checkHours(hours = 1): void {
  if (hours >= 1 && hours <= MOST_HOURS) return;
  throw new UserError(
    'approval-hours',
    `“${hours}” is no number of hours from 1 to ${MOST_HOURS}.`,
    'Choose one like 24.',
  );
}

async function checkModel(deps: Deps, model: string): Promise<void> {
  const facts = { columns: [], readyMade: false, models: await deps.modelList.read(), now: deps.clock.now() };
  if (!checkSettings(defaultSettings(model), facts).some(({ field }) => field === 'model')) return;
  throw new UserError(
    'default-model',
    `${model} cannot be the default model: drafts with it could not be sent.`,
    'Choose one in the window of /batch settings, which lists those that can.',
  );
}
