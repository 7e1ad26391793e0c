// A Claude model as the API lists it: what a draft may ask of it.
import type { Effort, Thinking } from './thinking.ts';

export interface Model {
  id: string;
  displayName: string;
  lifecycle: 'active' | 'deprecated' | 'retired' | null;
  /** UTC milliseconds; null when not announced. */
  retiresAt: number | null;
  maxOutputTokens: number | null;
  contextTokens: number | null;
  /** False only when the API says that message batches are not possible. */
  batch: boolean;
  /** False only when the API says that it cannot answer in fields. */
  structuredOutputs: boolean;
  /** Levels of effort that it knows. */
  efforts: readonly Effort[];
  /** Kinds of thinking that it can be asked for. */
  thinking: readonly Thinking[];
}
