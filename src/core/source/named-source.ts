// Databases that the operator named: where they may be used, and what with.
import { UserError } from '../errors.ts';

/** What the conversations may know of a database; where it is and its password stay with the workers. */
export interface SourceRights {
  name: string;
  /** Slack's ids of the conversations where it may be used. */
  channels: string[];
  /** The one SELECT whose rows a draft is made of; null when nothing is read from it. */
  query: string | null;
  /** The table that results are written into; null when nothing is written. */
  resultsTable: string | null;
}

export interface NamedSource extends SourceRights {
  kind: 'sqlite' | 'postgres';
  /** A path, or a URL with its password. */
  location: string;
}

/**
 * @throws UserError in the same words for a database that is not there and for one of another conversation, so that
 * nobody can guess what there is
 */
export function findSource(
  sources: readonly SourceRights[],
  channelId: string,
  name: string,
  use: 'read' | 'write',
): SourceRights {
  const here = sources.filter(
    (source) =>
      source.channels.includes(channelId) && (use === 'read' ? source.query : source.resultsTable) !== null,
  );
  const found = here.find((source) => source.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const what = use === 'read' ? 'to read from' : 'to write results into';
  throw new UserError(
    'no-such-source',
    `There is no database “${name}” ${what} in this conversation.`,
    here.length === 0
      ? 'Whoever runs this bot can set one up in SOURCES_FILE.'
      : `Here there are: ${here.map((source) => source.name).join(', ')}.`,
  );
}

/** @returns what people are told when a database was taken out of the list after a job began to use it */
export function noSuchSource(name: string): UserError {
  return new UserError(
    'no-such-source',
    `The database ${name} is no longer set up here.`,
    'Ask whoever runs this bot.',
  );
}
