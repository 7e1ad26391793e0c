// The inputs for how much a model thinks.
import type { KnownBlock } from '@slack/types';
import type { Model } from '../../core/draft/model.ts';
import type { Settings } from '../../core/draft/settings.ts';
import { EFFORTS, type Effort, THINKING, type Thinking } from '../../core/draft/thinking.ts';
import { option, selectInput } from './modal-inputs.ts';

/** As the model does by itself. */
const OWN = '-';

/**
 * @param model undefined for one that the API does not list: then everything can be chosen, and Anthropic decides
 * @param blocks the ids of the two inputs
 * @returns the inputs that the model takes, and those with which something was chosen
 */
export function thinkingInputs(
  { effort, thinking }: Pick<Settings, 'effort' | 'thinking'>,
  model: Model | undefined,
  blocks: { effort: string; thinking: string },
): KnownBlock[] {
  const efforts = model?.efforts ?? EFFORTS;
  const kinds = model?.thinking ?? THINKING;
  return [
    ...(efforts.length === 0 && !effort
      ? []
      : [
          selectInput({
            block: blocks.effort,
            label: 'Effort',
            hint: 'How thorough the model is. More effort is more tokens.',
            options: [
              option('As usual for this model', OWN),
              ...kept(efforts, effort).map((one) => option(EFFORT_WORDS[one], one)),
            ],
            current: effort ?? OWN,
          }),
        ]),
    ...(kinds.length === 0 && !thinking
      ? []
      : [
          selectInput({
            block: blocks.thinking,
            label: 'Thinking',
            hint: 'Thoughts are billed as part of the answer, and its max tokens are theirs too.',
            options: [
              option('As usual for this model', OWN),
              ...kept(kinds, thinking).map((one) => option(THINKING_WORDS[one], one)),
            ],
            current: thinking ?? OWN,
          }),
        ]),
  ];
}

/** What was chosen stays, also when the model of now does not take it: the draft then says so. */
function kept<T>(allowed: readonly T[], chosen: T | null): T[] {
  return chosen && !allowed.includes(chosen) ? [chosen, ...allowed] : [...allowed];
}

const EFFORT_WORDS: Record<Effort, string> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  xhigh: 'Extra high',
  max: 'Maximum',
};
const THINKING_WORDS: Record<Thinking, string> = {
  adaptive: 'Adaptive: as much as a request needs',
  between_tools: 'Between tools only',
  disabled: 'Off',
  enabled: 'Up to half of the max tokens',
};
