// What a person may set on a draft: everything that turns rows into requests.
import type { Problem } from './problem.ts';

export type FormatName = 'csv' | 'text' | 'jsonl';
export type Split = 'line' | 'paragraph';

export interface Settings {
  /** null: decided by looking at the file. */
  format: FormatName | null;
  /** Only for text: null means decided by looking at the file. */
  split: Split | null;
  /** The prompt template; null when the person has not given one yet. */
  prompt: string | null;
  system: string | null;
  model: string;
  /** Upper limit of each answer, in tokens. */
  maxTokens: number;
  /** Column whose value becomes the custom_id; null: requests are numbered. */
  idColumn: string | null;
  /** Most requests of one message batch; null: as many as the operator and the API allow. */
  batchRequests: number | null;
}

/** Enough for a long answer and for a model that thinks first; every draft shows it and lets it be changed. */
export const DEFAULT_MAX_TOKENS = 2048;

/** Settings of a fresh draft. */
export function defaultSettings(model: string): Settings {
  return {
    format: null,
    split: null,
    prompt: null,
    system: null,
    model,
    maxTokens: DEFAULT_MAX_TOKENS,
    idColumn: null,
    batchRequests: null,
  };
}

/** A setting that cannot be used; `field` names the input it belongs to in the modal. */
export interface SettingProblem extends Problem {
  field: 'prompt' | 'model' | 'maxTokens' | 'idColumn' | 'system' | 'batchRequests' | null;
}
