// The environment: every problem at once, and defaults that work.
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const GOOD = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', ANTHROPIC_API_KEY: 'sk-ant-1' };

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('readConfig', () => {
  it('needs three variables, and has defaults for the rest', () => {
    expect(readConfig(GOOD)).toEqual({
      slack: {
        botToken: 'xoxb-1',
        apiUrl: 'https://slack.com/api/',
        receive: { mode: 'socket', appToken: 'xapp-1' },
      },
      anthropic: { apiKey: 'sk-ant-1', baseUrl: 'https://api.anthropic.com' },
      dataDir: './data',
      pollSchedule: '*/30 * * * * *',
      defaultModel: 'claude-haiku-5-5',
      admins: [],
      submitSettleSeconds: 120,
      maxBatchRequests: 100_000,
      cardEditsPerMinute: 50,
      guardFormulas: true,
      sources: [],
      builders: null,
      logLevel: 'info',
    });
  });

  it('takes HTTP mode when there is no app token; empty counts as not set', () => {
    const config = readConfig({
      ...GOOD,
      SLACK_APP_TOKEN: ' ',
      SLACK_SIGNING_SECRET: 'shh',
      PORT: '8080',
      SLACK_API_URL: 'http://127.0.0.1:9/api',
    });
    expect(config.slack.receive).toEqual({ mode: 'http', signingSecret: 'shh', port: 8080 });
    expect(config.slack.apiUrl).toBe('http://127.0.0.1:9/api/');
  });

  it('reports everything that is missing or wrong at once', () => {
    expect(problemsOf({})).toHaveLength(3);
    const problems = problemsOf({
      SLACK_BOT_TOKEN: 'xapp-wrong',
      SLACK_APP_TOKEN: 'xoxb-wrong',
      SLACK_API_URL: 'slack.com',
      PORT: '99999',
      ANTHROPIC_BASE_URL: 'ftp://x',
      POLL_SCHEDULE: 'often',
      SUBMIT_SETTLE_SECONDS: 'soon',
      LOG_LEVEL: 'loud',
    });
    for (const name of [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_API_URL',
      'PORT',
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_BASE_URL',
      'POLL_SCHEDULE',
      'SUBMIT_SETTLE_SECONDS',
      'LOG_LEVEL',
    ]) {
      expect(
        problems.filter((problem) => problem.includes(name)),
        name,
      ).toHaveLength(1);
    }
  });

  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxp-1' }, ['SLACK_BOT_TOKEN has to begin with xoxb-.']],
    [{ SLACK_APP_TOKEN: 'xoxb-1' }, ['SLACK_APP_TOKEN has to begin with xapp-.']],
    [
      { SLACK_APP_TOKEN: '' },
      ['SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode) is missing.'],
    ],
    [{ CARD_EDITS_PER_MINUTE: '1' }, []],
    [
      { CARD_EDITS_PER_MINUTE: '0' },
      ['CARD_EDITS_PER_MINUTE has to be between 1 and 10000; Slack takes about 50.'],
    ],
    [{ CARD_EDITS_PER_MINUTE: 'many' }, ['CARD_EDITS_PER_MINUTE has to be a whole number.']],
    [{ ADMINS: 'U012AB3CD, W045EF6GH' }, []],
    [
      { ADMINS: 'ana' },
      ['ADMINS has to be user ids of Slack with commas between, e.g. U012AB3CD,U045EF6GH.'],
    ],
    [{ CSV_FORMULA_GUARD: 'off' }, []],
    [{ CSV_FORMULA_GUARD: 'no' }, ['CSV_FORMULA_GUARD has to be on or off.']],
    [{ PORT: 'http' }, ['PORT has to be a number.']],
    [{ PORT: '-1' }, ['PORT has to be a number.']],
    [{ PORT: '65535' }, []],
    [{ PORT: '65536' }, ['PORT has to be at most 65535.']],
    [{ POLL_SCHEDULE: '*/5 * * * *' }, []],
    [
      { POLL_SCHEDULE: '99 * * * *' },
      ['POLL_SCHEDULE has to be a cron expression, e.g. */30 * * * * * for every 30 seconds.'],
    ],
    [
      { ANTHROPIC_BASE_URL: 'file:///etc/passwd' },
      ['ANTHROPIC_BASE_URL has to be a URL that begins with https:// (or http:// for a stand-in).'],
    ],
    [{ SUBMIT_SETTLE_SECONDS: '1.5' }, ['SUBMIT_SETTLE_SECONDS has to be a whole number of seconds.']],
    [
      { SLACK_BOT_TOKEN: '', ANTHROPIC_API_KEY: '  ' },
      [
        'SLACK_BOT_TOKEN is missing: the bot token of your Slack app, which begins with xoxb-.',
        'ANTHROPIC_API_KEY is missing: the API key that pays for the message batches.',
      ],
    ],
  ])('%j → %j', (change, problems) => expect(problemsOf({ ...GOOD, ...change })).toEqual(problems));

  it('takes Socket Mode when both ways are given', () => {
    expect(readConfig({ ...GOOD, SLACK_SIGNING_SECRET: 'shh' }).slack.receive.mode).toBe('socket');
  });

  it('never puts a value into what it says', () => {
    expect(
      problemsOf({ ...GOOD, SLACK_BOT_TOKEN: 'my-secret-token', LOG_LEVEL: 'my-secret-level' }).join(),
    ).not.toContain('my-secret');
  });
});
