// What a person may set on a draft: everything that turns rows into requests.
import type { AnswerField } from '../answer/answer-fields.ts';
import type { Problem } from '../source/problem.ts';
import type { Effort, Thinking } from './thinking.ts';

/** Every format that a file can have, as people write it; `formats/` has a reader for each but documents, which are no tables. */
export const FORMATS = ['csv', 'text', 'jsonl', 'json', 'xlsx', 'sqlite', 'documents'] as const;
/** 'database': one of the operator's, which is no file. */
export type FormatName = (typeof FORMATS)[number] | 'database';

/** What of a text becomes one request. */
export const SPLITS = ['line', 'paragraph', 'whole'] as const;
export type Split = (typeof SPLITS)[number];

export interface Settings {
  /** null: decided by looking at the file. */
  format: FormatName | null;
  /** Only for text: null means decided by looking at the file. */
  split: Split | null;
  /** Only for workbooks: the name of the sheet; null: the first one. */
  sheet: string | null;
  /** Only for databases: the name of a table, or one SELECT; null: the only table. */
  query: string | null;
  /** The prompt template; null when the person has not given one yet. */
  prompt: string | null;
  system: string | null;
  model: string;
  /** Upper limit of each answer, in tokens. */
  maxTokens: number;
  /** How thorough the model is, and how it thinks; null: as the model does by itself. */
  effort: Effort | null;
  thinking: Thinking | null;
  /** Column whose value becomes the custom_id; null: requests are numbered. */
  idColumn: string | null;
  /** Most requests of one message batch; null: as many as the operator and the API allow. */
  batchRequests: number | null;
  /** What every answer has to tell, each in a column of its own; empty: the answer is one text. */
  answerFields: AnswerField[];
  /** Requests that are the same but for their custom_id are sent once, and their answer counts for all. */
  mergesDuplicates: boolean;
  /** A long text that all requests share is marked for the prompt cache when that pays. */
  usesCache: boolean;
}

/** Enough for a long answer and for a model that thinks first; every draft shows it and lets it be changed. */
export const DEFAULT_MAX_TOKENS = 2048;

/** Settings of a fresh draft. */
export function defaultSettings(model: string): Settings {
  return {
    format: null,
    split: null,
    sheet: null,
    query: null,
    prompt: null,
    system: null,
    model,
    maxTokens: DEFAULT_MAX_TOKENS,
    effort: null,
    thinking: null,
    idColumn: null,
    batchRequests: null,
    answerFields: [],
    mergesDuplicates: true,
    usesCache: true,
  };
}

/** A setting that cannot be used; `field` names the input it belongs to in the modal. */
export interface SettingProblem extends Problem {
  field:
    | 'prompt'
    | 'model'
    | 'maxTokens'
    | 'effort'
    | 'thinking'
    | 'idColumn'
    | 'system'
    | 'batchRequests'
    | 'answerFields'
    | null;
}
