// The modal with a draft's settings, and what comes back from it.
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { Job } from '../../core/job.ts';
import type { Model } from '../../core/model.ts';
import { PRICES } from '../../core/price-table.ts';
import { formatDollars, priceOf } from '../../core/pricing.ts';
import type { SettingProblem, Settings, Split } from '../../core/settings.ts';
import { CALLBACKS, encodeJobRef } from '../ids.ts';
import { clip, LIMITS } from '../limits.ts';
import { mrkdwn } from '../mrkdwn.ts';
import { section } from './blocks.ts';

/** Which input a problem is shown beside. */
export const BLOCK_OF_FIELD: Record<NonNullable<SettingProblem['field']>, string> = {
  prompt: 'prompt',
  system: 'system',
  model: 'model',
  maxTokens: 'max_tokens',
  idColumn: 'id_column',
};

const NUMBERED = '-';
const ACTION = 'value';

/** @param models the API's list; without it, the models whose price is known */
export function editModal({ job, models }: { job: Job; models: readonly Model[] }): ModalView {
  const { settings, report } = job;
  const isTable = report !== null && !report.readyMade;
  return {
    type: 'modal',
    callback_id: CALLBACKS.editDraft,
    private_metadata: encodeJobRef({ jobId: job.id, revision: job.revision }),
    title: { type: 'plain_text', text: clip(`Edit draft #${job.number}`, LIMITS.modalTitle) },
    submit: { type: 'plain_text', text: 'Save' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      ...(report?.readyMade
        ? [
            section(
              mrkdwn`The file holds ready-made requests. Model and limit are used where a request names none.`,
            ),
          ]
        : promptBlocks(job)),
      modelBlock(settings.model, models),
      numberBlock(settings.maxTokens),
      ...(isTable && report.format !== 'text' && report.columns.length > 0
        ? [idColumnBlock(report.columns, settings.idColumn)]
        : []),
      ...(isTable && report.format === 'text' ? [splitBlock(report.split ?? 'line')] : []),
    ],
  };
}

function promptBlocks({ settings, report }: Job): KnownBlock[] {
  const columns = (report?.columns ?? []).map((name) => `{{${name}}}`).join(' ');
  const hint =
    columns === '' ? 'Write {{column}} where a row’s cell goes in.' : `Filled in for each row: ${columns}`;
  return [
    textBlock({
      block: BLOCK_OF_FIELD.prompt,
      label: 'Prompt',
      hint,
      value: settings.prompt,
      optional: report?.format === 'text',
    }),
    textBlock({
      block: BLOCK_OF_FIELD.system,
      label: 'System prompt',
      hint: 'The same for every request.',
      value: settings.system,
      optional: true,
    }),
  ];
}

interface TextBlock {
  block: string;
  label: string;
  hint: string;
  value: string | null;
  optional: boolean;
}

function textBlock({ block, label, hint, value, optional }: TextBlock): KnownBlock {
  if ((value?.length ?? 0) > LIMITS.inputText) {
    return section(
      mrkdwn`*${label}* is longer than the ${LIMITS.inputText} characters that fit here, so it stays as it is.`,
    );
  }
  return {
    type: 'input',
    block_id: block,
    optional,
    label: { type: 'plain_text', text: label },
    hint: { type: 'plain_text', text: clip(hint, LIMITS.inputHint) },
    element: {
      type: 'plain_text_input',
      action_id: ACTION,
      multiline: true,
      max_length: LIMITS.inputText,
      ...(value ? { initial_value: value } : {}),
    },
  };
}

function modelBlock(current: string, models: readonly Model[]): KnownBlock {
  const usable = models.filter(
    (model) => model.batch && model.lifecycle !== 'retired' && priceOf(model.id, 0) !== null,
  );
  const ids = usable.length > 0 ? usable.map(({ id }) => id) : Object.keys(PRICES.models);
  const options = [...new Set([current, ...ids])]
    .slice(0, LIMITS.selectOptions)
    .map((id) => option(modelLabel(id, usable), id));
  return selectBlock(
    BLOCK_OF_FIELD.model,
    'Model',
    options,
    current,
    'Price per million tokens as a batch: input / output.',
  );
}

function modelLabel(id: string, models: readonly Model[]): string {
  const model = models.find((one) => one.id === id);
  const price = priceOf(id, 0);
  const rates =
    price === null ? '' : ` · ${formatDollars(price.input * 500)} / ${formatDollars(price.output * 500)}`;
  const retires = model?.retiresAt
    ? ` · retires ${new Date(model.retiresAt).toISOString().slice(0, 10)}`
    : '';
  return `${id}${rates}${retires}`;
}

function numberBlock(value: number): KnownBlock {
  return {
    type: 'input',
    block_id: BLOCK_OF_FIELD.maxTokens,
    label: { type: 'plain_text', text: 'Max tokens per answer' },
    hint: {
      type: 'plain_text',
      text: 'Longer answers are cut off. Models that think first need room for it.',
    },
    element: {
      type: 'number_input',
      action_id: ACTION,
      is_decimal_allowed: false,
      min_value: '1',
      initial_value: String(value),
    },
  };
}

function idColumnBlock(columns: readonly string[], current: string | null): KnownBlock {
  const numbered = option('Number the requests', NUMBERED);
  // A value is limited to 150 characters: the position stands for the column.
  const options = columns
    .slice(0, LIMITS.selectOptions - 1)
    .map((name, index) => option(name, String(index)));
  const index = current === null ? -1 : columns.indexOf(current);
  return selectBlock(
    'id_column',
    'Column for custom_id',
    [numbered, ...options],
    index < 0 ? NUMBERED : String(index),
    'Letters, digits, - and _; each value once.',
  );
}

function splitBlock(current: Split): KnownBlock {
  const options = [option('Lines', 'line'), option('Paragraphs', 'paragraph')];
  return selectBlock('split', 'Split the text by', options, current, 'What becomes one request.');
}

function option(label: string, value: string): PlainTextOption {
  return {
    text: { type: 'plain_text', text: clip(label, LIMITS.optionText) },
    value: clip(value, LIMITS.optionValue),
  };
}

function selectBlock(
  block: string,
  label: string,
  options: PlainTextOption[],
  current: string,
  hint: string,
): KnownBlock {
  const initial = options.find(({ value }) => value === current);
  return {
    type: 'input',
    block_id: block,
    label: { type: 'plain_text', text: label },
    hint: { type: 'plain_text', text: hint },
    element: {
      type: 'static_select',
      action_id: ACTION,
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

const Input = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});
const Values = z.record(z.string(), z.record(z.string(), Input));

/** @returns the settings that the modal had inputs for; the others are left out */
export function readEditModal(state: unknown, columns: readonly string[]): Partial<Settings> {
  const values = Values.parse(state);
  const inputOf = (block: string) => values[block]?.[ACTION];
  const settings: Partial<Settings> = {};
  const prompt = inputOf(BLOCK_OF_FIELD.prompt);
  const system = inputOf(BLOCK_OF_FIELD.system);
  if (prompt) settings.prompt = prompt.value?.trim() ? prompt.value : null;
  if (system) settings.system = system.value?.trim() ? system.value : null;
  const model = inputOf(BLOCK_OF_FIELD.model)?.selected_option?.value;
  if (model !== undefined) settings.model = model;
  const maxTokens = inputOf(BLOCK_OF_FIELD.maxTokens)?.value;
  if (maxTokens) settings.maxTokens = Number(maxTokens);
  const idColumn = inputOf(BLOCK_OF_FIELD.idColumn)?.selected_option?.value;
  if (idColumn !== undefined)
    settings.idColumn = idColumn === NUMBERED ? null : (columns[Number(idColumn)] ?? null);
  const split = inputOf('split')?.selected_option?.value;
  if (split === 'line' || split === 'paragraph') settings.split = split;
  return settings;
}
