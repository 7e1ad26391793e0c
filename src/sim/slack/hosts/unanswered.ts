// Calls of the file hosts and response URLs that are left without an answer.
import type { Fault } from '../faults.ts';
import type { Workspace } from '../workspace.ts';

/** Notes a call that is never answered: nobody would learn otherwise that it came. */
export function noteUnanswered(workspace: Workspace, method: string, { kind }: Fault): void {
  workspace.journal.calls.push({ method, args: {}, at: workspace.now(), ok: false, fault: kind });
  workspace.changes.notify();
}
