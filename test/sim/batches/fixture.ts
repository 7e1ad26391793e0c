// A stand-in for one test, the real SDK on it, and plain calls with the right headers.
import Anthropic from '@anthropic-ai/sdk';
import { type BatchesOptions, type BatchesSim, startBatches } from '../../../src/sim/batches/index.ts';

export const PARAMS = {
  model: 'claude-haiku-5-5',
  max_tokens: 200,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

export interface Sim extends BatchesSim {
  client: Anthropic;
  /** A plain call with key and version; a body makes it a POST. */
  call(
    path: string,
    options?: { method?: string; body?: string | Buffer; headers?: Record<string, string> },
  ): Promise<Response>;
  /** Creates a message batch of these params and gives its id. */
  create(...params: object[]): Promise<string>;
  /** The lines of results, parsed. */
  rows(id: string): Promise<Row[]>;
}

export interface Row {
  custom_id: string;
  result: {
    type: string;
    message?: { [key: string]: unknown } & {
      content: { type: string; text?: string }[];
      usage: { [key: string]: unknown };
    };
    error?: {
      type: string;
      error: { type: string; message: string; details: unknown };
      request_id: string | null;
    };
  };
}

export async function openSim(options: BatchesOptions = {}): Promise<Sim> {
  const sim = await startBatches(options);
  const client = new Anthropic({
    apiKey: sim.apiKey,
    authToken: null,
    baseURL: sim.url,
    maxRetries: 0,
    logLevel: 'off',
  });

  const call: Sim['call'] = (path, { method, body, headers = {} } = {}) =>
    fetch(`${sim.url}/v1/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      headers: {
        authorization: `Bearer ${sim.apiKey}`,
        'anthropic-version': '2026-10-21',
        'content-type': 'application/json',
        ...headers,
      },
    });

  return Object.assign(sim, {
    client,
    call,
    async create(...params: object[]) {
      const requests = params.map((one, index) => ({ custom_id: `row-${index}`, params: one }));
      const response = await call('messages/batches', { body: JSON.stringify({ requests }) });
      const { id } = (await response.json()) as { id: string };
      return id;
    },
    async rows(id: string) {
      const text = await (await call(`messages/batches/${id}/results`)).text();
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Row);
    },
  });
}

export async function errorOf(
  response: Response,
): Promise<{ status: number; type: string; message: string }> {
  const { error } = (await response.json()) as { error: { type: string; message: string } };
  return { status: response.status, type: error.type, message: error.message };
}
