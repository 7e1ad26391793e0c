// What the app did wrong and every call it made.
import type { JsonObject } from './json.ts';

export interface ApiCall {
  method: string;
  /** Arguments as Slack understood them; the token is left out. */
  args: JsonObject;
  /** When the call arrived, in ms. */
  at: number;
  ok: boolean;
  error?: string;
  /** The fault that was injected into the call, if any. */
  fault?: string;
}

export interface Journal {
  problems: string[];
  calls: ApiCall[];
}

/** An empty journal. */
export function createJournal(): Journal {
  return { problems: [], calls: [] };
}
