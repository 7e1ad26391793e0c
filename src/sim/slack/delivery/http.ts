// HTTP mode: signed POSTs to the app's request URL.
// docs.slack.dev/authentication/verifying-requests-from-slack and docs.slack.dev/apis/events-api

import { createHmac } from 'node:crypto';
import { newId } from '../identity.ts';
import { isObject, type JsonObject, parseJson, textAt } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import { type Ack, type Attempt, DeliveryFailure, type Transport } from './contract.ts';

export interface HttpTransport extends Transport {
  /** Sets the request URL and checks that it answers `url_verification`. */
  deliverTo(url: string): Promise<void>;
}

/** The HTTP side of a workspace. */
export function createHttpTransport(workspace: () => Workspace, requestUrl?: string): HttpTransport {
  let target = requestUrl;

  async function post(
    body: string,
    contentType: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    if (target === undefined) throw new DeliveryFailure('connection_failed');
    const timestamp = String(Math.floor(workspace().now() / 1000));
    const signature = createHmac('sha256', workspace().identity.signingSecret)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex');
    try {
      return await fetch(target, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: {
          'content-type': contentType,
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
          ...headers,
        },
        signal: AbortSignal.timeout(workspace().ackTimeoutMs),
      });
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      throw new DeliveryFailure(timedOut ? 'http_timeout' : 'connection_failed');
    }
  }

  async function send(attempt: Attempt): Promise<Ack> {
    const startedAt = performance.now();
    const isEvent = attempt.kind === 'events_api';
    const retryHeaders =
      attempt.retryAttempt > 0
        ? { 'x-slack-retry-num': String(attempt.retryAttempt), 'x-slack-retry-reason': attempt.retryReason }
        : {};
    const response = isEvent
      ? await post(JSON.stringify(attempt.payload), 'application/json', retryHeaders)
      : await post(formBody(attempt), 'application/x-www-form-urlencoded');
    const text = await response.text().catch(() => {
      throw new DeliveryFailure('connection_failed');
    });
    const wanted = isEvent ? response.ok : response.status === 200;
    if (!wanted) throw new DeliveryFailure('http_error', response.headers.get('x-slack-no-retry') !== '1');
    return { ackMs: performance.now() - startedAt, payload: isEvent ? {} : readReply(text) };
  }

  async function deliverTo(url: string): Promise<void> {
    target = url;
    const challenge = newId('');
    const { verificationToken } = workspace().identity;
    const body = JSON.stringify({ token: verificationToken, challenge, type: 'url_verification' });
    const response = await post(body, 'application/json');
    const text = await response.text();
    if (response.status === 200 && (text === challenge || textAt(parseJson(text), 'challenge') === challenge))
      return;
    workspace().problem(`the request URL did not answer the challenge (HTTP ${response.status})`);
    throw new Error(`${url} did not answer url_verification.`);
  }

  return { send, deliverTo };
}

function formBody({ kind, payload }: Attempt): string {
  if (kind === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const fields = Object.entries(payload).map(
    ([key, value]) => [key, String(value)] satisfies [string, string],
  );
  return new URLSearchParams(fields).toString();
}

function readReply(text: string): JsonObject {
  if (text === '') return {};
  const reply = parseJson(text);
  return isObject(reply) ? reply : { text };
}
