// A person writes a message or drops files into a conversation.
import { statSync } from 'node:fs';
import { type Channel, findMessage, isReply } from '../channel.ts';
import { contentSize, type FileContent, type FileMode, fileTypeOf, type SimFile } from '../file.ts';
import { newId } from '../identity.ts';
import { type Message, newMessage } from '../message.ts';
import { recordShares, sharedEvents } from '../posting.ts';
import { botIsIn, type PersonRecord, type Workspace } from '../workspace.ts';

export interface NewFile {
  name: string;
  content?: string | Buffer;
  /** A file on disk, streamed when downloaded; instead of `content`. */
  path?: string;
  mimetype?: string;
  /** The size Slack claims, in bytes, when it should differ from the real one. */
  announcedSize?: number;
  mode?: FileMode;
  /** The file comes from another organisation through Slack Connect. */
  connect?: 'resolves' | 'denied';
}

export interface SayOptions {
  threadTs?: string;
  files?: NewFile[];
}

/** Posts the message and sends the app the events it subscribed to. Throws when Slack would not let the person. */
export function say(
  workspace: Workspace,
  person: PersonRecord,
  channel: Channel,
  text: string,
  options: SayOptions = {},
): Message {
  if (person.deactivated) throw new Error(`${person.name} is deactivated.`);
  if (!channel.members.has(person.id)) throw new Error(`${person.name} is not in ${channel.name}.`);
  if (channel.archived) throw new Error(`${channel.name} is archived.`);
  const { threadTs } = options;
  if (threadTs !== undefined) {
    const parent = findMessage(channel, threadTs);
    if (parent === undefined || isReply(parent)) throw new Error(`There is no thread ${threadTs}.`);
  }
  const files = (options.files ?? []).map((file) => addPersonFile(workspace, person.id, file));
  const message = newMessage({
    channel: channel.id,
    ts: workspace.nextTs(),
    user: person.id,
    text: encodeTyped(workspace, text),
    files,
    ...(files.length > 0 ? { subtype: 'file_share' } : {}),
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  channel.messages.push(message);
  recordShares(workspace, message);
  emitSaid(workspace, channel, message);
  workspace.changes.notify();
  return message;
}

function emitSaid(workspace: Workspace, channel: Channel, message: Message): void {
  const [posted, ...shared] = sharedEvents(workspace, channel, message);
  if (posted === undefined) return;
  posted.event.client_msg_id = crypto.randomUUID();
  const events = [posted, ...shared];
  const isMention = message.text.includes(`<@${workspace.identity.botUserId}>`);
  if (isMention && channel.kind !== 'im' && botIsIn(workspace, channel)) {
    const { subtype: _subtype, channel_type: _channelType, ...event } = posted.event;
    events.push({ channel, event: { ...event, type: 'app_mention' } });
  }
  workspace.delivery.emit(events);
}

/** What Slack makes of typed text: `&`, `<`, `>` escaped, @names turned into mentions. */
function encodeTyped(workspace: Workspace, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const names: [string, string][] = [...workspace.people.values()].map(({ name, id }) => [name, id]);
  names.push([workspace.identity.botName, workspace.identity.botUserId]);
  names.sort(([a], [b]) => b.length - a.length);
  return names.reduce((shown, [name, id]) => shown.replaceAll(`@${name}`, `<@${id}>`), escaped);
}

/** Keeps a new file of a person; it is not shared anywhere yet. */
export function addPersonFile(workspace: Workspace, personId: string, file: NewFile): SimFile {
  const content = readContent(file);
  const added: SimFile = {
    id: newId('F'),
    name: file.name,
    title: file.name,
    mimetype: file.mimetype ?? fileTypeOf(file.name).mimetype,
    size: file.announcedSize ?? contentSize(content),
    mode: file.mode ?? 'hosted',
    user: personId,
    createdMs: workspace.now(),
    deleted: false,
    shares: [],
    settledAtMs: workspace.now() + workspace.fileSettleMs,
    givenToApp: false,
    ...(file.connect === undefined ? {} : { connect: file.connect }),
  };
  workspace.files.set(added.id, added);
  if (added.mode !== 'external') workspace.contents.set(added.id, content);
  return added;
}

function readContent(file: NewFile): FileContent {
  if (file.path !== undefined) return { path: file.path, sizeBytes: statSync(file.path).size };
  const content = file.content ?? '';
  return { bytes: typeof content === 'string' ? Buffer.from(content) : content };
}
