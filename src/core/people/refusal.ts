// The words for a person who may not: what stands in the way, who may, and how to ask.
import { UserError } from '../errors.ts';
import type { Refusal } from './role.ts';

const WORDS: Record<Refusal, { message: string; next: string }> = {
  guest: {
    message: 'Guests cannot use me: message batches are paid by this workspace.',
    next: 'Ask a full member of this workspace to start it for you.',
  },
  stranger: {
    message: 'I work only for members of the workspace that installed me.',
    next: 'Ask somebody of that workspace to start it for you.',
  },
  bot: { message: 'I take no orders from bots.', next: 'A member of this workspace has to ask.' },
  deactivated: {
    message: 'This account is deactivated.',
    next: 'Ask a workspace admin to activate it again.',
  },
  'shared-channel': {
    message: 'I do not work in channels that are shared with other organisations.',
    next: 'Use a channel of this workspace alone, or ask an admin to type /batch settings --shared-channels on in a direct message with me.',
  },
  'other-channel': {
    message: 'The admins of this workspace let me work in certain channels only, and this is none of them.',
    next: 'Use one of those or a direct message with me, or ask an admin to add this channel: /batch settings, then Change.',
  },
  viewer: {
    message: 'You may not look at jobs here.',
    next: 'Ask an admin of this workspace to let you in.',
  },
  submitter: {
    message:
      'Only certain people may send message batches here, or stop and retry them, and you are none of them.',
    next: 'Ask one of them to do it, or ask an admin to add you: /batch settings, then Change.',
  },
  approver: {
    message: 'Only approvers may decide this, and you are none of them.',
    next: 'Ask one of them, or ask an admin to add you: /batch settings, then Change.',
  },
  admin: {
    message: 'Only an admin may change budgets and the settings of the whole workspace.',
    next: 'Ask an admin or owner of this workspace. Every member may change /batch settings --offer for this channel.',
  },
};

/** @param whoMay ids of people and user groups who may, shown as mentions; null: too many, or told in the words */
export function refusalError(refusal: Refusal, whoMay: readonly string[] | null): UserError {
  const { message, next } = WORDS[refusal];
  return new UserError(`refused-${refusal}`, message, next, { whoMay });
}

/** @returns the refusal of somebody of whom nobody knows whether they may. @param isLasting whether asking again is of no use */
export function cannotCheck(isLasting: boolean, cause: unknown): UserError {
  return isLasting
    ? new UserError(
        'cannot-check',
        'Slack does not tell me who you are or what this conversation is, so I do nothing.',
        'In a private channel type /invite @Claude Batches first; otherwise ask the operator of this bot to install the app again with the scopes of its manifest.',
        { cause },
      )
    : new UserError(
        'cannot-check',
        'I cannot ask Slack at the moment whether you may do this, so I do nothing.',
        'Try again in a minute.',
        { cause },
      );
}
