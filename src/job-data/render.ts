// One stored row to one request, the same at check and at send: what was previewed is what is sent.
import { cellText } from '../core/cell.ts';
import { isJsonObject, type JsonObject } from '../core/json.ts';
import type { Model } from '../core/model.ts';
import { paramsProblem } from '../core/ready-made.ts';
import { completedParams, isCustomId, numberedId, overriddenParams, promptParams } from '../core/request.ts';
import type { Overrides } from '../core/retry.ts';
import type { Settings } from '../core/settings.ts';
import { columnIndex } from '../core/template.ts';
import type { Render } from '../template/compiled.ts';
import type { StoredRow } from './rows.ts';

export type Rendered =
  | { ok: true; customId: string; params: JsonObject; json: string }
  | { ok: false; code: string; text: string };

export interface Renderer {
  jobId: string;
  settings: Settings;
  columns: readonly string[];
  readyMade: boolean;
  /** What another attempt asks differently. */
  overrides: Overrides;
  /** null for ready-made requests. */
  render: Render | null;
  models: readonly Model[] | null;
}

/** @returns the row as a request with its exact JSON, or why it cannot be one. */
export function renderRow(renderer: Renderer, row: StoredRow): Rendered {
  return renderer.render === null
    ? readyMadeRequest(renderer, row)
    : promptRequest(renderer, renderer.render, row);
}

/** What the Messages API takes of one request. */
const MOST_REQUEST_BYTES = 32_000_000;

function request(customId: string, params: JsonObject): Rendered {
  const json = JSON.stringify({ custom_id: customId, params });
  if (json.length > MOST_REQUEST_BYTES / 4 && Buffer.byteLength(json) > MOST_REQUEST_BYTES) {
    return {
      ok: false,
      code: 'too-large',
      text: 'The request is larger than the 32 MB that one request may have.',
    };
  }
  return { ok: true, customId, params, json };
}

function promptRequest(renderer: Renderer, render: Render, row: StoredRow): Rendered {
  const { settings, columns, jobId } = renderer;
  let prompt: string;
  try {
    prompt = render(row.cells);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return {
      ok: false,
      code: 'template',
      text: `The prompt could not be filled in: ${reason.slice(0, 200)}`,
    };
  }
  if (prompt.trim() === '')
    return { ok: false, code: 'empty-prompt', text: 'The prompt is empty for this row.' };
  const params = overriddenParams(promptParams(settings, prompt), renderer.overrides);
  if (settings.idColumn === null) return request(numberedId(jobId, row.seq), params);
  const customId = cellText(row.cells[columnIndex(columns, settings.idColumn)]);
  const bad = customIdProblem(customId);
  return bad ?? request(customId, params);
}

function readyMadeRequest({ settings, overrides, models }: Renderer, row: StoredRow): Rendered {
  const [customId, given] = row.cells;
  const bad = customIdProblem(typeof customId === 'string' ? customId : cellText(customId));
  if (bad) return bad;
  if (!isJsonObject(given)) return { ok: false, code: 'params', text: 'params has to be an object.' };
  const params = overriddenParams(completedParams(settings, given), overrides);
  const text = paramsProblem(params, models);
  return text === null ? request(String(customId), params) : { ok: false, code: 'params', text };
}

function customIdProblem(customId: string): Rendered | null {
  if (isCustomId(customId)) return null;
  if (customId === '') return { ok: false, code: 'custom-id', text: 'The custom_id is empty.' };
  const shown = customId.length > 40 ? `${customId.slice(0, 40)}…` : customId;
  return {
    ok: false,
    code: 'custom-id',
    text: `“${shown}” cannot be a custom_id: only letters, digits, - and _ are allowed, 64 at most.`,
  };
}
