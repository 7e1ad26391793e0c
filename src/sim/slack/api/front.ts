// The door of the Web API: every call passes here for faults, token, scopes, limits and arguments.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, insteadOf, isUnperformed, late, rateLimited, send } from '../answer.ts';
import type { Fault } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import { textAt } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import { readArguments, readFields } from './arguments.ts';
import { ApiError, type Method, requireScope } from './method.ts';
import type { RateLimiter } from './rate-limit.ts';
import { METHODS } from './registry.ts';

/**
 * Answers one call of `/api/<method>`.
 * @param body the whole request body
 * @param limiter left out when rate limits are off
 */
export async function answerCall(
  workspace: Workspace,
  limiter: RateLimiter | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<void> {
  const name = new URL(request.url ?? '/', workspace.url).pathname.slice('/api/'.length);
  const at = workspace.now();
  const fault = workspace.faults.take(name);
  await late(fault);
  if (fault !== undefined && isUnperformed(fault)) {
    const { kind, error = kind } = fault;
    workspace.journal.calls.push({ method: name, args: {}, at, ok: false, error, fault: kind });
    workspace.changes.notify();
    send(request, response, insteadOf(fault) ?? NOTHING, fault);
    return;
  }
  send(request, response, await perform(workspace, limiter, request, name, body, at, fault), fault);
}

const NOTHING: Answer = { status: 500, headers: {}, body: '' };

async function perform(
  workspace: Workspace,
  limiter: RateLimiter | undefined,
  request: IncomingMessage,
  name: string,
  body: string,
  at: number,
  fault: Fault | undefined,
): Promise<Answer> {
  const method = METHODS[name];
  let args: JsonObject = {};
  let reply: JsonObject;
  let error: string | undefined;
  try {
    if (method === undefined) {
      workspace.problem(`${name}: unknown method`);
      throw new ApiError('unknown_method', { req_method: name });
    }
    const fields = readFields(request, body);
    checkToken(workspace, name, method, request, fields);
    requireScope(workspace, ...method.scopes);
    const waitSeconds = limiter?.take(name, method.tier, textAt(fields, 'channel') ?? '') ?? 0;
    if (waitSeconds > 0) {
      workspace.journal.calls.push({ method: name, args: {}, at, ok: false, error: 'ratelimited' });
      return rateLimited(waitSeconds);
    }
    const read = readArguments(method, fields);
    args = read.args;
    for (const unknown of read.unknown) workspace.problem(`${name}: unknown argument ${unknown}`);
    reply = { ok: true, ...(await method.run({ workspace, method: name, args })) };
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    error = thrown.error;
    reply = { ok: false, error, ...thrown.details };
  }
  workspace.journal.calls.push({
    method: name,
    args,
    at,
    ok: error === undefined,
    ...(error === undefined ? {} : { error }),
    ...(fault === undefined ? {} : { fault: fault.kind }),
  });
  workspace.changes.notify();
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-oauth-scopes': [...workspace.scopes].join(','),
      'x-accepted-oauth-scopes': method?.scopes.join(',') ?? '',
    },
    body: JSON.stringify(reply),
  };
}

function checkToken(
  workspace: Workspace,
  name: string,
  method: Method,
  request: IncomingMessage,
  fields: JsonObject,
): void {
  const { identity } = workspace;
  const header = request.headers.authorization ?? '';
  const token = header.startsWith('Bearer ') ? header.slice('Bearer '.length) : textAt(fields, 'token');
  if (token === undefined || token === '') throw new ApiError('not_authed');
  if (new URL(request.url ?? '/', workspace.url).searchParams.has('token')) {
    workspace.problem(`${name}: token in the address`);
  }
  const isBot = token === identity.botToken;
  const isApp = token === identity.appToken;
  if (!isBot && !isApp) throw new ApiError('invalid_auth');
  if (isBot && workspace.botTokenRevoked) throw new ApiError('token_revoked');
  if (isApp && workspace.appTokenRevoked) throw new ApiError('invalid_auth');
  if ((method.token === 'app') !== isApp && name !== 'auth.test')
    throw new ApiError('not_allowed_token_type');
  const team = textAt(fields, 'team_id');
  if (team !== undefined && team !== identity.teamId) {
    workspace.problem(`${name}: called with the team_id of another workspace`);
    throw new ApiError('team_access_not_granted');
  }
}
