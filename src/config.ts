// The environment as one checked value; the only place that knows the names of its variables.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { validate } from 'node-cron';
import { z } from 'zod';
import type { NamedSource } from './core/source/named-source.ts';
import { readSourceFile } from './source-file.ts';

export interface Config {
  slack: {
    botToken: string;
    apiUrl: string;
    /** How Slack reaches the bot. */
    receive: { mode: 'socket'; appToken: string } | { mode: 'http'; signingSecret: string; port: number };
  };
  anthropic: { apiKey: string; baseUrl: string };
  dataDir: string;
  pollSchedule: string;
  defaultModel: string;
  /** Ids of people who may configure the bot. */
  admins: string[];
  /** Seconds that an unknown submission is left to settle. */
  submitSettleSeconds: number;
  /** Most requests of one message batch. */
  maxBatchRequests: number;
  /** Most edits of cards in any minute. */
  cardEditsPerMinute: number;
  /** Whether text in CSV that a spreadsheet program may take for a formula is made harmless. */
  guardFormulas: boolean;
  /** The operator's databases. */
  sources: NamedSource[];
  /** The operator's builders; null: there are none. */
  builders: { folder: string; timeoutMs: number; env: Record<string, string> } | null;
  logLevel: LogLevel;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Every bad variable, one sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const url = (name: string) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && /^https?:/.test(text),
      `${name} has to be a URL that begins with https:// (or http:// for a stand-in).`,
    );

const Environment = z.object({
  SLACK_BOT_TOKEN: z
    .string({
      error: 'SLACK_BOT_TOKEN is missing: the bot token of your Slack app, which begins with xoxb-.',
    })
    .startsWith('xoxb-', 'SLACK_BOT_TOKEN has to begin with xoxb-.'),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'SLACK_APP_TOKEN has to begin with xapp-.').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_API_URL: url('SLACK_API_URL').default('https://slack.com/api/'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'PORT has to be a number.')
    .transform(Number)
    .refine((port) => port <= 65_535, 'PORT has to be at most 65535.')
    .default(3000),
  ANTHROPIC_API_KEY: z.string({
    error: 'ANTHROPIC_API_KEY is missing: the API key that pays for the message batches.',
  }),
  ANTHROPIC_BASE_URL: url('ANTHROPIC_BASE_URL').default('https://api.anthropic.com'),
  DATA_DIR: z.string().default('./data'),
  POLL_SCHEDULE: z
    .string()
    .refine(
      (text) => validate(text),
      'POLL_SCHEDULE has to be a cron expression, e.g. */30 * * * * * for every 30 seconds.',
    )
    .default('*/30 * * * * *'),
  DEFAULT_MODEL: z.string().default('claude-haiku-5-5'),
  ADMINS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((id) => id !== ''))
    .refine(
      (ids) => ids.every((id) => /^[UW][A-Z0-9]+$/.test(id)),
      'ADMINS has to be user ids of Slack with commas between, e.g. U012AB3CD,U045EF6GH.',
    )
    .default([]),
  SUBMIT_SETTLE_SECONDS: z
    .string()
    .regex(/^\d{1,5}$/, 'SUBMIT_SETTLE_SECONDS has to be a whole number of seconds.')
    .transform(Number)
    .default(120),
  MAX_BATCH_REQUESTS: z
    .string()
    .regex(/^\d{1,6}$/, 'MAX_BATCH_REQUESTS has to be a whole number.')
    .transform(Number)
    .refine(
      (count) => count >= 1 && count <= 100_000,
      'MAX_BATCH_REQUESTS has to be between 1 and 100000, which is what Anthropic takes.',
    )
    .default(100_000),
  CARD_EDITS_PER_MINUTE: z
    .string()
    .regex(/^\d{1,5}$/, 'CARD_EDITS_PER_MINUTE has to be a whole number.')
    .transform(Number)
    .refine(
      (count) => count >= 1 && count <= 10_000,
      'CARD_EDITS_PER_MINUTE has to be between 1 and 10000; Slack takes about 50.',
    )
    .default(50),
  CSV_FORMULA_GUARD: z.enum(['on', 'off'], { error: 'CSV_FORMULA_GUARD has to be on or off.' }).default('on'),
  SOURCES_FILE: z.string().optional(),
  BUILDERS_DIR: z
    .string()
    .refine((path) => existsSync(path), 'BUILDERS_DIR names a folder that is not there.')
    .optional(),
  BUILDERS_TIMEOUT_SECONDS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'BUILDERS_TIMEOUT_SECONDS has to be a whole number of seconds, 1 to 999.')
    .transform(Number)
    .default(60),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `LOG_LEVEL has to be one of ${LOG_LEVELS.join(', ')}.` })
    .default('info'),
});

/** The variables that the bot reads, for tests that hold .env.example against them. */
export const VARIABLES = Object.keys(Environment.shape);

/**
 * Reads the environment. A variable that is set to nothing counts as not set.
 * @throws ConfigError that lists every problem at once
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  if (!given.SLACK_APP_TOKEN && !given.SLACK_SIGNING_SECRET) {
    problems.push('SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode) is missing.');
  }
  const listed = given.SOURCES_FILE ? readSourceFile(given.SOURCES_FILE, env) : { sources: [], problems: [] };
  problems.push(...listed.problems);
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const found = parsed.data;
  return {
    slack: {
      botToken: found.SLACK_BOT_TOKEN,
      apiUrl: withSlash(found.SLACK_API_URL),
      receive: found.SLACK_APP_TOKEN
        ? { mode: 'socket', appToken: found.SLACK_APP_TOKEN }
        : { mode: 'http', signingSecret: found.SLACK_SIGNING_SECRET ?? '', port: found.PORT },
    },
    anthropic: { apiKey: found.ANTHROPIC_API_KEY, baseUrl: found.ANTHROPIC_BASE_URL.replace(/\/+$/, '') },
    dataDir: found.DATA_DIR,
    pollSchedule: found.POLL_SCHEDULE,
    defaultModel: found.DEFAULT_MODEL,
    admins: found.ADMINS,
    submitSettleSeconds: found.SUBMIT_SETTLE_SECONDS,
    maxBatchRequests: found.MAX_BATCH_REQUESTS,
    cardEditsPerMinute: found.CARD_EDITS_PER_MINUTE,
    guardFormulas: found.CSV_FORMULA_GUARD === 'on',
    sources: listed.sources,
    builders:
      found.BUILDERS_DIR === undefined
        ? null
        : {
            folder: resolve(found.BUILDERS_DIR),
            timeoutMs: found.BUILDERS_TIMEOUT_SECONDS * 1000,
            env: forBuilders(env),
          },
    logLevel: found.LOG_LEVEL,
  };
}

/** What builders may know: where programs are, and what was set for them. */
function forBuilders(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && (name === 'PATH' || name.startsWith('BUILDERS_')) ? [[name, value]] : [],
    ),
  );
}

function withSlash(text: string): string {
  return text.endsWith('/') ? text : `${text}/`;
}
