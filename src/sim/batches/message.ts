// The message that a model answers with, made up around what a test says.
import type { AnswerRequest, AnswerShape, CacheUse, SimRequest } from './batch.ts';
import { isObject, type Json, type Params } from './json.ts';
import { findModel, type SimModel } from './models.ts';
import type { Oddities } from './oddities.ts';
import { randomText } from './random.ts';
import { countTokens, inputTokens } from './tokens.ts';

export interface MessageOptions {
  answer: AnswerRequest;
  oddities: Oddities;
  tier: 'batch' | 'standard';
  random: () => number;
  cacheUse: CacheUse | null;
}

/** Latin letters in a token, the other way round. */
const CHARACTERS_PER_TOKEN = 4;

/** @param shape laid over what the answer function says */
export function messageFor(request: SimRequest, shape: AnswerShape, options: MessageOptions): Json {
  const { params, customId } = request;
  const { random, oddities } = options;
  const model = findModel(params.model);
  const said = options.answer(params, customId);
  const made: AnswerShape = { ...(typeof said === 'string' ? { text: said } : said), ...shape };
  const spoken = speak(made, params, model, options);
  const stopReason = made.stopReason ?? spoken.stopReason;
  const nullable: { [key: string]: Json } = {
    container: null,
    diagnostics: null,
    stop_details:
      stopReason === 'refusal' ? { type: 'refusal', category: 'general_harms', explanation: null } : null,
  };
  dropSomeNulls(nullable, random);
  return {
    id: `msg_01${randomText(22, random)}`,
    type: 'message',
    role: 'assistant',
    model: model?.id ?? String(params.model),
    content: spoken.content,
    stop_reason: stopReason,
    stop_sequence: made.stopSequence ?? null,
    ...nullable,
    ...(oddities.extraFields ? { a_new_field: { nested: true } } : {}),
    usage: { ...usage(params, model, spoken, options), ...made.usage },
    ...made.message,
  };
}

interface Spoken {
  content: Json[];
  stopReason: string;
  textTokens: number;
  thinkingTokens: number;
}

/** Thinking comes first and counts towards max_tokens, so that little may be left for text, or nothing. */
function speak(
  made: AnswerShape,
  params: Params,
  model: SimModel | undefined,
  options: MessageOptions,
): Spoken {
  const factor = model?.tokenFactor ?? 1;
  if (made.content)
    return {
      content: made.content,
      stopReason: 'end_turn',
      textTokens: Math.ceil(countTokens(JSON.stringify(made.content)) * factor),
      thinkingTokens: 0,
    };
  const max = Number(params.max_tokens ?? 0);
  const wanted = thinks(params, model) ? 8 + Math.floor(options.random() * 24) : 0;
  const thinkingTokens = Math.min(wanted, max);
  const full = withSeparators(made.text ?? '', options.oddities);
  const fullTokens = Math.ceil(countTokens(full) * factor);
  const isWhole = thinkingTokens + fullTokens <= max;
  const textTokens = isWhole ? fullTokens : max - thinkingTokens;
  const text = isWhole ? full : cut(full, Math.floor((textTokens / factor) * CHARACTERS_PER_TOKEN));
  const thought = { type: 'thinking', thinking: '', signature: randomText(64, options.random) };
  return {
    content: [...(wanted > 0 ? [thought] : []), ...(text === '' ? [] : [{ type: 'text', text }])],
    stopReason: isWhole ? 'end_turn' : 'max_tokens',
    textTokens,
    thinkingTokens,
  };
}

function thinks({ thinking }: Params, model: SimModel | undefined): boolean {
  if (model?.alwaysThinks) return true;
  return isObject(thinking) && (thinking.type === 'adaptive' || thinking.type === 'enabled');
}

function withSeparators(text: string, { lineSeparators }: Oddities): string {
  return lineSeparators && text !== '' ? `${text}\u2028\u2029\u0085` : text;
}

/** Never in the middle of a character. */
function cut(text: string, characters: number): string {
  return text.slice(0, Math.max(0, characters)).replace(/[\ud800-\udbff]$/, '');
}

function usage(
  params: Params,
  model: SimModel | undefined,
  { textTokens, thinkingTokens }: Spoken,
  { tier, random, cacheUse }: MessageOptions,
): { [key: string]: Json } {
  const { read, written5m, written1h } = cacheUse ?? { read: 0, written5m: 0, written1h: 0 };
  const written = written5m + written1h;
  const estimate = model ? inputTokens(params, model) : 0;
  const nullable: { [key: string]: Json } = {
    server_tool_use: null,
    speed: null,
    output_tokens_details: thinkingTokens > 0 ? { thinking_tokens: thinkingTokens } : null,
  };
  dropSomeNulls(nullable, random);
  return {
    // What is counted beforehand is an estimate: the bill differs by a few percent.
    input_tokens: Math.max(1, Math.round((estimate - read - written) * (0.98 + random() * 0.04))),
    cache_creation_input_tokens: written || (random() < 0.8 ? 0 : null),
    cache_read_input_tokens: read || (random() < 0.8 ? 0 : null),
    cache_creation:
      written > 0 || random() < 0.8
        ? { ephemeral_5m_input_tokens: written5m, ephemeral_1h_input_tokens: written1h }
        : null,
    output_tokens: textTokens + thinkingTokens,
    service_tier: tier,
    inference_geo: random() < 0.8 ? 'not_available' : null,
    ...nullable,
  };
}

/** The wire sometimes leaves out what is null. */
function dropSomeNulls(fields: { [key: string]: Json }, random: () => number): void {
  for (const [key, value] of Object.entries(fields)) if (value === null && random() < 0.5) delete fields[key];
}
