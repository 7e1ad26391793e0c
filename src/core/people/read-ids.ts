// Lists of people, user groups and channels as admins type them.
import { UserError } from '../errors.ts';

/** What Slack makes of a mention or a channel when it is typed into a command, beside the bare id. */
const PERSON = /^(?:<@|<!subteam\^)?([UWS][A-Z0-9]{2,})(?:\|[^>]*)?>?$/;
const CHANNEL = /^(?:<#)?([CG][A-Z0-9]{2,})(?:\|[^>]*)?>?$/;
/** More is a user group’s work; the list is read whole each time. */
const MOST = 100;

/** @returns ids of people and user groups, each once. @throws UserError */
export function readPeople(text: string): string[] {
  return readIds(text, PERSON, (word) => [
    `“${word}” is no id of a person or user group.`,
    'Type ids with commas between, such as U012AB3CD (Copy member ID, in the menu of a profile), or choose people in the window of /batch settings.',
  ]);
}

/** @param here the channel that `here` stands for. @throws UserError */
export function readChannels(text: string, here: string): string[] {
  return readIds(text.replace(/\bhere\b/gi, here), CHANNEL, (word) => [
    `“${word}” is no id of a channel.`,
    'Type here for this channel, or ids with commas between, such as C012AB3CD (at the bottom of a channel’s details).',
  ]);
}

function readIds(text: string, pattern: RegExp, words: (word: string) => [string, string]): string[] {
  const ids = text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => {
      const id = pattern.exec(word)?.[1];
      if (id === undefined) throw new UserError('ids', ...words(word));
      return id;
    });
  if (ids.length === 0 || ids.length > MOST)
    throw new UserError(
      'ids',
      `A list has 1 to ${MOST} ids; this has ${ids.length}.`,
      'For more people name a user group.',
    );
  return [...new Set(ids)];
}
