// A message as it is kept.
import type { Block, StateValues } from './block.ts';
import type { SimFile } from './file.ts';
import type { JsonObject } from './json.ts';

interface Reaction {
  name: string;
  users: string[];
}

export interface Message {
  channel: string;
  ts: string;
  /** Id of the author; the bot's user id for what the app posted. */
  user: string;
  /** As sent, entities and mentions not decoded. */
  text: string;
  blocks: Block[];
  files: SimFile[];
  threadTs?: string;
  subtype?: string;
  /** How often chat.update or a response_url changed the message. */
  editedTimes: number;
  metadata?: JsonObject;
  reactions: Reaction[];
  /** Present on ephemeral messages: the only person who sees it. */
  onlyFor?: string;
  /** What people entered into the message's inputs. */
  state: StateValues;
}

/** A new message with everything empty that was not given. */
export function newMessage(
  fields: Pick<Message, 'channel' | 'ts' | 'user' | 'text'> & Partial<Message>,
): Message {
  return { blocks: [], files: [], editedTimes: 0, reactions: [], state: {}, ...fields };
}
