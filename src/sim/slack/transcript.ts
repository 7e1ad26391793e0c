// What people see in a conversation or view, as plain text.
import { blocksText, type NameOf, readableText } from './block-text.ts';
import { type Channel, isReply } from './channel.ts';
import { objectAt, textAt } from './json.ts';
import type { Message } from './message.ts';
import type { View } from './view.ts';
import type { Workspace } from './workspace.ts';

export interface TranscriptOptions {
  /** Also show what only this person saw. */
  for?: { id: string };
}

/** The conversation, oldest message first, replies indented under their parent. */
export function channelTranscript(
  workspace: Workspace,
  channel: Channel,
  options: TranscriptOptions = {},
): string {
  const ephemerals = channel.ephemerals.filter((message) => message.onlyFor === options.for?.id);
  const all = [...channel.messages, ...ephemerals].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  const parents = new Set(channel.messages.filter((message) => !isReply(message)).map(({ ts }) => ts));
  const lines = all.flatMap((message) => {
    if (isReply(message) && parents.has(message.threadTs ?? '')) return [];
    const replies = all.filter((other) => isReply(other) && other.threadTs === message.ts);
    return [
      messageText(workspace, message),
      ...replies.map((reply) => indent(messageText(workspace, reply))),
    ];
  });
  const title = channel.kind === 'im' ? `Direct message ${channel.id}` : `#${channel.name}`;
  return [title, ...lines].join('\n');
}

/** Every conversation that has something in it; what a failed wait shows. */
export function wholeTranscript(workspace: Workspace): string {
  const channels = [...workspace.channels.values()].flatMap((channel) => {
    const people = new Set(channel.ephemerals.map(({ onlyFor }) => onlyFor ?? ''));
    const own = [...people].map((id) => {
      const seen = channel.ephemerals.filter(({ onlyFor }) => onlyFor === id);
      return [
        `Only ${nameIn(workspace)(id)} saw:`,
        ...seen.map((message) => indent(messageText(workspace, message))),
      ].join('\n');
    });
    return channel.messages.length + own.length > 0 ? [channelTranscript(workspace, channel), ...own] : [];
  });
  const views = [...workspace.modals.values()].flat().map((view) => viewTranscript(workspace, view));
  const problems = workspace.journal.problems.map((problem) => `problem: ${problem}`);
  return [...channels, ...views, ...problems].join('\n\n');
}

/** A modal or home tab. */
export function viewTranscript(workspace: Workspace, view: View): string {
  const buttons = ['submit', 'close'].flatMap((key) => textAt(objectAt(view.source, key), 'text') ?? []);
  const title = view.type === 'home' ? 'Home' : `Modal: ${view.title}`;
  const footer = buttons.map((label) => `[${label}]`).join(' ');
  return [
    title,
    indent(blocksText(view.blocks, nameIn(workspace))),
    ...(footer ? [indent(footer)] : []),
  ].join('\n');
}

/** One message, its replies left out. */
export function messageText(workspace: Workspace, message: Message): string {
  const nameOf = nameIn(workspace);
  const own = message.onlyFor === undefined ? '' : ` (only visible to ${nameOf(message.onlyFor)})`;
  const body =
    message.blocks.length > 0 ? blocksText(message.blocks, nameOf) : readableText(message.text, nameOf);
  const files = message.files.map((file) =>
    file.deleted
      ? '📎 This file was deleted.'
      : `📎 ${file.name} (${file.size.toLocaleString('en-US')} bytes)`,
  );
  const reactions = message.reactions.map(({ name, users }) => `:${name}: ${users.length}`).join(' ');
  const rest = [...files, ...(reactions ? [reactions] : [])].map(indent);
  const [first = '', ...more] = body.split('\n');
  return [`${nameOf(message.user)}${own}: ${first}`, ...more.map(indent), ...rest].join('\n');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

function nameIn(workspace: Workspace): NameOf {
  return (id) =>
    id === workspace.identity.botUserId
      ? workspace.identity.botName
      : (workspace.people.get(id)?.name ?? workspace.channels.get(id)?.name ?? id);
}
