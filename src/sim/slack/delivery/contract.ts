// What deliveries, their transports and the rest agree on.
import type { Channel } from '../channel.ts';
import type { JsonObject } from '../json.ts';

export interface SimEvent {
  event: JsonObject;
  /** The conversation it happened in; the bot must be a member. */
  channel?: Channel;
}

type DeliveryKind = 'events_api' | 'slash_commands' | 'interactive';

export interface Attempt {
  kind: DeliveryKind;
  payload: JsonObject;
  envelopeId: string;
  retryAttempt: number;
  retryReason: string;
}

export interface Ack {
  ackMs: number;
  /** What the app answered with; empty object when it only acknowledged. */
  payload: JsonObject;
}

export interface Transport {
  /** One attempt; rejects with DeliveryFailure when the app did not take it. */
  send(attempt: Attempt): Promise<Ack>;
}

/** The app did not take a delivery. */
export class DeliveryFailure extends Error {
  readonly reason: string;
  readonly retry: boolean;

  /** @param reason as in x-slack-retry-reason, such as `http_timeout` */
  constructor(reason: string, retry = true) {
    super(reason);
    this.reason = reason;
    this.retry = retry;
  }
}

export interface Delivery {
  /** Sends what is subscribed, in random order, each with its retries. */
  emit(events: SimEvent[]): void;
  /** Delivers a command or interaction; rejects and records a problem when the person saw an error. */
  interact(kind: 'slash_commands' | 'interactive', payload: JsonObject, what: string): Promise<Ack>;
  /** Resolves when no delivery is under way or waiting for its retry. */
  settle(): Promise<void>;
}
