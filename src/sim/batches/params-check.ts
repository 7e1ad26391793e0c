// What the real API finds wrong with one request's params, hours after the create call was accepted.
import { findModel, type SimModel } from './models.ts';
import type { Json, Params } from './sim.ts';

export interface ParamsError {
  type: string;
  message: string;
}

function invalid(message: string): ParamsError {
  return { type: 'invalid_request_error', message };
}

const NEEDS_OLD_VERSION = ['temperature', 'top_p', 'top_k'];

/** @returns the first error, or null. @param inBatch some things are possible outside of a batch only */
export function checkParams(params: Params, version: string, inBatch: boolean): ParamsError | null {
  if (typeof params.model !== 'string') return invalid('model: Field required');
  const model = findModel(params.model);
  if (!model) return { type: 'not_found_error', message: `model: ${params.model}` };
  return (
    (inBatch ? batchOnly(params) : null) ??
    versioned(params, version) ??
    limits(params, model) ??
    messages(params, model) ??
    features(params, model)
  );
}

function batchOnly(params: Params): ParamsError | null {
  if (params.stream === true) return invalid('"stream=True" is not supported in the Message Batches API');
  for (const name of ['speed', 'fallbacks'])
    if (name in params) return invalid(`${name}: not supported in the Message Batches API`);
  if (params.max_tokens === 0) return invalid('max_tokens: must be greater than or equal to 1');
  return null;
}

function versioned(params: Params, version: string): ParamsError | null {
  if (version === '2023-06-01') return null;
  const found = NEEDS_OLD_VERSION.find((name) => name in params);
  return found ? invalid(`${found}: Extra inputs are not permitted`) : null;
}

function limits(params: Params, model: SimModel): ParamsError | null {
  const max = params.max_tokens;
  if (typeof max !== 'number') return invalid('max_tokens: Field required');
  if (!Number.isInteger(max) || max < 0) return invalid('max_tokens: must be greater than or equal to 1');
  if (max <= model.maxTokens) return null;
  return invalid(
    `max_tokens: ${max} > ${model.maxTokens}, which is the maximum allowed number of output tokens for ${model.id}`,
  );
}

function messages(params: Params, model: SimModel): ParamsError | null {
  const list = params.messages;
  if (list === undefined) return invalid('messages: Field required');
  if (!Array.isArray(list) || list.length === 0) return invalid('messages: at least one message is required');
  for (const [index, message] of list.entries()) {
    if (typeof message !== 'object' || message === null || Array.isArray(message))
      return invalid(`messages.${index}: Input should be an object`);
    if (!['user', 'assistant', 'system'].includes(String(message.role)))
      return invalid(`messages.${index}.role: Input should be 'user' or 'assistant'`);
    if (isEmpty(message.content)) return invalid(`messages.${index}: text content blocks must be non-empty`);
  }
  const last = list.at(-1) as { role?: Json };
  if (last.role === 'assistant' && !model.prefill)
    return invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  return null;
}

function isEmpty(content: Json | undefined): boolean {
  if (typeof content === 'string') return content.trim() === '';
  if (!Array.isArray(content) || content.length === 0) return true;
  return content.some(
    (block) =>
      typeof block === 'object' &&
      block !== null &&
      !Array.isArray(block) &&
      block.type === 'text' &&
      String(block.text ?? '').trim() === '',
  );
}

function features(params: Params, model: SimModel): ParamsError | null {
  const thinking = params.thinking as { type?: string; budget_tokens?: number } | undefined;
  if (thinking && !model.thinking.includes(thinking.type ?? '')) {
    return invalid(
      `"thinking.type.${thinking.type}" is not supported for this model. Use "thinking.type.${model.thinking[0]}" and "output_config.effort" to control thinking.`,
    );
  }
  if (
    thinking?.type === 'enabled' &&
    ((thinking.budget_tokens ?? 0) < 1024 || (thinking.budget_tokens ?? 0) >= Number(params.max_tokens))
  ) {
    return invalid(
      'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024 and less than max_tokens',
    );
  }
  const choice = params.tool_choice as { type?: string; name?: string } | undefined;
  if (choice?.type === 'tool') {
    const tools = Array.isArray(params.tools) ? params.tools : [];
    if (!tools.some((tool) => (tool as { name?: string }).name === choice.name))
      return invalid(`Tool '${choice.name}' not found in provided tools`);
  }
  if ((choice?.type === 'tool' || choice?.type === 'any') && !model.forcedTool)
    return invalid('tool_choice: forced tool use is not supported for this model');
  return null;
}
