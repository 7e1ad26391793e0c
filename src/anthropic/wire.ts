// The API's objects as they travel, checked at the door; fields that newer versions add or older ones lack are no matter.
import { z } from 'zod';
import type { RemoteBatch } from '../core/batch.ts';
import { ServiceError } from '../core/errors.ts';
import type { Model } from '../core/model.ts';

const Time = z.string().transform((text, context) => {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) context.addIssue('no time');
  return ms;
});
const Count = z.number().int().nonnegative();

const WireBatch = z.object({
  id: z.string(),
  processing_status: z.enum(['in_progress', 'canceling', 'ended']),
  request_counts: z.object({
    processing: Count,
    succeeded: Count,
    errored: Count,
    canceled: Count,
    expired: Count,
  }),
  created_at: Time,
  expires_at: Time,
  ended_at: Time.nullish(),
  cancel_initiated_at: Time.nullish(),
  archived_at: Time.nullish(),
  results_url: z.string().nullish(),
});

const WireModel = z.object({
  id: z.string(),
  display_name: z.string().nullish(),
  lifecycle: z.enum(['active', 'deprecated', 'retired']).nullish().catch(null),
  retires_at: Time.nullish().catch(null),
  max_tokens: z.number().nullish(),
  max_input_tokens: z.number().nullish(),
  capabilities: z.object({ batch: z.object({ supported: z.boolean() }).nullish() }).nullish(),
});

/** @returns a message batch in our words. @throws ServiceError unknown when it cannot be read */
export function readBatch(value: unknown): RemoteBatch {
  const batch = parse(WireBatch, value);
  return {
    id: batch.id,
    status: batch.processing_status,
    counts: batch.request_counts,
    createdAt: batch.created_at,
    expiresAt: batch.expires_at,
    endedAt: batch.ended_at ?? null,
    cancelInitiatedAt: batch.cancel_initiated_at ?? null,
    archivedAt: batch.archived_at ?? null,
    hasResults: batch.results_url !== null && batch.results_url !== undefined,
  };
}

/** @returns a model in our words. @throws ServiceError unknown when it cannot be read */
export function readModel(value: unknown): Model {
  const model = parse(WireModel, value);
  return {
    id: model.id,
    displayName: model.display_name ?? model.id,
    lifecycle: model.lifecycle ?? null,
    retiresAt: model.retires_at ?? null,
    maxOutputTokens: model.max_tokens ?? null,
    contextTokens: model.max_input_tokens ?? null,
    batch: model.capabilities?.batch?.supported ?? true,
  };
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ServiceError(
    'anthropic',
    'unknown',
    'unreadable-answer',
    'Anthropic’s answer could not be read.',
  );
}
