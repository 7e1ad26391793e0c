// The SDK reads a dozen variables; none of them may change who we are or where we talk to.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBatchApi } from '../../src/anthropic/client.ts';
import { answerJson, KEY, startServer, wireBatch } from './fixture.ts';

describe('the environment', () => {
  const SET = {
    ANTHROPIC_API_KEY: 'sk-ant-other',
    ANTHROPIC_AUTH_TOKEN: 'other-token',
    ANTHROPIC_BASE_URL: 'http://other.invalid',
    ANTHROPIC_CUSTOM_HEADERS:
      'authorization: Bearer other\nx-api-key: other\nanthropic-version: 2023-06-01\nx-more: 1',
    ANTHROPIC_LOG: 'debug',
    ANTHROPIC_PROFILE: 'other',
  };
  const before = { ...process.env };
  beforeEach(() => {
    Object.assign(process.env, SET);
  });
  afterEach(() => {
    for (const name of Object.keys(SET)) {
      const value = before[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  test('neither changes what is sent nor is changed', async () => {
    await using server = await startServer((_request, response) => answerJson(response, 200, wireBatch()));
    const environment = { ...process.env };
    await createBatchApi(server.connection).get('msgbatch_01A');
    expect(process.env).toEqual(environment);
    const headers = server.requests[0]?.headers ?? {};
    expect(headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'anthropic-version': '2026-10-21',
      'user-agent': 'claude-batches-for-slack',
    });
    expect(headers).not.toHaveProperty('x-api-key');
    expect(headers).not.toHaveProperty('x-more');
  });
});
