// Socket Mode: hello, envelopes, acknowledgements, pings and every way a connection can end.
// docs.slack.dev/apis/events-api/using-socket-mode

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isObject, parseJson, textAt } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import { type Ack, type Attempt, DeliveryFailure, type Transport } from './contract.ts';

const MAX_CONNECTIONS = 10;
const TICKET_LIFE_MS = 30_000;
const PING_EVERY_MS = 10_000;
const CUT_AFTER_WARNING_MS = 10_000;
const CLOSE_PATIENCE_MS = 200;

export interface SocketControl {
  /** Asks every connection to be renewed now. */
  refresh(): void;
  /** Announces the end of every connection, cuts it 10 s later. */
  warn(): void;
  /** Tears every connection down without a word. */
  drop(): void;
  /** Says that Socket Mode was switched off. */
  disable(): void;
  /** Keeps the connections open but stops answering pings and hearing acknowledgements. */
  freeze(): void;
  /** Sends an envelope again with retry_attempt 0; the last event when no id is given. */
  redeliver(envelopeId?: string): void;
  /** Sends any frame to every connection, such as an event without `event`. */
  sendRaw(frame: object): void;
  readonly connections: number;
  /** Ids of the envelopes sent so far, oldest first. */
  readonly envelopeIds: string[];
}

interface Envelope {
  attempt: Attempt;
  /** How many more acknowledgements may come. */
  acksDue: number;
  connections: Set<WebSocket>;
  settle?: { ack(payload: Ack['payload']): void; fail(reason: string): void };
}

export interface SocketTransport extends Transport {
  control: SocketControl;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** The socket side of a workspace; `upgrade` takes the HTTP server's upgrade requests. */
export function createSocketTransport(workspace: () => Workspace): SocketTransport {
  const server = new WebSocketServer({ noServer: true, autoPong: false });
  const open = new Set<WebSocket>();
  const envelopes = new Map<string, Envelope>();
  const frozen = new WeakSet<WebSocket>();

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', workspace().url).searchParams.get('ticket') ?? '';
    const madeAtMs = workspace().tickets.get(ticket);
    workspace().tickets.delete(ticket);
    if (madeAtMs === undefined || workspace().now() - madeAtMs > TICKET_LIFE_MS) {
      workspace().problem('a socket connection was tried with a used, old or unknown ticket');
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    if (open.size >= MAX_CONNECTIONS) {
      workspace().problem(`more than ${MAX_CONNECTIONS} socket connections`);
      socket.end('HTTP/1.1 429 Too Many Requests\r\nconnection: close\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, socket, head, welcome);
  }

  function welcome(connection: WebSocket): void {
    open.add(connection);
    const pings = setInterval(() => connection.ping(`Ping from ${hostName()}`), PING_EVERY_MS);
    connection.on('ping', (data) => {
      if (!frozen.has(connection)) connection.pong(data);
    });
    connection.on('message', (data, isBinary) => {
      if (!isBinary && !frozen.has(connection)) receive(connection, String(data));
    });
    connection.on('error', () => connection.terminate());
    connection.on('close', () => {
      clearInterval(pings);
      open.delete(connection);
      for (const envelope of envelopes.values()) {
        if (envelope.connections.has(connection)) envelope.settle?.fail('connection_failed');
      }
      workspace().changes.notify();
    });
    say(connection, {
      type: 'hello',
      num_connections: open.size,
      debug_info: { host: hostName(), build_number: 10, approximate_connection_time: 18_060 },
      connection_info: { app_id: workspace().identity.appId },
    });
    workspace().changes.notify();
  }

  function receive(connection: WebSocket, frame: string): void {
    const ack = parseJson(frame);
    const envelopeId = textAt(ack, 'envelope_id');
    const envelope = envelopeId === undefined ? undefined : envelopes.get(envelopeId);
    if (!isObject(ack) || envelope === undefined) {
      workspace().problem(`the app sent a frame that acknowledges nothing: ${frame.slice(0, 200)}`);
      return;
    }
    if (!envelope.connections.has(connection)) {
      workspace().problem(`envelope ${envelopeId} was acknowledged on another connection`);
    }
    if (envelope.acksDue <= 0) {
      workspace().problem(`envelope ${envelopeId} was acknowledged twice`);
      return;
    }
    envelope.acksDue -= 1;
    envelope.settle?.ack(isObject(ack.payload) ? ack.payload : {});
  }

  function send(attempt: Attempt): Promise<Ack> {
    const envelope = envelopes.get(attempt.envelopeId) ?? { attempt, acksDue: 0, connections: new Set() };
    envelope.attempt = attempt;
    envelopes.set(attempt.envelopeId, envelope);
    const startedAt = performance.now();
    return new Promise<Ack>((resolve, reject) => {
      const timer = setTimeout(() => settle.fail('timeout'), workspace().ackTimeoutMs);
      function finish(end: () => void): void {
        if (envelope.settle !== settle) return;
        clearTimeout(timer);
        delete envelope.settle;
        end();
      }
      const settle = {
        ack: (payload: Ack['payload']) =>
          finish(() => resolve({ ackMs: performance.now() - startedAt, payload })),
        fail: (reason: string) => finish(() => reject(new DeliveryFailure(reason))),
      };
      envelope.settle = settle;
      if (!push(envelope, attempt)) settle.fail('connection_failed');
    });
  }

  /** Sends the envelope to one connection, chosen at random; false when there is none. */
  function push(envelope: Envelope, attempt: Attempt): boolean {
    const choices = [...open].filter((connection) => connection.readyState === connection.OPEN);
    const connection = choices[Math.floor(workspace().random() * choices.length)];
    if (connection === undefined) return false;
    envelope.connections.add(connection);
    envelope.acksDue += 1;
    const isEvent = attempt.kind === 'events_api';
    say(connection, {
      envelope_id: attempt.envelopeId,
      type: attempt.kind,
      accepts_response_payload: !isEvent,
      ...(isEvent ? { retry_attempt: attempt.retryAttempt, retry_reason: attempt.retryReason } : {}),
      payload: attempt.payload,
    });
    return true;
  }

  function disconnect(reason: string): void {
    for (const connection of open)
      say(connection, { type: 'disconnect', reason, debug_info: { host: hostName() } });
  }

  const control: SocketControl = {
    refresh: () => disconnect('refresh_requested'),
    disable: () => disconnect('link_disabled'),
    warn() {
      const announced = [...open];
      disconnect('warning');
      workspace().later(CUT_AFTER_WARNING_MS, () => {
        for (const connection of announced) connection.terminate();
      });
    },
    drop() {
      for (const connection of [...open]) connection.terminate();
    },
    freeze() {
      for (const connection of open) frozen.add(connection);
    },
    redeliver(envelopeId) {
      const all = [...envelopes.values()];
      const found = envelopeId
        ? envelopes.get(envelopeId)
        : all.findLast((envelope) => envelope.attempt.kind === 'events_api');
      if (found === undefined) throw new Error('No envelope to send again.');
      push(found, { ...found.attempt, retryAttempt: 0, retryReason: '' });
    },
    sendRaw(frame) {
      for (const connection of open) say(connection, frame);
    },
    get connections() {
      return open.size;
    },
    get envelopeIds() {
      return [...envelopes.keys()];
    },
  };

  /** Says goodbye first, so that well-behaved clients end without an error. */
  async function close(): Promise<void> {
    for (const envelope of envelopes.values()) envelope.settle?.fail('connection_failed');
    const closed = [...open].map((connection) => {
      connection.close(1001);
      return new Promise((resolve) => connection.once('close', resolve));
    });
    const patience = new Promise((resolve) => setTimeout(resolve, CLOSE_PATIENCE_MS).unref());
    await Promise.race([Promise.all(closed), patience]);
    control.drop();
    server.close();
  }

  return { send, control, upgrade, close };
}

function hostName(): string {
  return 'applink-1';
}

function say(connection: WebSocket, frame: object): void {
  connection.send(JSON.stringify(frame));
}
