// A person of the workspace: everything they can do, in one object.
import type { Channel } from '../channel.ts';
import type { Message } from '../message.ts';
import type { View } from '../view.ts';
import type { PersonRecord, Workspace } from '../workspace.ts';
import { type ClickOptions, type Confirms, choose, click } from './click.ts';
import { type CommandResult, runCommand } from './command.ts';
import type { InputValue } from './fill.ts';
import { type SayOptions, say } from './say.ts';
import { openHome, runMessageShortcut, runShortcut } from './shortcut.ts';
import { closeView, type SubmitResult, submit } from './submit.ts';
import type { Target } from './target.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Writes a message, with files if given. */
  say(channel: Channel, text: string, options?: SayOptions): Promise<Message>;
  /** Types a slash command, such as `/batch list`; resolves when the app acknowledged it. */
  command(channel: Channel, line: string, options?: { threadTs?: string }): Promise<CommandResult>;
  /** Presses the button with this text in a message or view. */
  click(target: Target, label: string, options?: ClickOptions): Promise<{ ackMs: number }>;
  /** Picks from a menu, found by action_id, placeholder or input label. */
  choose(target: Target, name: string, value: string | string[]): Promise<{ ackMs: number }>;
  messageShortcut(message: Message, callbackId: string): Promise<{ ackMs: number }>;
  shortcut(callbackId: string): Promise<{ ackMs: number }>;
  openHome(tab?: 'home' | 'messages'): Promise<void>;
  /** Closes a modal without submitting it. */
  closeView(view: View, options?: { all?: boolean }): Promise<void>;
  /** Fills inputs by label and submits the modal. */
  submit(view: View, values?: Record<string, InputValue>): Promise<SubmitResult>;
  /** Adds the app's bot to a conversation, as `/invite` does. */
  invite(channel: Channel): void;
  /** Adds the person to a conversation, or takes them out. */
  join(channel: Channel): void;
  leave(channel: Channel): void;
  /** The account is deactivated by an admin. */
  deactivate(): void;
}

/** The person's actions on a workspace. */
export function createPerson(workspace: Workspace, confirms: Confirms, record: PersonRecord): Person {
  return {
    id: record.id,
    name: record.name,
    say: async (channel, text, options) => ({ ...say(workspace, record, live(channel), text, options) }),
    command: (channel, line, options) => runCommand(workspace, record, live(channel), line, options),
    click: (target, label, options) => click(workspace, confirms, record, target, label, options),
    choose: (target, name, value) => choose(workspace, confirms, record, target, name, value),
    messageShortcut: (message, callbackId) => runMessageShortcut(workspace, record, message, callbackId),
    shortcut: (callbackId) => runShortcut(workspace, record, callbackId),
    openHome: async (tab) => openHome(workspace, record, tab),
    closeView: (view, options) => closeView(workspace, record, view, options),
    submit: (view, values) => submit(workspace, record, view, values),
    invite: (channel) => joined(channel, workspace.identity.botUserId, record.id),
    join: (channel) => joined(channel, record.id, null),
    leave(channel) {
      live(channel).members.delete(record.id);
      workspace.changes.notify();
    },
    deactivate() {
      record.deactivated = true;
      workspace.changes.notify();
    },
  };

  /** @param inviter null for who came by themselves */
  function joined(channel: Channel, user: string, inviter: string | null): void {
    live(channel).members.add(user);
    workspace.delivery.emit([
      {
        channel: live(channel),
        event: {
          type: 'member_joined_channel',
          user,
          channel: channel.id,
          channel_type: channel.kind === 'private' ? 'G' : 'C',
          team: workspace.identity.teamId,
          ...(inviter === null ? {} : { inviter }),
          event_ts: workspace.nextTs(),
        },
      },
    ]);
    workspace.changes.notify();
  }

  function live(channel: Channel): Channel {
    const found = workspace.channels.get(channel.id);
    if (found === undefined) throw new Error(`No conversation ${channel.id} in this workspace.`);
    return found;
  }
}
