// The state of one workspace and the few things every part of the stand-in needs.

import type { Changes } from './changes.ts';
import type { Channel } from './channel.ts';
import type { Delivery } from './delivery/contract.ts';
import type { Faults } from './faults.ts';
import type { FileContent, SimFile } from './file.ts';
import { type Identity, newId } from './identity.ts';
import type { Journal } from './journal.ts';
import type { Manifest } from './manifest.ts';
import type { Message } from './message.ts';
import type { View } from './view.ts';

export interface PersonRecord {
  id: string;
  name: string;
  timezone: string;
  deactivated: boolean;
  /** Workspace admin or owner; guest of several channels or of one; a bot of another app. */
  role: 'member' | 'admin' | 'owner' | 'multi-channel guest' | 'single-channel guest' | 'bot';
  /** The organisation of a person who is here through a shared channel. */
  otherTeamId?: string;
}

export interface Trigger {
  person: string;
  madeAtMs: number;
  used: boolean;
  /** The view the interaction happened in, if any; views.push needs one. */
  viewId?: string;
}

export interface PendingUpload {
  fileId: string;
  name: string;
  lengthBytes: number;
  altText?: string;
  received: boolean;
  /** The bytes came, but a fault kept the app from knowing. */
  answerLost: boolean;
  completed: boolean;
}

export interface ResponseUrl {
  person: string;
  channel: string;
  /** The message the interaction happened on; commands have none. */
  message?: Message;
  uses: number;
  madeAtMs: number;
}

export interface Workspace {
  manifest: Manifest;
  scopes: Set<string>;
  identity: Identity;
  /** Base address, no slash at the end; set once the server listens. */
  url: string;
  now(): number;
  random(): number;
  /** Types of blocks that it does not take yet. */
  refusedBlocks: readonly string[];
  fileSettleMs: number;
  ackTimeoutMs: number;
  botTokenRevoked: boolean;
  appTokenRevoked: boolean;
  people: Map<string, PersonRecord>;
  channels: Map<string, Channel>;
  /** User groups: id → members. */
  userGroups: Map<string, string[]>;
  files: Map<string, SimFile>;
  contents: Map<string, FileContent>;
  uploads: Map<string, PendingUpload>;
  /** Modal stack of each person, the visible one last. */
  modals: Map<string, View[]>;
  homes: Map<string, View>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  /** Tickets for socket connections: ticket → made at (ms). */
  tickets: Map<string, number>;
  journal: Journal;
  changes: Changes;
  faults: Faults;
  delivery: Delivery;
  nextTs(): string;
  /** Records a mistake of the app. */
  problem(text: string): void;
  /** Runs something later unless the workspace is closed before. */
  later(delayMs: number, run: () => void): void;
}

/** Message ids: seconds and microseconds, always growing, unique in the workspace. */
export function createTsClock(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(Math.floor(now() * 1000), last + 1);
    const seconds = Math.floor(last / 1_000_000);
    return `${seconds}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
}

/** A trigger_id for an interaction of this person; valid once and for 3 s. */
export function newTrigger(workspace: Workspace, person: string, viewId?: string): string {
  const id = `${workspace.now()}.${newId('')}`;
  workspace.triggers.set(id, {
    person,
    madeAtMs: workspace.now(),
    used: false,
    ...(viewId === undefined ? {} : { viewId }),
  });
  return id;
}

/** The direct conversation of a person and the bot, made on first use. */
export function directMessageOf(workspace: Workspace, personId: string): Channel {
  for (const channel of workspace.channels.values()) {
    if (channel.kind === 'im' && channel.members.has(personId)) return channel;
  }
  const channel: Channel = {
    id: newId('D'),
    name: 'directmessage',
    kind: 'im',
    members: new Set([personId, workspace.identity.botUserId]),
    archived: false,
    messages: [],
    ephemerals: [],
    deletedTs: new Set(),
    createdMs: workspace.now(),
  };
  workspace.channels.set(channel.id, channel);
  return channel;
}

/** True when the bot is a member of the conversation. */
export function botIsIn(workspace: Workspace, channel: Channel): boolean {
  return channel.members.has(workspace.identity.botUserId);
}

/** True when the app may see the file: its own, given to it in a modal, or shared where the bot is. */
export function appSeesFile(workspace: Workspace, file: SimFile): boolean {
  if (file.user === workspace.identity.botUserId || file.givenToApp) return true;
  return file.shares.some((share) => {
    const channel = workspace.channels.get(share.channel);
    return channel !== undefined && botIsIn(workspace, channel);
  });
}
