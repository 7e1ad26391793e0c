// Anthropic, as the answering process uses it; message batches are created and their results read by the job data.

import type { Model } from '../core/draft/model.ts';
import type { RemoteBatch } from '../core/job/batch.ts';
import type { JsonObject } from '../core/json.ts';
import type { ModelUsage } from '../core/money/pricing.ts';

/** Anthropic's Message Batches API and its neighbours. All throw ServiceError. */
export interface BatchApi {
  get(id: string): Promise<RemoteBatch>;
  /** Newest first; stops after the batch with this id, or after `limit`. */
  newest(options: { until: string | null; limit: number }): Promise<RemoteBatch[]>;
  /** All of them, newest first, in the longest pages there are; each page is one call, made when it is asked for. */
  pages(): AsyncIterable<RemoteBatch[]>;
  cancel(id: string): Promise<RemoteBatch>;
  /** Deletes a message batch that has ended, with its results; `gone`: deleted already, or another workspace's. */
  remove(id: string): Promise<void>;
  countTokens(params: JsonObject): Promise<number>;
  models(): Promise<Model[]>;
  /** One request now, at the standard price. Never repeated here: `unknown` means that it may be billed. */
  ask(params: JsonObject): Promise<MessageAnswer>;
  /** @returns the ids of uploaded files of this name. */
  filesNamed(name: string): Promise<string[]>;
  /** A file that is not there any more is deleted already. */
  deleteFile(id: string): Promise<void>;
  /** Names the API key without revealing it. */
  readonly keyFingerprint: string;
}

/** What came back for a request that was asked on its own. */
export interface MessageAnswer {
  /** All text of the answer. */
  text: string;
  /** The model that answered, as the API resolved it. */
  model: string;
  stopReason: string | null;
  usage: ModelUsage;
}
