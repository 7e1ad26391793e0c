// The message below a closing message that shows the first answers, told from cards and closing messages.
import type { Message } from '../../src/sim/slack/index.ts';
import { shown } from './world.ts';

/** @returns whether a message of the bot shows first rows, as a table or as text */
export function isFirstRows(message: Message): boolean {
  return message.files.length === 0 && /^\*(The first )?[\d,]+ (of [\d,]+ )?answers?\*/.test(shown(message));
}

export function withoutFirstRows(messages: readonly Message[]): Message[] {
  return messages.filter((message) => !isFirstRows(message));
}
