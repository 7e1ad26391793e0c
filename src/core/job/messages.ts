// Records of the conversation: events received, files seen, messages owed.

/** A Slack event, stored before it is acknowledged and forgotten some time after it was handled. */
export interface InboxEvent {
  /** Slack's event_id. */
  id: string;
  receivedAt: number;
  /** The delivery as JSON. */
  body: string;
}

/** A file seen in a conversation. */
export interface Upload {
  teamId: string;
  channelId: string;
  fileId: string;
  userId: string;
  name: string;
  messageTs: string | null;
  threadTs: string | null;
  seenAt: number;
}

/** @returns the key by which several events for one upload are known to be one */
export function uploadKey(channelId: string, fileId: string): string {
  return `upload:${channelId}:${fileId}`;
}

export type OwedMessageState =
  | 'owed'
  | 'posting' // the call is under way or its outcome is unknown
  | 'posted'
  | 'given-up'; // it cannot be delivered, e.g. the bot was removed from the channel

/** A message that must be posted exactly once: a job's card, its closing message, its first rows, files asked for, answers of a trial, a word to its person. */
export interface OwedMessage {
  /** Unique and meaningful, e.g. '<job id>:card'. */
  key: string;
  jobId: string;
  /** 'first-rows': below the closing message. 'direct': to the submitter, when the closing message cannot be posted in the job's conversation. 'approval': that somebody has to approve it, edited when it is decided. 'decision': to who asked, that nobody did. 'schedule': what a schedule did with the job that it made. 'notice': to the submitter alone, that the job has ended. 'digest': what a month came to; it goes with a job of that month. 'budget': that a budget is nearly used up. */
  kind:
    | 'card'
    | 'closing'
    | 'first-rows'
    | 'results'
    | 'trial'
    | 'direct'
    | 'budget'
    | 'approval'
    | 'decision'
    | 'notice'
    | 'schedule'
    | 'digest';
  state: OwedMessageState;
  attempts: number;
  attemptedAt: number | null;
  /** Not before this time, after a refusal that may pass. */
  dueAt: number | null;
  ts: string | null;
  /** Slack's ids of files uploaded for this message, stored before the call that shares them. */
  fileIds: string[];
  /** What was last shown, so that an edit happens only when something differs. */
  shownHash: string | null;
  shownAt: number | null;
  /** Details the message needs, e.g. the format asked for; JSON. */
  detail: string | null;
  error: string | null;
}
