// One line of results: five shapes, a double error envelope, and fields that may be missing.
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { ModelUsage } from '../core/money/pricing.ts';
import type { Result, ResultLine } from '../core/result/result.ts';

/** The service tier decides no price here; it is 'batch' in every result. */
export interface LineUsage extends Required<ModelUsage> {
  serviceTier: string | null;
}

type Outcome = Omit<Result, 'customId'>;

const NOTHING: Omit<Outcome, 'status'> = {
  text: null,
  stopReason: null,
  model: null,
  usage: null,
  usageRaw: null,
  errorType: null,
  errorMessage: null,
};

/**
 * @param line without its \n; a \r at its end is no matter
 * @param lineNumber counted from 1, to name a line that cannot be read
 */
export function parseResultLine(line: Buffer, lineNumber: number): ResultLine {
  const value = parseJson(line);
  if (isJsonObject(value) && typeof value.custom_id === 'string' && isJsonObject(value.result)) {
    const outcome = readOutcome(value.result);
    if (outcome !== null) return Object.assign(outcome, { customId: value.custom_id });
  }
  return { malformed: true, lineNumber };
}

function parseJson(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
}

/** @returns null for an answer without a message */
function readOutcome(result: JsonObject): Outcome | null {
  switch (result.type) {
    case 'succeeded':
      return isJsonObject(result.message) ? readMessage(result.message) : null;
    case 'errored':
      return { ...NOTHING, status: 'errored', ...readError(result.error) };
    case 'canceled':
    case 'expired':
      return { ...NOTHING, status: result.type };
    default:
      return {
        ...NOTHING,
        status: 'errored',
        errorType: 'unknown_result_type',
        errorMessage: `The result is of an unknown type: ${String(result.type).slice(0, 60)}.`,
      };
  }
}

/** The kind of error stands in the inner envelope; the outer one always says "error". */
function readError(outer: Json | undefined): Pick<Result, 'errorType' | 'errorMessage'> {
  const envelope = isJsonObject(outer) ? outer : {};
  const inner = isJsonObject(envelope.error) ? envelope.error : envelope;
  return { errorType: textOf(inner.type), errorMessage: textOf(inner.message) };
}

/** @returns an answer as it stands in results, and alone */
export function readMessage(message: JsonObject): Outcome {
  return {
    status: 'succeeded',
    text: answerText(message.content),
    stopReason: textOf(message.stop_reason),
    model: textOf(message.model),
    usage: isJsonObject(message.usage) ? readUsage(message.usage) : null,
    usageRaw: message.usage ?? null,
    errorType: null,
    errorMessage: null,
  };
}

/**
 * All text blocks joined. An answer without text that holds other blocks (tool_use and the like) is given as the JSON
 * of these blocks; thinking alone is no answer and gives ''.
 */
function answerText(content: Json | undefined): string {
  const only = Array.isArray(content) && content.length === 1 ? content[0] : undefined;
  if (isJsonObject(only) && only.type === 'text' && typeof only.text === 'string') return only.text;
  const blocks = Array.isArray(content) ? content.filter(isJsonObject) : [];
  const text = blocks.map((block) => (block.type === 'text' ? (textOf(block.text) ?? '') : '')).join('');
  if (text !== '') return text;
  const others = blocks.filter(({ type }) => !SILENT.has(type));
  return others.length === 0 ? '' : JSON.stringify(others);
}

const SILENT: ReadonlySet<Json | undefined> = new Set(['text', 'thinking', 'redacted_thinking']);

function readUsage(usage: JsonObject): LineUsage {
  const written = isJsonObject(usage.cache_creation) ? usage.cache_creation : {};
  const server = isJsonObject(usage.server_tool_use) ? usage.server_tool_use : {};
  const oneHour = tokensOf(written.ephemeral_1h_input_tokens) ?? 0;
  return {
    inputTokens: tokensOf(usage.input_tokens) ?? 0,
    outputTokens: tokensOf(usage.output_tokens) ?? 0,
    // Without the finer fields everything written counts as the five-minute kind.
    cacheWrite5mTokens:
      tokensOf(written.ephemeral_5m_input_tokens) ??
      Math.max(0, (tokensOf(usage.cache_creation_input_tokens) ?? 0) - oneHour),
    cacheWrite1hTokens: oneHour,
    cacheReadTokens: tokensOf(usage.cache_read_input_tokens) ?? 0,
    webSearches: tokensOf(server.web_search_requests) ?? 0,
    isUsOnly: usage.inference_geo === 'us',
    serviceTier: textOf(usage.service_tier),
  };
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function tokensOf(value: Json | undefined): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}
