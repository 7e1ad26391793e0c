// What the app did wrong and every call it made.
import type { Fault } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { Workspace } from './workspace.ts';

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

/** Notes a call of a file host that is never answered: nobody would learn otherwise that it came. */
export function noteFault(workspace: Workspace, method: string, { kind }: Fault): void {
  workspace.journal.calls.push({ method, args: {}, at: workspace.now(), ok: false, fault: kind });
  workspace.changes.notify();
}
