// One line of results: five shapes, a double error envelope, and fields that may be missing.
import type { Json, JsonObject } from '../core/json.ts';
import { isJsonObject } from '../core/json.ts';
import type { ModelUsage } from '../core/pricing.ts';
import type { Result, ResultLine } from '../core/result.ts';

const EMPTY: Omit<Result, 'customId' | 'status'> = {
  text: null,
  stopReason: null,
  model: null,
  usage: null,
  usageRaw: null,
  errorType: null,
  errorMessage: null,
};

/** @param lineNumber counted from 1, to name a line that cannot be read */
export function parseResultLine(line: Buffer, lineNumber: number): ResultLine {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch {
    return { malformed: true, lineNumber };
  }
  if (!isJsonObject(value) || typeof value.custom_id !== 'string' || !isJsonObject(value.result)) {
    return { malformed: true, lineNumber };
  }
  return { customId: value.custom_id, ...EMPTY, ...outcome(value.result) };
}

function outcome(result: JsonObject): Partial<Result> & Pick<Result, 'status'> {
  switch (result.type) {
    case 'succeeded':
      return { status: 'succeeded', ...(isJsonObject(result.message) ? answer(result.message) : {}) };
    case 'errored':
      return { status: 'errored', ...failure(result.error) };
    case 'canceled':
    case 'expired':
      return { status: result.type };
    default:
      return {
        status: 'errored',
        errorType: 'unknown_result_type',
        errorMessage: `The result is of an unknown type: ${String(result.type).slice(0, 60)}.`,
      };
  }
}

/** The kind of error stands in the inner envelope; the outer one always says "error". */
function failure(outer: Json | undefined): Pick<Result, 'errorType' | 'errorMessage'> {
  const inner =
    isJsonObject(outer) && isJsonObject(outer.error) ? outer.error : isJsonObject(outer) ? outer : {};
  return { errorType: textOf(inner.type), errorMessage: textOf(inner.message) };
}

function answer(message: JsonObject): Partial<Result> {
  return {
    text: answerText(message.content),
    stopReason: textOf(message.stop_reason),
    model: textOf(message.model),
    usage: isJsonObject(message.usage) ? usageOf(message.usage) : null,
    usageRaw: message.usage ?? null,
  };
}

/** All text blocks joined; an answer without any text that uses tools is given as the JSON of its tool blocks. */
function answerText(content: Json | undefined): string {
  const blocks = Array.isArray(content) ? content.filter(isJsonObject) : [];
  const text = blocks.map((block) => (block.type === 'text' ? (textOf(block.text) ?? '') : '')).join('');
  if (text !== '') return text;
  const tools = blocks.filter((block) => block.type === 'tool_use');
  return tools.length === 0 ? '' : JSON.stringify(tools);
}

function usageOf(usage: JsonObject): ModelUsage {
  const written = isJsonObject(usage.cache_creation) ? usage.cache_creation : {};
  const oneHour = numberOf(written.ephemeral_1h_input_tokens);
  const server = isJsonObject(usage.server_tool_use) ? usage.server_tool_use : {};
  return {
    inputTokens: numberOf(usage.input_tokens),
    outputTokens: numberOf(usage.output_tokens),
    // Without the finer fields everything written counts as the five-minute kind.
    cacheWrite5mTokens: Math.max(0, numberOf(usage.cache_creation_input_tokens) - oneHour),
    cacheWrite1hTokens: oneHour,
    cacheReadTokens: numberOf(usage.cache_read_input_tokens),
    webSearches: numberOf(server.web_search_requests),
  };
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
