// The modal with a draft's settings, and what comes back from it.
import type { KnownBlock, ModalView } from '@slack/types';
import { fieldsText, readFieldsText } from '../../core/answer/fields-text.ts';
import { modelOf } from '../../core/draft/check-settings.ts';
import type { Model } from '../../core/draft/model.ts';
import { promptFor, promptWithColumns } from '../../core/draft/prompt.ts';
import { type SettingProblem, type Settings, SPLITS, type Split } from '../../core/draft/settings.ts';
import { columnIndex } from '../../core/draft/template.ts';
import { EFFORTS, THINKING } from '../../core/draft/thinking.ts';
import type { DraftReport, Job } from '../../core/job/job.ts';
import { CALLBACKS, encodePlacedRef } from '../ids.ts';
import { clip, LIMITS } from '../limits.ts';
import { inline, mrkdwn } from '../mrkdwn.ts';
import { section, sections } from './blocks.ts';
import {
  checkboxInput,
  choicesInput,
  isTicked,
  numberInput,
  option,
  readChoices,
  readInputs,
  selectInput,
  textInput,
} from './modal-inputs.ts';
import { modelOptions } from './model-options.ts';
import { thinkingInputs } from './thinking-inputs.ts';

/** Which input a problem is shown beside. */
export const BLOCK_OF_FIELD: Record<NonNullable<SettingProblem['field']>, string> = {
  prompt: 'prompt',
  system: 'system',
  model: 'model',
  maxTokens: 'max_tokens',
  effort: 'effort',
  thinking: 'thinking',
  idColumn: 'id_column',
  batchRequests: 'batch_requests',
  answerFields: 'answer_fields',
};

const COLUMNS_BLOCK = 'columns';
const SPLIT_BLOCK = 'split';
const DUPLICATES_BLOCK = 'duplicates';
const CACHE_BLOCK = 'cache';
const NUMBERED = '-';
const ERRORS_SHOWN = 5;

interface EditModal {
  job: Job;
  /** Where it is opened; where the job stands when left out. */
  channelId?: string;
  /** The API's list; when it is empty, the models whose price is known. */
  models: readonly Model[];
  /** UTC milliseconds; with it, only retirements of the next 90 days are shown. */
  now?: number;
  /** Shown above the inputs, for problems that belong to none of them. */
  errors?: readonly Pick<SettingProblem, 'text'>[];
}

export function editModal({
  job,
  channelId = job.channelId,
  models,
  now,
  errors = [],
}: EditModal): ModalView {
  const { settings, report } = job;
  return {
    type: 'modal',
    callback_id: CALLBACKS.editDraft,
    private_metadata: encodePlacedRef({ jobId: job.id, revision: job.revision }, channelId),
    title: { type: 'plain_text', text: clip(`Edit draft #${job.number}`, LIMITS.modalTitle) },
    submit: { type: 'plain_text', text: 'Save' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      ...sections(errors.slice(0, ERRORS_SHOWN).map(({ text }) => mrkdwn`✋ ${inline(text, 500)}`)),
      ...(report?.readyMade ? [READY_MADE] : promptInputs(job)),
      selectInput({
        block: BLOCK_OF_FIELD.model,
        label: 'Model',
        hint: 'Price per million tokens as a batch: input / output.',
        options: modelOptions(settings.model, models, now),
        current: settings.model,
      }),
      numberInput({
        block: BLOCK_OF_FIELD.maxTokens,
        label: 'Max tokens per answer',
        hint: '2,048 tokens are about 1,500 English words. Longer answers are cut off, and thinking needs room in it too. The price at most is for answers of this length.',
        value: settings.maxTokens,
      }),
      ...(report?.readyMade ? [] : thinkingInputs(settings, modelOf(settings.model, models), BLOCK_OF_FIELD)),
      ...(report === null || report.readyMade ? [] : rowInputs(report, settings)),
      numberInput({
        block: BLOCK_OF_FIELD.batchRequests,
        label: 'Requests per message batch',
        hint: 'Empty is right for most jobs. Several smaller ones show progress and give early results.',
        value: settings.batchRequests,
        optional: true,
      }),
      // Files are compared by nobody, so there each is sent.
      ...(report?.format === 'documents' ? [] : [duplicatesInput(settings)]),
      ...(report?.readyMade ? [] : [cacheInput(settings)]),
    ],
  };
}

const READY_MADE = section(
  mrkdwn`The file holds ready-made requests. Model and max tokens are used where a request names none.`,
);

function promptInputs({ settings, report }: Job): KnownBlock[] {
  const columns = report?.columns ?? [];
  const places = columns.map((name) => `{{${name}}}`).join(' ');
  return [
    textInput({
      block: BLOCK_OF_FIELD.prompt,
      label: 'Prompt',
      hint:
        places === '' ? 'Write {{column}} where a row’s cell goes in.' : `Filled in for each row: ${places}`,
      value: settings.prompt,
      // Text goes as it is, and a column named prompt is one.
      optional: report !== null && promptFor(null, report.format, columns) !== null,
    }),
    ...(report === null || report.format === 'text' ? [] : columnsInput(columns, settings.prompt)),
    textInput({
      block: BLOCK_OF_FIELD.system,
      label: 'System prompt',
      hint: 'Rules that hold for every request, such as tone or language. It may stay empty.',
      value: settings.system,
      optional: true,
    }),
    textInput({
      block: BLOCK_OF_FIELD.answerFields,
      label: 'Fields of the answer',
      hint: 'Each becomes a column of the results. One per line, for example “mood: good|bad”, “score: number (1 to 10)”, “done: yes/no” or “summary”. Empty: the answer is one text.',
      value: fieldsText(settings.answerFields),
      optional: true,
    }),
  ];
}

function rowInputs({ format, split, columns }: DraftReport, settings: Settings): KnownBlock[] {
  if (format === 'text') return [splitInput(split ?? 'line')];
  // Names of files make no custom_ids.
  if (format === 'documents') return [];
  return columns.length === 0 ? [] : [idColumnInput(columns, settings.idColumn)];
}

/** Whoever does not want to type names of columns picks them. A prompt that does not fit into the window is not added to there. */
function columnsInput(columns: readonly string[], prompt: string | null): KnownBlock[] {
  if (columns.length === 0 || (prompt?.length ?? 0) > LIMITS.inputText) return [];
  return [
    choicesInput({
      block: COLUMNS_BLOCK,
      label: 'Add columns to the prompt',
      hint: 'Each picked one is written below the prompt, with its name, when you save.',
      options: columns.map((name, index) => option(name.trim() || `Column ${index + 1}`, String(index))),
    }),
  ];
}

function idColumnInput(columns: readonly string[], current: string | null): KnownBlock {
  // A value is limited to 150 characters: the position stands for the column.
  const chosen = current === null ? -1 : columnIndex(columns, current);
  const last = LIMITS.selectOptions - 2;
  const shown = columns.map((name, index) => ({ name, index })).filter(({ index }) => index <= last);
  // A chosen column beyond the list would be lost by saving.
  if (chosen > last) shown.splice(-1, 1, { name: columns[chosen] ?? '', index: chosen });
  const options = shown.map(({ name, index }) => option(name.trim() || `Column ${index + 1}`, String(index)));
  return selectInput({
    block: BLOCK_OF_FIELD.idColumn,
    label: 'Column for custom_id',
    hint: 'How each request is known in the results. Numbers are right for most jobs; a column of your own ids needs letters, digits, - and _, at most 64, each value once.',
    options: [option('Number the requests', NUMBERED), ...options],
    current: chosen < 0 ? NUMBERED : String(chosen),
  });
}

function splitInput(current: Split): KnownBlock {
  return selectInput({
    block: SPLIT_BLOCK,
    label: 'Split the text by',
    hint: 'What becomes one request.',
    options: [option('Line', 'line'), option('Paragraph', 'paragraph'), option('Whole document', 'whole')],
    current,
  });
}

function duplicatesInput({ mergesDuplicates }: Settings): KnownBlock {
  return checkboxInput({
    block: DUPLICATES_BLOCK,
    label: 'Duplicates',
    option: 'Send duplicates once',
    hint: 'A row with the same request as an earlier one gets that one’s answer. Untick it for a new answer for each row.',
    isTicked: mergesDuplicates,
  });
}

function cacheInput({ usesCache }: Settings): KnownBlock {
  return checkboxInput({
    block: CACHE_BLOCK,
    label: 'Prompt cache',
    option: 'Use it where it pays',
    hint: 'A long text that all requests share is then billed for less. One request goes first, and the others wait for it.',
    isTicked: usesCache,
  });
}

/**
 * @param state `view.state.values` of the submitted modal
 * @param columns of the draft that the modal was opened for
 * @returns the settings that the modal had inputs for; the others, and those that cannot be read, are left out
 * @throws ZodError for what Slack never sends
 */
export function readEditModal(state: unknown, columns: readonly string[]): Partial<Settings> {
  const read = readInputs(state);
  const settings: Partial<Settings> = {};
  const prompt = read(BLOCK_OF_FIELD.prompt);
  const system = read(BLOCK_OF_FIELD.system);
  const picked = readChoices(state, COLUMNS_BLOCK).flatMap((index) => columns[Number(index)] ?? []);
  if (prompt !== undefined) settings.prompt = promptWithColumns(prompt, picked);
  if (system !== undefined) settings.system = system?.trim() ? system : null;
  const fields = readFieldsText(read(BLOCK_OF_FIELD.answerFields) ?? '');
  if (read(BLOCK_OF_FIELD.answerFields) !== undefined && fields.ok) settings.answerFields = fields.fields;
  const model = read(BLOCK_OF_FIELD.model);
  if (model) settings.model = model;
  const maxTokens = read(BLOCK_OF_FIELD.maxTokens);
  if (maxTokens) settings.maxTokens = Number(maxTokens);
  const effort = read(BLOCK_OF_FIELD.effort);
  if (effort !== undefined) settings.effort = EFFORTS.find((one) => one === effort) ?? null;
  const thinking = read(BLOCK_OF_FIELD.thinking);
  if (thinking !== undefined) settings.thinking = THINKING.find((one) => one === thinking) ?? null;
  const idColumn = read(BLOCK_OF_FIELD.idColumn);
  if (idColumn) settings.idColumn = idColumn === NUMBERED ? null : (columns[Number(idColumn)] ?? null);
  const batchRequests = read(BLOCK_OF_FIELD.batchRequests);
  if (batchRequests !== undefined) settings.batchRequests = batchRequests ? Number(batchRequests) : null;
  const split = SPLITS.find((name) => name === read(SPLIT_BLOCK));
  if (split !== undefined) settings.split = split;
  const duplicates = read(DUPLICATES_BLOCK);
  if (duplicates !== undefined) settings.mergesDuplicates = isTicked(duplicates);
  const cache = read(CACHE_BLOCK);
  if (cache !== undefined) settings.usesCache = isTicked(cache);
  return settings;
}

/** @returns what is wrong with what stands in an input itself, before it is held against the draft; for Slack's own inputs it is nothing */
export function unreadableInputs(state: unknown): SettingProblem[] {
  const fields = readFieldsText(readInputs(state)(BLOCK_OF_FIELD.answerFields) ?? '');
  if (fields.ok) return [];
  return [{ line: null, field: 'answerFields', code: 'fields', text: `${fields.message} ${fields.next}` }];
}
