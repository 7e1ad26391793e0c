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

/**
 * @param workspace gives state; is read when something is delivered
 * @param transport socket or HTTP
 * @param retryDelaysMs one entry per redelivery of an event
 */
export function createDelivery(
  workspace: () => Workspace,
  transport: Transport,
  retryDelaysMs: number[],
): Delivery {
  const underWay = new Set<Promise<void>>();

  function emit(events: SimEvent[]): void {
    const allowed = events.filter((event) => isDeliverable(workspace(), event));
    for (const { event } of shuffle(allowed, workspace().random)) {
      const attempt: Attempt = {
        kind: 'events_api',
        payload: wrapEvent(workspace(), event),
        envelopeId: randomUUID(),
        retryAttempt: 0,
        retryReason: '',
      };
      const done: Promise<void> = sendEvent(attempt).finally(() => underWay.delete(done));
      underWay.add(done);
    }
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
