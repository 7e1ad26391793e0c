// Slack's events, stored before they are acknowledged: a crash between the two loses no upload, and a redelivery repeats none.

import { ServiceError, UserError } from '../core/errors.ts';
import type { InboxEvent } from '../core/job/messages.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { type EventBody, readEvent } from './event.ts';

export interface Inbox {
  /** Stores an event and handles it in the background. Resolves when it may be acknowledged. */
  receive(body: unknown): Promise<void>;
  /** Handles again what is stored but unfinished. */
  drain(): Promise<void>;
  /** Resolves when nothing is being handled. */
  idle(): Promise<void>;
}

/** An event that fails for this long is put aside: what it was about is old news. */
const GIVE_UP_MS = 60 * 60_000;
/** Slack redelivers for minutes, with delayed events for a day. */
const REMEMBER_MS = 48 * 60 * 60_000;

export interface InboxOptions {
  store: Store;
  clock: Clock;
  log: Log;
  handle: (event: EventBody) => Promise<void>;
  /** Hears of an event that could not be stored, and is not acknowledged for it. */
  notStored: (event: EventBody, error: unknown) => Promise<void>;
}

/** What Slack refuses, and what a person would have to mend, no second handling changes. */
function mayPass(error: unknown): boolean {
  if (error instanceof UserError) return false;
  return !(error instanceof ServiceError) || error.kind === 'busy' || error.kind === 'unknown';
}

/** @returns the inbox of one workspace's events */
export function createInbox({ store, clock, log, handle, notStored }: InboxOptions): Inbox {
  const underWay = new Map<string, Promise<void>>();

  async function process(id: string, body: string, receivedAt: number): Promise<void> {
    try {
      const event = readEvent(JSON.parse(body));
      if (event !== null) await handle(event);
    } catch (error) {
      const isFinal = !mayPass(error) || clock.now() - receivedAt > GIVE_UP_MS;
      log.error({ eventId: id, givenUp: isFinal }, 'an event could not be handled', error);
      if (!isFinal) return;
    }
    await store.finishEvent(id, clock.now());
  }

  async function save(event: EventBody, stored: InboxEvent): Promise<boolean> {
    try {
      return await store.saveEvent(stored);
    } catch (error) {
      // Nobody waits for the telling: the event stays unacknowledged all the same.
      notStored(event, error).catch((failure: unknown) =>
        log.error({ eventId: stored.id }, 'nobody could be told that an event was not stored', failure),
      );
      throw error;
    }
  }

  function start(id: string, body: string, receivedAt: number): void {
    if (underWay.has(id)) return;
    const task = process(id, body, receivedAt)
      .catch((error: unknown) => log.error({ eventId: id }, 'an event could not be finished', error))
      .finally(() => underWay.delete(id));
    underWay.set(id, task);
  }

  return {
    async receive(body) {
      const event = readEvent(body);
      if (event === null) return;
      const stored = { id: event.event_id, receivedAt: clock.now(), body: JSON.stringify(event) };
      if (await save(event, stored)) start(stored.id, stored.body, stored.receivedAt);
    },
    async drain() {
      for (const event of await store.unfinishedEvents()) start(event.id, event.body, event.receivedAt);
      await store
        .forgetEvents(clock.now() - REMEMBER_MS)
        .catch((error: unknown) => log.error({}, 'old events could not be forgotten', error));
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
}
