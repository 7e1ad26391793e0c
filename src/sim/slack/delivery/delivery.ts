// Brings events and interactions to the app: retries for events, one attempt for what a person did.
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { shuffle } from '../random.ts';
import type { Workspace } from '../workspace.ts';
import {
  type Ack,
  type Attempt,
  type Delivery,
  DeliveryFailure,
  type SimEvent,
  type Transport,
} from './contract.ts';
import { isDeliverable, wrapEvent } from './event.ts';

/** Slack's own delays: nearly at once, after a minute, after five (docs.slack.dev/apis/events-api). */
export const RETRY_DELAYS_MS = [0, 60_000, 300_000];

/** Deliveries as Slack makes them on a bad day. */
export interface Unruly {
  /** Each event arrives up to so often, each time in an envelope of its own. */
  copies: number;
  /** Each arrival is late by up to this, so that events overtake each other. */
  lateMs: number;
  /** Of so many arrivals, from 0 to 1, the first attempt is lost and only the retry comes. */
  lostShare: number;
}

/**
 * @param workspace gives state; is read when something is delivered
 * @param transport socket or HTTP
 * @param retryDelaysMs one entry per redelivery of an event
 * @param unruly null: once, in random order, at once
 */
export function createDelivery(
  workspace: () => Workspace,
  transport: Transport,
  retryDelaysMs: number[],
  unruly: Unruly | null = null,
): Delivery {
  const underWay = new Set<Promise<void>>();

  function emit(events: SimEvent[]): void {
    const allowed = events.filter((event) => isDeliverable(workspace(), event));
    for (const { event } of shuffle(allowed, workspace().random)) {
      const payload = wrapEvent(workspace(), event);
      const copies = unruly === null ? 1 : 1 + Math.floor(workspace().random() * unruly.copies);
      for (let copy = 0; copy < copies; copy++) {
        const attempt: Attempt = {
          kind: 'events_api',
          payload,
          envelopeId: randomUUID(),
          retryAttempt: 0,
          retryReason: '',
        };
        const sent = unruly === null ? sendEvent(attempt) : sendLate(attempt, unruly);
        const done: Promise<void> = sent.finally(() => underWay.delete(done));
        underWay.add(done);
      }
    }
  }

  async function sendLate(attempt: Attempt, { lateMs, lostShare }: Unruly): Promise<void> {
    const delayMs = workspace().random() * lateMs;
    const isLost = workspace().random() < lostShare;
    await new Promise<void>((resolve) => workspace().later(delayMs, resolve));
    await sendEvent(isLost ? { ...attempt, retryAttempt: 1, retryReason: 'timeout' } : attempt);
  }

  async function sendEvent(attempt: Attempt): Promise<void> {
    try {
      await transport.send(attempt);
    } catch (error) {
      if (!(error instanceof DeliveryFailure)) throw error;
      const delayMs = retryDelaysMs[attempt.retryAttempt];
      if (delayMs === undefined || !error.retry) {
        workspace().problem(`event ${String(attempt.payload.event_id)} was never acknowledged`);
        return;
      }
      await new Promise<void>((resolve) => workspace().later(delayMs, resolve));
      await sendEvent({ ...attempt, retryAttempt: attempt.retryAttempt + 1, retryReason: error.reason });
    } finally {
      workspace().changes.notify();
    }
  }

  async function interact(
    kind: 'slash_commands' | 'interactive',
    payload: JsonObject,
    what: string,
  ): Promise<Ack> {
    try {
      return await transport.send({
        kind,
        payload,
        envelopeId: randomUUID(),
        retryAttempt: 0,
        retryReason: '',
      });
    } catch (error) {
      const reason = error instanceof DeliveryFailure ? error.reason : String(error);
      const seen = reason.includes('timeout') ? 'operation_timeout' : 'dispatch_failed';
      workspace().problem(`${what} failed with the error "${seen}" (${reason})`);
      throw new Error(`${what} failed with the error "${seen}" (${reason})`);
    } finally {
      workspace().changes.notify();
    }
  }

  async function settle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay);
  }

  return { emit, interact, settle };
}
