// What a running stand-in offers to tests and to the demo.
import type { Channel } from './channel.ts';
import type { Unruly } from './delivery/delivery.ts';
import type { SocketControl } from './delivery/socket.ts';
import type { Faults } from './faults.ts';
import type { SimFile } from './file.ts';
import type { Identity } from './identity.ts';
import type { ApiCall } from './journal.ts';
import type { Manifest } from './manifest.ts';
import type { Message } from './message.ts';
import type { Person } from './people/person.ts';
import type { TranscriptOptions } from './transcript.ts';
import type { View } from './view.ts';
import type { PersonRecord } from './workspace.ts';

export interface SlackOptions {
  manifest: Manifest;
  /** HTTP mode: where signed deliveries go; deliverTo sets it later. */
  requestUrl?: string;
  /** Clock in ms; default Date.now. Timers stay real. */
  now?: () => number;
  /** Default true. */
  rateLimits?: boolean;
  /** Delays before each redelivery of an event; default Slack's own. */
  retryDelaysMs?: number[];
  port?: number;
  /** How long until a file's mimetype and shares are known and an upload is shared; default 50 ms. */
  fileSettleMs?: number;
  /** How long the app has to acknowledge; default 3,000 ms. */
  ackTimeoutMs?: number;
  /** Seed of the order of events and the choice of connections. */
  seed?: number;
  /** Types of blocks that this workspace does not take yet: a message with one is refused with invalid_blocks. */
  refusedBlocks?: string[];
  /** Events more than once, late and out of order; default none of it. */
  unruly?: Unruly;
  teamId?: string;
}

export interface SlackSim extends Identity {
  /** Base address without a slash at the end. */
  url: string;
  /** Ends in `/api/`. */
  apiUrl: string;
  addPerson(
    name: string,
    options?: {
      id?: string;
      timezone?: string;
      role?: PersonRecord['role'];
      /** Set for a person of another organisation. */
      otherTeamId?: string;
    },
  ): Person;
  /** @returns the id of a new user group */
  addUserGroup(members: Person[]): string;
  addChannel(
    name: string,
    options: { members: Person[]; bot?: boolean; private?: boolean; id?: string; extShared?: boolean },
  ): Channel;
  /** The conversation of the person and the bot. */
  directMessage(person: Person): Channel;
  addBot(channel: Channel): void;

  /** Copies of all messages and replies, in ts order. */
  messages(channel: Channel): Message[];
  /** The parent and its replies. */
  thread(channel: Channel, ts: string): Message[];
  /** What only this person saw. */
  ephemerals(person: Person, channel?: Channel): Message[];
  /** The modal in front of the person. */
  openView(person: Person): View | undefined;
  homeView(person: Person): View | undefined;
  /** Names of the reactions as they are now. */
  reactions(message: Message): string[];
  /** Text of the last confirm dialog the person was shown. */
  lastConfirm(person: Person): string | undefined;
  file(fileId: string): SimFile;
  /** The file's bytes; throws when it was deleted or has none. */
  fileContent(fileId: string): Buffer;
  transcript(channel: Channel, options?: TranscriptOptions): string;
  /** Every conversation and open window, as people see them. */
  everything(): string;
  /** One message as people see it, its replies left out. */
  messageTranscript(message: Message): string;
  viewTranscript(view: View): string;

  /**
   * Resolves with the probe's first value that is neither undefined nor false. Asked after every change in the
   * workspace and once more at the end; rejects after timeoutMs (10,000) with what people saw.
   */
  waitFor<T>(what: string, probe: () => T | undefined | false, timeoutMs?: number): Promise<T>;
  /** Resolves when every event was acknowledged or given up. */
  settle(): Promise<void>;

  /** Mistakes of the app; tests assert that it stays empty. */
  problems: string[];
  calls: ApiCall[];
  faults: Pick<Faults, 'add' | 'clear' | 'waiting' | 'missed'>;
  socket: SocketControl;
  /** HTTP mode: sets the request URL and checks url_verification. */
  deliverTo(url: string): Promise<void>;

  deleteMessage(channel: Channel, ts: string): void;
  removeBot(channel: Channel): void;
  archive(channel: Channel): void;
  /** The channel and all that stood in it are gone; its files stay. */
  deleteChannel(channel: Channel): void;
  deleteFile(fileId: string): void;
  /** The app is uninstalled: the bot token stops working. */
  revokeToken(): void;
  /** The app is installed again, with the token that it had. */
  reinstall(): void;
  /** The app-level token stops working. */
  revokeAppToken(): void;
  /** The app loses one scope. */
  revokeScope(scope: string): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
