// Thinking: each generation of models allows other kinds of it.
import { isInteger, isObject, type Json } from '../json.ts';
import { invalid, type ParamsCheck, type ParamsError } from './contract.ts';

/** The fields of each kind, besides its type. */
const KINDS: Record<string, string[]> = {
  adaptive: ['display'],
  between_tools: ['display'],
  disabled: [],
  enabled: ['budget_tokens', 'display'],
};
const LEAST_BUDGET = 1024;

export const checkThinking: ParamsCheck = (params, { model }) => {
  const { thinking } = params;
  if (thinking === undefined) return null;
  if (!isObject(thinking)) return invalid('thinking: Input should be an object');
  const { type, budget_tokens: budget, ...others } = thinking;
  if (typeof type !== 'string') return invalid('thinking.type: Field required');
  const fields = KINDS[type];
  if (!fields)
    return invalid(
      `thinking: Input tag '${type}' found using 'type' does not match any of the expected tags: ${Object.keys(
        KINDS,
      )
        .map((kind) => `'${kind}'`)
        .join(', ')}`,
    );
  const extra = Object.keys(thinking).find((name) => name !== 'type' && !fields.includes(name));
  if (extra !== undefined) return invalid(`thinking.${type}.${extra}: Extra inputs are not permitted`);
  if ('display' in others && others.display !== 'omitted' && others.display !== 'summarized')
    return invalid(`thinking.${type}.display: Input should be 'omitted' or 'summarized'`);
  if (!model.thinking.some((allowed) => allowed === type))
    return invalid(unsupported(type, model.thinking[0]));
  if (type === 'enabled') return checkBudget(budget, params.max_tokens);
  return type === 'adaptive'
    ? null
    : checkEffort(type, params.output_config, model.efforts.includes('xhigh'));
};

function unsupported(type: string, instead: string | undefined): string {
  const how = instead === 'adaptive' ? ' and "output_config.effort" to control thinking behavior' : '';
  return `"thinking.type.${type}" is not supported for this model. Use "thinking.type.${instead}"${how}.`;
}

function checkBudget(budget: Json | undefined, max: Json | undefined): ParamsError | null {
  const at = 'thinking.enabled.budget_tokens';
  if (budget === undefined) return invalid(`${at}: Field required`);
  if (!isInteger(budget)) return invalid(`${at}: Input should be a valid integer`);
  if (budget < LEAST_BUDGET)
    return invalid(`${at}: Input should be greater than or equal to ${LEAST_BUDGET}`);
  return isInteger(max) && budget >= max
    ? invalid('`max_tokens` must be greater than `thinking.budget_tokens`.')
    : null;
}

/** Without thinking, the newer models work at high effort at most. */
function checkEffort(type: string, output: Json | undefined, isNewer: boolean): ParamsError | null {
  const effort = isObject(output) ? output.effort : null;
  return isNewer && (effort === 'xhigh' || effort === 'max')
    ? invalid(`output_config.effort: '${effort}' is not supported with "thinking.type.${type}" on this model`)
    : null;
}
