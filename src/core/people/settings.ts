// What admins decide for a workspace, and members for a channel, as it is stored.
import { UserError } from '../errors.ts';

export interface WorkspaceSettings {
  /** null: the operator's DEFAULT_MODEL. */
  defaultModel: string | null;
  /** Ids of people (U…) and user groups (S…); null: every full member. */
  submitters: readonly string[] | null;
  /** The same; null: the admins. */
  approvers: readonly string[] | null;
  /** Ids of channels; null: every channel. */
  channels: readonly string[] | null;
  sharedChannels: boolean;
  /** Micro-dollars that a job may cost without the approval of somebody else; null: any. */
  approvalAboveMicros: number | null;
  /** After so many hours nobody can approve any more. */
  approvalHours: number;
  /** Whether approvers may approve what they asked for themselves. */
  selfApproval: boolean;
  /** Where the digest of each month goes, from the month on in which that was decided ('YYYY-MM', UTC); null: nowhere. */
  digest: { channelId: string; since: string } | null;
}

export const OFFERS = ['always', 'mention', 'never'] as const;
/** Which dropped files are taken up: each with a quiet offer, those with a mention, or none. */
export type Offer = (typeof OFFERS)[number];

export interface ChannelSettings {
  offer: Offer;
  /** As for the workspace, decided by its admins; null: as there. 'any': nothing needs approval here. */
  approvalAbove: number | 'any' | null;
}

export const WORKSPACE_DEFAULTS: WorkspaceSettings = {
  defaultModel: null,
  submitters: null,
  approvers: null,
  channels: null,
  sharedChannels: false,
  approvalAboveMicros: null,
  approvalHours: 24,
  selfApproval: false,
  digest: null,
};
export const CHANNEL_DEFAULTS: ChannelSettings = { offer: 'always', approvalAbove: null };

/** @throws UserError when what is stored cannot be read: then nobody is let in by mistake */
export function readWorkspaceSettings(text: string | null): WorkspaceSettings {
  if (text === null) return WORKSPACE_DEFAULTS;
  const found = parse(text);
  // Earlier versions knew less.
  const { defaultModel, sharedChannels, approvalAboveMicros, approvalHours, selfApproval, digest } = {
    ...WORKSPACE_DEFAULTS,
    ...found,
  };
  if (typeof sharedChannels !== 'boolean' || (defaultModel !== null && typeof defaultModel !== 'string'))
    throw unreadable();
  if (!isLimit(approvalAboveMicros) || !(Number(approvalHours) > 0) || typeof selfApproval !== 'boolean')
    throw unreadable();
  if (digest !== null && (typeof digest?.channelId !== 'string' || typeof digest.since !== 'string'))
    throw unreadable();
  return {
    defaultModel,
    submitters: idsOf(found.submitters),
    approvers: idsOf(found.approvers),
    channels: idsOf(found.channels),
    sharedChannels,
    approvalAboveMicros,
    approvalHours,
    selfApproval,
    digest,
  };
}

/** @throws UserError as readWorkspaceSettings does */
export function readChannelSettings(text: string | null): ChannelSettings {
  if (text === null) return CHANNEL_DEFAULTS;
  const { offer, approvalAbove } = { ...CHANNEL_DEFAULTS, ...parse(text) };
  const known = OFFERS.find((one) => one === offer);
  if (known === undefined || (approvalAbove !== 'any' && !isLimit(approvalAbove))) throw unreadable();
  return { offer: known, approvalAbove };
}

function isLimit(value: unknown): value is number | null {
  return value === null || (Number.isSafeInteger(value) && Number(value) >= 0);
}

function parse(text: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null) return { ...found };
  } catch {
    // told below
  }
  throw unreadable();
}

function idsOf(value: unknown): string[] | null {
  if (value === null) return null;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw unreadable();
}

function unreadable(): UserError {
  return new UserError(
    'settings-unreadable',
    'The settings of this workspace cannot be read, so I do nothing.',
    'Tell the operator of this bot: the log says “settings-unreadable”.',
  );
}
