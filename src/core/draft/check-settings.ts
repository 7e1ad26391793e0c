// What stands in the way of a draft, told from its settings and columns alone.

import { priceOf } from '../money/pricing.ts';
import { budgetProblem, effortProblem, thinkingProblem } from './check-thinking.ts';
import type { Model } from './model.ts';
import type { SettingProblem, Settings } from './settings.ts';
import { columnIndex } from './template.ts';

/** What a draft's settings are held against. */
export interface SettingsFacts {
  columns: readonly string[];
  readyMade: boolean;
  /** The API's list, or null when it could not be asked. */
  models: readonly Model[] | null;
  /** UTC milliseconds. */
  now: number;
}

/** @returns every blocker that the settings show, without looking at rows. */
export function checkSettings(settings: Settings, facts: SettingsFacts): SettingProblem[] {
  return [
    ...modelProblems(settings, facts),
    ...fieldsProblems(settings, facts),
    ...maxTokensProblems(settings, facts),
    ...thinkingProblems(settings, facts),
    ...idColumnProblems(settings, facts),
  ];
}

function blocker(field: SettingProblem['field'], code: string, text: string): SettingProblem {
  return { line: null, field, code, text };
}

/** @returns the listed model of an id; an alias stands for its dated snapshot */
export function modelOf(id: string, models: readonly Model[] | null): Model | undefined {
  return models?.find((one) => one.id === id || one.id.replace(/-\d{8}$/, '') === id);
}

function modelProblems({ model: id }: Settings, { models, now }: SettingsFacts): SettingProblem[] {
  const model = modelOf(id, models);
  if (models !== null && !model) {
    return [
      blocker(
        'model',
        'unknown-model',
        `${id} is not a model that this API key can use. Choose another with Edit.`,
      ),
    ];
  }
  if (
    model?.lifecycle === 'retired' ||
    (model?.retiresAt !== null && model !== undefined && model.retiresAt <= now)
  ) {
    return [blocker('model', 'retired-model', `${id} is retired. Choose another model with Edit.`)];
  }
  if (model && !model.batch) {
    return [
      blocker('model', 'no-batches', `${id} does not take message batches. Choose another model with Edit.`),
    ];
  }
  if (priceOf(id, 0) === null) {
    return [
      blocker(
        'model',
        'no-price',
        `The price of ${id} is not known here, so it is not sent. Choose another model with Edit.`,
      ),
    ];
  }
  return [];
}

function fieldsProblems(
  { answerFields, model: id }: Settings,
  { models, readyMade }: SettingsFacts,
): SettingProblem[] {
  if (answerFields.length === 0 || readyMade || modelOf(id, models)?.structuredOutputs !== false) return [];
  return [
    blocker(
      'model',
      'no-fields',
      `${id} cannot answer in fields. Choose another model with Edit, or take the fields out.`,
    ),
  ];
}

function maxTokensProblems({ maxTokens, model: id }: Settings, { models }: SettingsFacts): SettingProblem[] {
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    return [
      blocker('maxTokens', 'max-tokens', 'Max tokens per answer has to be a whole number of at least 1.'),
    ];
  }
  const limit = modelOf(id, models)?.maxOutputTokens ?? null;
  if (limit !== null && maxTokens > limit) {
    return [
      blocker(
        'maxTokens',
        'max-tokens',
        `Max tokens per answer is ${maxTokens}, but ${id} can write at most ${limit}.`,
      ),
    ];
  }
  return [];
}

/** Ready-made requests say themselves how they are answered. */
function thinkingProblems(settings: Settings, { models, readyMade }: SettingsFacts): SettingProblem[] {
  if (readyMade) return [];
  const model = modelOf(settings.model, models);
  const found: [SettingProblem['field'], string | null][] = [
    ['effort', effortProblem(settings, model)],
    ['thinking', thinkingProblem(settings, model)],
    ['maxTokens', budgetProblem(settings)],
  ];
  return found.flatMap(([field, text]) => (text === null ? [] : [blocker(field, 'thinking', text)]));
}

function idColumnProblems({ idColumn }: Settings, { columns, readyMade }: SettingsFacts): SettingProblem[] {
  if (idColumn === null || readyMade || columnIndex(columns, idColumn) >= 0) return [];
  return [
    blocker(
      'idColumn',
      'unknown-id-column',
      `There is no column ${idColumn} to take the custom_id from. Its columns are: ${columns.join(', ')}.`,
    ),
  ];
}
