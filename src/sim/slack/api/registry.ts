// All Web API methods the stand-in answers.
import { CHAT_METHODS } from './chat.ts';
import { CONVERSATION_METHODS } from './conversations.ts';
import { FILE_METHODS } from './files.ts';
import { HISTORY_METHODS } from './history.ts';
import type { Method } from './method.ts';
import { REACTION_METHODS } from './reactions.ts';
import { SESSION_METHODS } from './session.ts';
import { VIEW_METHODS } from './views.ts';
import { WHO_METHODS } from './who.ts';

/** Method name → its rules and handler. */
export const METHODS: Record<string, Method> = {
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  ...HISTORY_METHODS,
  ...REACTION_METHODS,
  ...SESSION_METHODS,
  ...VIEW_METHODS,
  ...WHO_METHODS,
};
