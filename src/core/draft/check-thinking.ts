// What a draft asks of a model's thinking, and whether the model takes it.
import type { JsonObject } from '../json.ts';
import type { Model } from './model.ts';
import type { Settings } from './settings.ts';

/** The least budget that the API takes (platform.claude.com: extended thinking). */
const LEAST_BUDGET_TOKENS = 1024;

type Chosen = Pick<Settings, 'effort' | 'thinking' | 'maxTokens'>;

/** @returns the part of params that asks for this kind; a budget is half of what an answer may have. */
export function thinkingParams({ thinking, maxTokens }: Chosen): JsonObject {
  // Drafts of earlier versions have no such settings.
  if (!thinking) return {};
  if (thinking !== 'enabled') return { thinking: { type: thinking } };
  const budget = Math.max(LEAST_BUDGET_TOKENS, Math.floor(maxTokens / 2));
  return { thinking: { type: thinking, budget_tokens: budget } };
}

/** @returns why this model does not take the effort, or null; a model that is not known is left to Anthropic */
export function effortProblem({ effort, thinking }: Chosen, model: Model | undefined): string | null {
  if (!effort || model === undefined) return null;
  const { id, efforts } = model;
  if (efforts.length === 0) return `${id} has no levels of effort. Leave the effort as the model has it.`;
  if (!efforts.includes(effort)) return `${id} does not know effort ${effort}. ${listed(efforts)}`;
  const isMuch = effort === 'xhigh' || effort === 'max';
  // Models that know xhigh work at high at most while they do not think (platform.claude.com: effort).
  if (isMuch && efforts.includes('xhigh') && (thinking === 'disabled' || thinking === 'between_tools'))
    return `Effort ${effort} needs thinking that is adaptive. Choose effort high, or another kind of thinking.`;
  return null;
}

/** @returns why this model does not think so, or null */
export function thinkingProblem({ thinking }: Chosen, model: Model | undefined): string | null {
  if (!thinking || model === undefined || model.thinking.includes(thinking)) return null;
  if (model.thinking.length === 0)
    return `${model.id} does not think. Leave the thinking as the model has it.`;
  return `${model.id} does not take thinking ${thinking}. ${listed(model.thinking)}`;
}

/** @returns why an answer has too little room for thinking with a budget, or null */
export function budgetProblem({ thinking, maxTokens }: Chosen): string | null {
  return thinking === 'enabled' && maxTokens <= LEAST_BUDGET_TOKENS
    ? `Thinking takes at least ${LEAST_BUDGET_TOKENS.toLocaleString('en-US')} tokens of each answer, so max tokens per answer has to be more.`
    : null;
}

function listed(names: readonly string[]): string {
  return `It can be ${names.join(', ')}, or what the model does by itself.`;
}
