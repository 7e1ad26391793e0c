// The one place where an error becomes a reply and a log line: nobody is left in silence.
import { ServiceError, UserError } from '../core/errors.ts';
import { type Explanation, explain } from '../core/trouble/explain.ts';
import { storageTrouble, UnreadableRow } from '../core/trouble/storage-trouble.ts';
import type { NewId } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { isLockedOut } from './service-error.ts';
import { errorReply, type Reply } from './views/reply.ts';

/** Runs work for a person; whatever it throws becomes the reply that it should have given. */
export type Answer = (what: string, work: () => Promise<Reply | null>) => Promise<Reply | null>;

/** @returns the answerer of one bot */
export function createAnswer({ log, newId }: { log: Log; newId: NewId }): Answer {
  return async (what, work) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof UserError) {
        log.info({ what, code: error.code }, 'told a person what to do');
        return errorReply(error);
      }
      const errorId = newId();
      log.error({ what, errorId }, 'a request failed', error);
      return errorReply({ ...explainUnexpected(error), errorId });
    }
  };
}

function explainUnexpected(error: unknown): Explanation {
  const trouble = storageTrouble(error);
  if (trouble !== null) return { message: `${trouble.message} Nothing was sent.`, next: trouble.next };
  if (error instanceof UnreadableRow) return UNREADABLE;
  if (!(error instanceof ServiceError)) {
    return { message: 'Something went wrong in the bot; nothing was sent.', next: `Try again. ${ASK}` };
  }
  const { message, next } = error.service === 'anthropic' ? explain(error) : explainSlack(error);
  return { message, next: `${next} ${ASK}` };
}

const UNREADABLE: Explanation = {
  message: 'What is stored about this job cannot be read, so nothing was done. Other jobs go on.',
  next: 'Give the operator of this bot the code below: the log says what has to be mended.',
};
const ASK = 'If it happens again, give the operator of this bot the code below.';

function explainSlack({ kind, code }: ServiceError): Explanation {
  if (isLockedOut(code)) {
    return {
      message: 'Slack does not accept the token of this bot any more.',
      next: 'Nothing is lost: tell the operator of this bot to install the app again.',
    };
  }
  if (kind === 'refused' || kind === 'gone') {
    return {
      message: `Slack refused this (${code}).`,
      next: 'Check that I am a member of the channel and try again.',
    };
  }
  return { message: 'Slack does not answer at the moment.', next: 'Try again in a minute.' };
}
