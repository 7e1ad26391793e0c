// One stored row to one request, the same at check and at send: what was previewed is what is sent.
import { type CacheMark, markedParams } from '../core/cache-mark.ts';
import { cellText } from '../core/cell.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { Model } from '../core/model.ts';
import { paramsProblem } from '../core/ready-made.ts';
import { completedParams, isCustomId, numberedId, overriddenParams, promptParams } from '../core/request.ts';
import type { Overrides } from '../core/retry.ts';
import type { Settings } from '../core/settings.ts';
import { columnIndex, type Segment } from '../core/template.ts';
import type { Render } from '../template/compiled.ts';
import { createSplice } from './splice.ts';
import { cellsOf, type StoredRow } from './stored-rows.ts';

export interface RenderedRequest {
  ok: true;
  /** Its exact JSON, valid until the next row is rendered. */
  bytes: Uint8Array;
  model: string;
  maxTokens: number;
  /** The same to be looked at. */
  read(): { customId: string; params: JsonObject };
}

export type Rendered = RenderedRequest | { ok: false; code: string; text: string };

export interface Renderer {
  jobId: string;
  settings: Settings;
  columns: readonly string[];
  readyMade: boolean;
  /** What another attempt asks differently. */
  overrides: Overrides;
  /** null for ready-made requests. */
  render: Render | null;
  /** Of a plain template; null for Liquid and ready-made requests. */
  segments: readonly Segment[] | null;
  models: readonly Model[] | null;
  /** What is marked for the prompt cache; nothing in ready-made requests. */
  mark: CacheMark | null;
}

/** Gives the row as a request with its exact JSON, or why it cannot be one. */
export type RenderRow = (row: StoredRow) => Rendered;

/** @returns what renders rows one after the other: by copying bytes where that gives the same, else by reading the row */
export function createRowRenderer(renderer: Renderer): RenderRow {
  const { render, segments, settings, overrides } = renderer;
  if (render === null) return (row) => readyMadeRequest(renderer, cellsOf(row));
  const renderWhole = (row: StoredRow) => promptRequest(renderer, render, row.seq, cellsOf(row));
  if (segments === null || settings.idColumn !== null) return renderWhole;
  const splice = createSplice(renderer, segments, MOST_REQUEST_BYTES);
  const model = overrides.model ?? settings.model;
  const maxTokens = overrides.maxTokens ?? settings.maxTokens;
  return (row) => {
    const bytes = splice(row);
    if (bytes === null) return renderWhole(row);
    return { ok: true, bytes, model, maxTokens, read: () => readWhole(renderWhole(row)) };
  };
}

function readWhole(rendered: Rendered): { customId: string; params: JsonObject } {
  if (!rendered.ok) throw new Error(`A request that was rendered cannot be read: ${rendered.code}.`);
  return rendered.read();
}

/** What the Messages API takes of one request. */
const MOST_REQUEST_BYTES = 32_000_000;

function request(customId: string, params: JsonObject): Rendered {
  const bytes = Buffer.from(JSON.stringify({ custom_id: customId, params }));
  if (bytes.length > MOST_REQUEST_BYTES) {
    return {
      ok: false,
      code: 'too-large',
      text: 'The request is larger than the 32 MB that one request may have.',
    };
  }
  const { model, max_tokens: maxTokens } = params;
  return {
    ok: true,
    bytes,
    model: String(model),
    maxTokens: Number(maxTokens),
    read: () => ({ customId, params }),
  };
}

function promptRequest(renderer: Renderer, render: Render, seq: number, cells: readonly Json[]): Rendered {
  const { settings, columns, jobId } = renderer;
  let prompt: string;
  try {
    prompt = render(cells);
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
  const params = overriddenParams(
    markedParams(promptParams(settings, prompt), renderer.mark),
    renderer.overrides,
  );
  if (settings.idColumn === null) return request(numberedId(jobId, seq), params);
  const customId = cellText(cells[columnIndex(columns, settings.idColumn)]);
  const bad = customIdProblem(customId);
  return bad ?? request(customId, params);
}

function readyMadeRequest(
  { settings, overrides, models }: Renderer,
  [customId, given]: readonly Json[],
): Rendered {
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
