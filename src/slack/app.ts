// The bot as Slack sees it: a Bolt app on Socket Mode or signed HTTP, with the inbox in front of its events.
import type { Server } from 'node:http';
import { App, HTTPReceiver, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Config } from '../config.ts';
import type { Log } from '../ports/log.ts';
import { boltLogger } from './bolt-logger.ts';
import { clientOptions } from './client.ts';
import type { Inbox } from './inbox.ts';
import type { InteractionContext } from './listeners/context.ts';
import { registerInteractions } from './listeners/interactions.ts';
import { createSocketReceiver } from './socket.ts';

export interface SlackApp {
  /** @returns the port it listens on in HTTP mode */
  start(): Promise<{ port: number | null }>;
  /** Takes nothing new and waits for what is being handled. */
  stop(): Promise<void>;
}

export interface SlackAppOptions {
  config: Config['slack'];
  inbox: Inbox;
  interactions: InteractionContext;
  log: Log;
}

/** Bolt acknowledges events before any listener runs; ours are stored first, and handled from the store. */
class InboxApp extends App {
  readonly inbox: Inbox;
  readonly underWay = new Set<Promise<unknown>>();

  constructor(options: ConstructorParameters<typeof App>[0], inbox: Inbox) {
    super(options);
    this.inbox = inbox;
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const task = event.body.type === 'event_callback' ? this.#store(event) : super.processEvent(event);
    const settled = task.catch(() => {});
    this.underWay.add(settled);
    void settled.finally(() => this.underWay.delete(settled));
    await task;
  }

  async #store(event: ReceiverEvent): Promise<void> {
    await this.inbox.receive(event.body);
    await event.ack();
  }
}

export function createSlackApp({ config, inbox, interactions, log }: SlackAppOptions): SlackApp {
  const receiver = createReceiver(config, log);
  const app = new InboxApp(
    {
      token: config.botToken,
      receiver,
      deferInitialization: true,
      convoStore: false,
      logger: boltLogger(log),
      clientOptions: clientOptions(config.apiUrl),
    },
    inbox,
  );
  registerInteractions(app, interactions);
  // Listeners answer their own errors; what arrives here failed before one ran.
  app.error(async (error) => log.error({}, 'Slack sent something that could not be handled', error));

  return {
    async start() {
      await app.init();
      const started =
        config.receive.mode === 'http' ? await app.start(config.receive.port) : await app.start();
      return { port: portOf(started) };
    },
    async stop() {
      await app.stop();
      while (app.underWay.size > 0) await Promise.all(app.underWay);
      await inbox.idle();
    },
  };
}

function createReceiver(config: Config['slack'], log: Log): Receiver {
  const { receive, apiUrl } = config;
  if (receive.mode === 'socket') return createSocketReceiver({ appToken: receive.appToken, apiUrl, log });
  return new HTTPReceiver({
    signingSecret: receive.signingSecret,
    logger: boltLogger(log),
    endpoints: '/slack/events',
  });
}

function portOf(started: unknown): number | null {
  const address = isServer(started) ? started.address() : null;
  return typeof address === 'object' && address !== null ? address.port : null;
}

function isServer(value: unknown): value is Server {
  return (
    typeof value === 'object' && value !== null && 'address' in value && typeof value.address === 'function'
  );
}
