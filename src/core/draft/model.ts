// A Claude model as the API lists it: what a draft may ask of it.

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
}
