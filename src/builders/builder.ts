// What a builder is: a module in the operator's folder that makes requests, of the rows of a file or of anything else.
import type { Json, JsonObject } from '../core/json.ts';

/** A request in full, as the Message Batches API takes it; model and max_tokens are the draft's where params names none. */
export interface FullRequest {
  /** 1 to 64 letters, digits, - and _, each used once; numbered when it is left out. */
  custom_id?: string | number;
  params: JsonObject;
}

/** A request of one prompt. */
export interface PromptRequest {
  custom_id?: string | number;
  prompt: string;
  system?: string;
  model?: string;
  max_tokens?: number;
}

export interface BuilderInput {
  /** The rows of the file by the names of its columns; null when the command named no file. Can be read once. */
  rows: AsyncIterable<Record<string, Json>> | null;
  /** What stood behind `--args`: `tone=warm` is `{ tone: 'warm' }`. */
  args: Readonly<Record<string, string>>;
}

/** What `NAME.js`, `NAME.mjs` or `NAME.ts` in BUILDERS_DIR exports by default; people call it by NAME. */
export interface Builder {
  /** One sentence on what it makes. */
  summary: string;
  /** Yields one request after the other; what it throws is shown to the person who asked. */
  build(input: BuilderInput): AsyncIterable<FullRequest | PromptRequest>;
}

/**
 * Types a builder where it is written; a plain object does the same at work. Builders import it from
 * 'claude-batches-for-slack', wherever their folder is (by-name.ts).
 * @returns the builder as it is
 */
export function defineBuilder(builder: Builder): Builder {
  return builder;
}
