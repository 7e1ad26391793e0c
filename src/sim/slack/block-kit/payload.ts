// Judges a message payload or a view on its way in and records what is wrong as problems.
import { type JsonObject, textAt } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import { ringsEverybody } from './check.ts';
import { errorLines, type Verdict, validateBlocks, validateView } from './validate.ts';

/**
 * Checks text and blocks of a message.
 * @param source the method or surface it came through, for the problem's text
 * @returns lines for `response_metadata.messages`; empty when Slack would take it
 */
export function checkMessagePayload(workspace: Workspace, source: string, payload: JsonObject): string[] {
  const text = textAt(payload, 'text') ?? '';
  if (ringsEverybody(text)) workspace.problem(`${source}: a live <!channel>, <!here> or <!everyone> in text`);
  if (payload.blocks === undefined) return [];
  if (text.trim() === '') workspace.problem(`${source}: blocks without text, so notifications are empty`);
  return record(workspace, source, validateBlocks(payload.blocks, 'message'));
}

/** Checks a view; the same lines as checkMessagePayload. */
export function checkView(
  workspace: Workspace,
  source: string,
  view: unknown,
  surface: 'modal' | 'home',
): string[] {
  return record(workspace, source, validateView(view, surface));
}

function record(workspace: Workspace, source: string, verdict: Verdict): string[] {
  const lines = errorLines(verdict.errors);
  for (const line of lines) workspace.problem(`${source}: ${line}`);
  for (const warning of verdict.warnings) workspace.problem(`${source}: ${warning}`);
  return lines;
}
