// Starts the stand-in for a Slack workspace: real HTTP and WebSocket on 127.0.0.1, strict about everything it is sent.

import { readFileSync } from 'node:fs';
import { createRateLimiter } from './api/rate-limit.ts';
import { revokeBotToken } from './api/session.ts';
import { createChanges } from './changes.ts';
import { type Channel, findMessage, threadOf } from './channel.ts';
import { createDelivery, RETRY_DELAYS_MS } from './delivery/delivery.ts';
import { checkSubscriptions } from './delivery/event.ts';
import { createHttpTransport } from './delivery/http.ts';
import { createSocketTransport } from './delivery/socket.ts';
import { createFaults } from './faults.ts';
import { deleteFile } from './file-removal.ts';
import { createIdentity, newId } from './identity.ts';
import { createJournal } from './journal.ts';
import { grantedScopes } from './manifest.ts';
import type { Message } from './message.ts';
import { modalStack } from './modals.ts';
import { createPerson } from './people/person.ts';
import { deleteFromChannel } from './posting.ts';
import { createRandom } from './random.ts';
import { listen } from './server.ts';
import type { SlackOptions, SlackSim } from './sim.ts';
import { channelTranscript, messageText, viewTranscript, wholeTranscript } from './transcript.ts';
import { createTsClock, directMessageOf, type Workspace } from './workspace.ts';

export type { Channel } from './channel.ts';
export type { Fault } from './faults.ts';
export type { Manifest } from './manifest.ts';
export type { Message } from './message.ts';
export type { Person } from './people/person.ts';
export type { SlackOptions, SlackSim } from './sim.ts';

/** Starts one workspace with the manifest's app installed in it. */
export async function startSlack(options: SlackOptions): Promise<SlackSim> {
  const now = options.now ?? Date.now;
  const timers = new Set<NodeJS.Timeout>();
  const journal = createJournal();
  const socket = createSocketTransport(() => workspace);
  const http = createHttpTransport(() => workspace, options.requestUrl);
  const isSocketMode = options.manifest.settings?.socket_mode_enabled === true;
  const workspace: Workspace = {
    manifest: options.manifest,
    scopes: new Set(grantedScopes(options.manifest)),
    identity: createIdentity(options.manifest, options.teamId),
    url: '',
    now,
    random: createRandom(options.seed ?? 1),
    refusedBlocks: options.refusedBlocks ?? [],
    fileSettleMs: options.fileSettleMs ?? 50,
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    botTokenRevoked: false,
    appTokenRevoked: false,
    people: new Map(),
    channels: new Map(),
    userGroups: new Map(),
    files: new Map(),
    contents: new Map(),
    uploads: new Map(),
    modals: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    tickets: new Map(),
    journal,
    changes: createChanges(() => wholeTranscript(workspace)),
    faults: createFaults(),
    delivery: createDelivery(
      () => workspace,
      isSocketMode ? socket : http,
      options.retryDelaysMs ?? RETRY_DELAYS_MS,
      options.unruly,
    ),
    nextTs: createTsClock(now),
    problem(text) {
      journal.problems.push(text);
      workspace.changes.notify();
    },
    later(delayMs, run) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, delayMs);
      timers.add(timer);
    },
  };
  journal.problems.push(...checkSubscriptions(workspace));
  const limiter = options.rateLimits === false ? undefined : createRateLimiter(now);
  const server = await listen(workspace, limiter, socket, options.port ?? 0);
  const confirms = new Map<string, string>();

  async function close(): Promise<void> {
    for (const timer of timers) clearTimeout(timer);
    await socket.close();
    workspace.changes.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  return {
    url: workspace.url,
    apiUrl: `${workspace.url}/api/`,
    ...workspace.identity,
    faults: workspace.faults,
    problems: journal.problems,
    calls: journal.calls,
    socket: socket.control,
    deliverTo: http.deliverTo,
    waitFor: workspace.changes.waitFor,
    settle: workspace.delivery.settle,
    close,
    [Symbol.asyncDispose]: close,

    addPerson(
      name,
      { id = newId('U'), timezone = 'America/Los_Angeles', role = 'member', otherTeamId } = {},
    ) {
      const record = {
        id,
        name,
        timezone,
        deactivated: false,
        role,
        ...(otherTeamId === undefined ? {} : { otherTeamId }),
      };
      workspace.people.set(id, record);
      return createPerson(workspace, confirms, record);
    },
    addUserGroup(members) {
      const id = newId('S');
      workspace.userGroups.set(
        id,
        members.map((person) => person.id),
      );
      return id;
    },
    addChannel(name, { members, bot = true, private: isPrivate = false, id = newId('C'), extShared }) {
      const ids = members.map((person) => person.id);
      const channel: Channel = {
        id,
        name,
        kind: isPrivate ? 'private' : 'public',
        members: new Set(bot ? [...ids, workspace.identity.botUserId] : ids),
        archived: false,
        ...(extShared === undefined ? {} : { extShared }),
        messages: [],
        ephemerals: [],
        deletedTs: new Set(),
        createdMs: now(),
      };
      workspace.channels.set(id, channel);
      return channel;
    },
    directMessage: (person) => directMessageOf(workspace, person.id),
    addBot(channel) {
      live(channel).members.add(workspace.identity.botUserId);
      workspace.changes.notify();
    },

    messages: (channel) => live(channel).messages.map(copy),
    thread: (channel, ts) => threadOf(live(channel), ts).map(copy),
    ephemerals(person, channel) {
      const channels = channel ? [live(channel)] : [...workspace.channels.values()];
      return channels
        .flatMap(({ ephemerals }) => ephemerals.filter(({ onlyFor }) => onlyFor === person.id))
        .map(copy);
    },
    openView(person) {
      const view = modalStack(workspace, person.id).at(-1);
      return view && { ...view };
    },
    homeView(person) {
      const view = workspace.homes.get(person.id);
      return view && { ...view };
    },
    reactions(message) {
      const channel = workspace.channels.get(message.channel);
      return (channel && findMessage(channel, message.ts)?.reactions.map(({ name }) => name)) ?? [];
    },
    lastConfirm: (person) => confirms.get(person.id),
    file(fileId) {
      const file = workspace.files.get(fileId);
      if (file === undefined) throw new Error(`No file ${fileId}.`);
      return { ...file };
    },
    fileContent(fileId) {
      const content = workspace.contents.get(fileId);
      if (content === undefined) throw new Error(`No content for file ${fileId}.`);
      return 'bytes' in content ? content.bytes : readFileSync(content.path);
    },
    transcript: (channel, transcriptOptions) =>
      channelTranscript(workspace, live(channel), transcriptOptions),
    everything: () => wholeTranscript(workspace),
    messageTranscript: (message) => messageText(workspace, message),
    viewTranscript: (view) => viewTranscript(workspace, view),

    deleteMessage(channel, ts) {
      const message = findMessage(live(channel), ts);
      if (message === undefined) throw new Error(`No message ${ts}.`);
      deleteFromChannel(workspace, live(channel), message);
    },
    removeBot(channel) {
      const left = live(channel);
      left.members.delete(workspace.identity.botUserId);
      const type = left.kind === 'private' ? 'group_left' : 'channel_left';
      workspace.delivery.emit([
        { channel: left, event: { type, channel: left.id, event_ts: workspace.nextTs() } },
      ]);
      workspace.changes.notify();
    },
    archive(channel) {
      const archived = live(channel);
      archived.archived = true;
      const type = archived.kind === 'private' ? 'group_archive' : 'channel_archive';
      workspace.delivery.emit([
        { channel: archived, event: { type, channel: archived.id, user: '', event_ts: workspace.nextTs() } },
      ]);
      workspace.changes.notify();
    },
    deleteChannel(channel) {
      workspace.channels.delete(live(channel).id);
      workspace.changes.notify();
    },
    deleteFile(fileId) {
      const file = workspace.files.get(fileId);
      if (file === undefined) throw new Error(`No file ${fileId}.`);
      deleteFile(workspace, file);
    },
    revokeToken: () => revokeBotToken(workspace),
    reinstall() {
      workspace.botTokenRevoked = false;
      workspace.changes.notify();
    },
    revokeAppToken() {
      workspace.appTokenRevoked = true;
    },
    revokeScope(scope) {
      workspace.scopes.delete(scope);
    },
  };

  function live(channel: { id: string }): Channel {
    const found = workspace.channels.get(channel.id);
    if (found === undefined) throw new Error(`No conversation ${channel.id}.`);
    return found;
  }
}

function copy(message: Message): Message {
  return { ...message, reactions: message.reactions.map((reaction) => ({ ...reaction })) };
}
