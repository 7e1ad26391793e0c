// What the real API finds wrong with one request's params, hours after the create call was accepted.
import type { Params } from '../json.ts';
import { findCallable } from '../models.ts';
import { checkBatchOnly } from './batch-only.ts';
import { checkCaching } from './caching.ts';
import { checkContext } from './context.ts';
import { invalid, type ParamsCall, type ParamsCheck, type ParamsError } from './contract.ts';
import { checkFields } from './fields.ts';
import { checkFiles } from './files.ts';
import { checkMaxTokens } from './max-tokens.ts';
import { checkMessages, checkSystem } from './messages.ts';
import { checkOutput } from './output.ts';
import { checkSampling } from './sampling.ts';
import { checkThinking } from './thinking.ts';
import { checkToolChoice, checkTools } from './tools.ts';

/** In this order, after the model was found. */
export const PARAM_CHECKS: Record<string, ParamsCheck> = {
  'not in batches': checkBatchOnly,
  sampling: checkSampling,
  fields: checkFields,
  max_tokens: checkMaxTokens,
  messages: checkMessages,
  files: checkFiles,
  system: checkSystem,
  thinking: checkThinking,
  output_config: checkOutput,
  tools: checkTools,
  tool_choice: checkToolChoice,
  cache_control: checkCaching,
  'context window': checkContext,
};

/** @returns the first error, or null */
export function checkParams(params: Params, call: ParamsCall): ParamsError | null {
  if (params.model === undefined) return invalid('model: Field required');
  if (typeof params.model !== 'string') return invalid('model: Input should be a valid string');
  const model = findCallable(params.model);
  if (!model) return { type: 'not_found_error', message: `model: ${params.model}` };
  for (const check of Object.values(PARAM_CHECKS)) {
    const error = check(params, { ...call, model });
    if (error) return error;
  }
  return null;
}
