// What a Web API method is to the stand-in: its rules as data and one handler.
import type { JsonObject } from '../json.ts';
import type { Workspace } from '../workspace.ts';

export type Tier = 1 | 2 | 3 | 4 | 'special' | 'per-channel';

export interface Call {
  workspace: Workspace;
  method: string;
  /** Parsed arguments, the token left out. */
  args: JsonObject;
}

export interface Method {
  tier: Tier;
  /** One of these is needed; empty means no scope. */
  scopes: string[];
  /** Argument names; a name ending in `!` is required. */
  args: string[];
  /** `app` for methods that want the app-level token. */
  token?: 'app';
  run(call: Call): JsonObject | Promise<JsonObject>;
}

/** A refusal with one of Slack's error words. */
export class ApiError extends Error {
  readonly error: string;
  readonly details: JsonObject;

  /** @param details more fields of the answer, such as `response_metadata` */
  constructor(error: string, details: JsonObject = {}) {
    super(error);
    this.error = error;
    this.details = details;
  }
}

/** Refuses when none of the scopes was granted. */
export function requireScope(workspace: Workspace, ...scopes: string[]): void {
  if (scopes.length === 0 || scopes.some((scope) => workspace.scopes.has(scope))) return;
  throw new ApiError('missing_scope', {
    needed: scopes.join(','),
    provided: [...workspace.scopes].join(','),
  });
}

/** Refuses with `invalid_arguments` and the reason. */
export function refuseArguments(...messages: string[]): ApiError {
  return new ApiError('invalid_arguments', {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}
