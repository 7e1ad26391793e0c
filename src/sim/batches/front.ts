// What happens before a route is reached, in the order of the real API: the first check that fails answers.
import type { IncomingHttpHeaders } from 'node:http';
import { ApiFailure, badRequest, rateLimited, unauthorized } from './answer.ts';
import { betasOf, isKnownBeta } from './betas.ts';
import type { RateLimit } from './rate-limit.ts';

const VERSIONS = ['2023-06-01', '2026-10-21'];
export const WORKSPACE_ID = 'wrkspc_01StandInForTestsOnly';
/** MB or MiB is nowhere said; the smaller one is assumed. */
const MOST_BATCH_BYTES = 256_000_000;
const FILES_PATH = '/v1/files';
const MOST_FILE_BYTES = 500_000_000;
const MOST_MESSAGE_BYTES = 32_000_000;

export interface FrontCall {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  bytes: number;
}

export interface FrontRules {
  apiKeys: readonly string[];
  rateLimit: RateLimit;
  /** Filled by the rate limit, for every answer. */
  answerHeaders: Record<string, string>;
  problem(text: string): void;
}

type FrontCheck = (call: FrontCall, rules: FrontRules) => void;

/** In this order. */
export const FRONT_CHECKS: Record<string, FrontCheck> = {
  key: checkKey,
  version: checkVersion,
  betas: checkBetas,
  workspace: checkWorkspace,
  'rate limit': checkRate,
  size: checkSize,
  'content encoding': checkEncoding,
  'content type': checkContentType,
};

/** @throws ApiFailure */
export function admit(call: FrontCall, rules: FrontRules): void {
  for (const check of Object.values(FRONT_CHECKS)) check(call, rules);
}

/** @returns the most bytes a body may have */
export function mostBytes(path: string): number {
  if (path === FILES_PATH) return MOST_FILE_BYTES;
  return path.startsWith('/v1/messages/batches') ? MOST_BATCH_BYTES : MOST_MESSAGE_BYTES;
}

function checkKey({ headers }: FrontCall, { apiKeys }: FrontRules): void {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'] ?? bearer;
  if (key === undefined) throw unauthorized('x-api-key header is required');
  if (!apiKeys.includes(String(key))) throw unauthorized('API key is invalid.');
}

function checkVersion({ headers }: FrontCall): void {
  const version = headers['anthropic-version'];
  if (version === undefined) throw badRequest('anthropic-version: header is required');
  if (!VERSIONS.includes(String(version)))
    throw badRequest(`anthropic-version: ${String(version)} is not a valid version`);
}

function checkBetas({ headers }: FrontCall, { problem }: FrontRules): void {
  const beta = betasOf(headers['anthropic-beta']).find((name) => !isKnownBeta(name));
  if (beta === undefined) return;
  problem(`an unknown name in anthropic-beta: ${beta}`);
  throw badRequest(
    `Unexpected value(s) \`${beta}\` for the \`anthropic-beta\` header. Please consult our documentation at platform.claude.com/docs or try again without the header.`,
  );
}

function checkWorkspace({ headers }: FrontCall): void {
  const workspace = headers['anthropic-workspace-id'];
  if (workspace !== undefined && workspace !== WORKSPACE_ID)
    throw badRequest('anthropic-workspace-id: does not match the workspace of the API key');
}

function checkRate({ path }: FrontCall, { rateLimit, answerHeaders }: FrontRules): void {
  const state = rateLimit.take(path);
  answerHeaders['anthropic-ratelimit-requests-limit'] = String(state.limit);
  answerHeaders['anthropic-ratelimit-requests-remaining'] = String(state.remaining);
  answerHeaders['anthropic-ratelimit-requests-reset'] =
    `${new Date(state.resetAtMs).toISOString().slice(0, 19)}Z`;
  if (state.retryAfterSeconds > 0)
    throw rateLimited(
      `This request would exceed your organization's rate limit of ${state.limit} requests per minute.`,
      state.retryAfterSeconds,
    );
}

function checkSize({ path, bytes }: FrontCall): void {
  if (bytes > mostBytes(path))
    throw new ApiFailure(413, 'request_too_large', 'Request exceeds the maximum size');
}

function checkEncoding({ path, headers }: FrontCall, { problem }: FrontRules): void {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  problem(`the body of a call to ${path} was compressed`);
  throw badRequest(
    `content-encoding: ${String(encoding)} is not supported`,
    'request_body_encoding_unsupported',
  );
}

function checkContentType({ method, path, headers, bytes }: FrontCall, { problem }: FrontRules): void {
  // What an upload has to be, its route says.
  if (path === FILES_PATH) return;
  if (method !== 'POST' || bytes === 0 || /^application\/json\b/i.test(headers['content-type'] ?? '')) return;
  problem(`the body of a call to ${path} was not announced as application/json`);
  throw badRequest('content-type: Input should be application/json');
}
