// One stored row to one request, the same at check and at send: what was previewed is what is sent.

import { cellText } from '../../core/cell.ts';
import { modelOf } from '../../core/draft/check-settings.ts';
import type { Model } from '../../core/draft/model.ts';
import type { Settings } from '../../core/draft/settings.ts';
import { columnIndex, type Segment } from '../../core/draft/template.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import { type Extras, extrasOf, NO_EXTRAS } from '../../core/money/extras.ts';
import { type CacheMark, markedParams } from '../../core/request/cache-mark.ts';
import { paramsProblem } from '../../core/request/ready-made.ts';
import {
  completedParams,
  isCustomId,
  numberedId,
  overriddenParams,
  overriddenSettings,
  promptParams,
} from '../../core/request/request.ts';
import type { Overrides } from '../../core/result/retry.ts';
import { MOST_REQUEST_BYTES, mediaContent, modelMediaProblem } from '../../core/source/media.ts';
import type { Render } from '../../template/compiled.ts';
import type { Attachment, ReadAttachments } from '../rows/attachments.ts';
import { cellsOf, type StoredRow } from '../rows/stored-rows.ts';
import { paramsIn, withMedia } from './media-request.ts';
import { createSplice } from './splice.ts';

export interface RenderedRequest {
  ok: true;
  /** Its exact JSON, valid until the next row is rendered. */
  bytes: Uint8Array;
  /** Bytes of text; a file counts as the text that would have as many tokens, by a guess. */
  weightBytes: number;
  model: string;
  maxTokens: number;
  /** What makes it cost more than its tokens tell. */
  extras: Extras;
  /** The same to be looked at. */
  read(): { customId: string; params: JsonObject };
  /** How long it is with the bytes of documents that it names by an id. */
  wholeBytes: number;
  /** Its params with those bytes, to be counted. */
  readWhole(): JsonObject;
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
  /** null for a job without files. */
  readAttachments: ReadAttachments | null;
  /** What is marked for the prompt cache; nothing in ready-made requests. */
  mark: CacheMark | null;
}

/** Gives the row as a request with its exact JSON, or why it cannot be one. */
export type RenderRow = (row: StoredRow) => Rendered;

/** @returns what renders rows one after the other: by copying bytes where that gives the same, else by reading the row */
export function createRowRenderer(renderer: Renderer): RenderRow {
  const { render, segments, settings, overrides, readAttachments } = renderer;
  if (render === null) return (row) => readyMadeRequest(renderer, cellsOf(row));
  const renderWhole = (row: StoredRow) => promptRequest(renderer, render, row.seq, cellsOf(row));
  if (segments === null || settings.idColumn !== null || readAttachments !== null) return renderWhole;
  const splice = createSplice(renderer, segments, MOST_REQUEST_BYTES);
  const model = overrides.model ?? settings.model;
  const maxTokens = overrides.maxTokens ?? settings.maxTokens;
  return (row) => {
    const bytes = splice(row);
    if (bytes === null) return renderWhole(row);
    return {
      ok: true,
      bytes,
      weightBytes: bytes.length,
      model,
      maxTokens,
      extras: NO_EXTRAS,
      read: () => readAgain(renderWhole(row)),
      wholeBytes: bytes.length,
      readWhole: () => readAgain(renderWhole(row)).params,
    };
  };
}

function readAgain(rendered: Rendered): { customId: string; params: JsonObject } {
  if (!rendered.ok) throw new Error(`A request that was rendered cannot be read: ${rendered.code}.`);
  return rendered.read();
}

function request(customId: string, params: JsonObject, attachments: readonly Attachment[] = []): Rendered {
  const json = JSON.stringify({ custom_id: customId, params });
  const { model, max_tokens: maxTokens } = params;
  const whole = withMedia(json, attachments, String(model));
  const bytes = whole?.bytes ?? Buffer.from(json);
  if (bytes.length > MOST_REQUEST_BYTES) return TOO_LARGE;
  return {
    ok: true,
    bytes,
    weightBytes: whole?.weightBytes ?? bytes.length,
    model: String(model),
    maxTokens: Number(maxTokens),
    extras: extrasOf(params),
    read: () => ({ customId, params: whole === null ? params : paramsIn(bytes) }),
    wholeBytes: whole?.wholeBytes ?? bytes.length,
    readWhole: () => whole?.readWhole() ?? params,
  };
}

const TOO_LARGE: Rendered = {
  ok: false,
  code: 'too-large',
  text: 'The request is larger than the 32 MB that one request may have.',
};

function promptRequest(renderer: Renderer, render: Render, seq: number, cells: readonly Json[]): Rendered {
  const { settings, columns, jobId } = renderer;
  const attachments = renderer.readAttachments?.(seq, cells) ?? [];
  for (const attachment of attachments) {
    const refusal = problemOf(attachment, renderer);
    if (refusal !== null) return refusal;
  }
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
  const files = attachments.filter(({ media, text }) => media !== null || text !== '');
  const content = files.length > 0 ? mediaContent(files, prompt) : prompt;
  const asked = overriddenSettings(settings, renderer.overrides);
  const params = markedParams(promptParams(asked, content), renderer.mark);
  if (settings.idColumn === null) return request(numberedId(jobId, seq), params, attachments);
  const customId = cellText(cells[columnIndex(columns, settings.idColumn)]);
  const bad = customIdProblem(customId);
  return bad ?? request(customId, params, attachments);
}

/** Told before anything is rendered; which model takes how many pages depends on the draft. */
function problemOf({ name, media, problem }: Attachment, renderer: Renderer): Rendered | null {
  const model = modelOf(renderer.overrides.model ?? renderer.settings.model, renderer.models);
  const found = problem ?? (media && modelMediaProblem(media, model?.contextTokens ?? null));
  if (found === null) return null;
  const text = name === null ? found.text : `${name}: ${found.text}`;
  return { ok: false, code: found.code, text };
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
