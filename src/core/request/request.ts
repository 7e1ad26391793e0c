// A request: one rendered row with its custom_id.
import { answerFormat } from '../answer/answer-fields.ts';
import { thinkingParams } from '../draft/check-thinking.ts';
import type { Settings } from '../draft/settings.ts';
import type { Json, JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import type { Overrides } from '../result/retry.ts';

/** A rendered request as the draft card shows it. */
export interface Preview {
  line: number;
  /** Of a document, which is called by its file's name; drafts of earlier versions have none. */
  file?: string | null;
  customId: string;
  /** The text of the last user message, cut for display. */
  prompt: string;
}

const CUSTOM_ID = /^[a-zA-Z0-9_-]{1,64}$/;

/** @returns whether the API takes this custom_id (platform.claude.com: 1–64 letters, digits, hyphen, underscore). */
export function isCustomId(text: string): boolean {
  return CUSTOM_ID.test(text);
}

/** @returns the custom_id of a numbered request; the job's key in it proves whose message batch it is. */
export function numberedId(jobId: string, seq: number): string {
  return `${jobId}-${seq}`;
}

/** @returns the row number inside a numbered custom_id of this job, or null when it is not one. */
export function seqOfNumberedId(jobId: string, customId: string): number | null {
  if (!customId.startsWith(`${jobId}-`)) return null;
  const digits = customId.slice(jobId.length + 1);
  return /^[1-9]\d{0,14}$/.test(digits) ? Number(digits) : null;
}

/** @returns the job's key inside a custom_id that is numbered as ours are, or null when it is not one */
export function jobIdOfNumberedId(customId: string): string | null {
  return /^([a-z0-9]{10})-[1-9]\d{0,14}$/.exec(customId)?.[1] ?? null;
}

/**
 * @param prompt text, or content blocks
 * @returns the params of a request that asks one rendered prompt, which stands last so that the rest can be copied
 */
export function promptParams(settings: Settings, prompt: Json): JsonObject {
  return {
    model: settings.model,
    max_tokens: settings.maxTokens,
    ...(settings.system === null ? {} : { system: settings.system }),
    ...thinkingParams(settings),
    ...outputConfig(settings),
    messages: [{ role: 'user', content: prompt }],
  };
}

/** Order matters: drafts of earlier versions have to come out the same to the byte. */
function outputConfig({ effort, answerFields }: Settings): JsonObject {
  const config = {
    ...(effort ? { effort } : {}),
    ...(answerFields.length === 0 ? {} : { format: answerFormat(answerFields) }),
  };
  return Object.keys(config).length === 0 ? {} : { output_config: config };
}

/** @returns settings with what another attempt asks differently. */
export function overriddenSettings(settings: Settings, overrides: Overrides): Settings {
  const { model, maxTokens, effort = settings.effort, thinking = settings.thinking } = overrides;
  const changed = { model: model ?? settings.model, maxTokens: maxTokens ?? settings.maxTokens };
  return { ...settings, ...changed, effort, thinking };
}

/** @returns ready-made params with the draft's model and limit where they name none. */
export function completedParams(settings: Settings, params: JsonObject): JsonObject {
  return { model: settings.model, max_tokens: settings.maxTokens, ...params };
}

/** @returns ready-made params with what another attempt asks differently. */
export function overriddenParams(params: JsonObject, { model, maxTokens }: Overrides): JsonObject {
  if (model === null && maxTokens === null) return params;
  return {
    ...params,
    ...(model === null ? {} : { model }),
    ...(maxTokens === null ? {} : { max_tokens: maxTokens }),
  };
}

/** @returns the text of the last user message of params, for a preview; '' when it has none. */
export function promptTextOf(params: JsonObject): string {
  const messages = Array.isArray(params.messages) ? params.messages : [];
  const last = messages.filter((message) => isJsonObject(message) && message.role === 'user').at(-1);
  if (!isJsonObject(last)) return '';
  if (typeof last.content === 'string') return last.content;
  return Array.isArray(last.content) ? last.content.map(blockText).join('').trimEnd() : '';
}

function blockText(block: Json): string {
  if (!isJsonObject(block)) return '';
  if (typeof block.text !== 'string') return `[${String(block.type)}]\n`;
  // A marked block and the next one were one text.
  return block.cache_control === undefined ? `${block.text}\n` : block.text;
}
