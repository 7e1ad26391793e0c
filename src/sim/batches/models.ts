// The models of the stand-in, with what each allows.
import { type Answer, json, notFound } from './answer.ts';
import type { Json } from './sim.ts';

export interface SimModel {
  id: string;
  /** Other ids that lead to it. */
  aliases: string[];
  line: string;
  context: number;
  maxTokens: number;
  /** Kinds of thinking that params may ask for. */
  thinking: string[];
  prefill: boolean;
  forcedTool: boolean;
  retiresAt: string | null;
  deprecated: boolean;
}

function model(id: string, line: string, thinking: string[], more: Partial<SimModel> = {}): SimModel {
  return {
    id,
    aliases: [],
    line,
    context: 1_000_000,
    maxTokens: 128_000,
    thinking,
    prefill: false,
    forcedTool: true,
    retiresAt: null,
    deprecated: false,
    ...more,
  };
}

const ALWAYS = ['adaptive'];
const FOUR_FIVE: Partial<SimModel> = { context: 200_000, maxTokens: 64_000, prefill: true };

/** Newest first. */
export const MODELS: SimModel[] = [
  model('claude-fable-5-2', 'fable', ALWAYS, { forcedTool: false }),
  model('claude-haiku-5-5', 'haiku', ['adaptive', 'disabled']),
  model('claude-sonnet-5-5', 'sonnet', ['adaptive', 'between_tools'], { forcedTool: false }),
  model('claude-opus-5-5', 'opus', ALWAYS, { forcedTool: false }),
  model('claude-sonnet-5', 'sonnet', ['adaptive', 'disabled']),
  model('claude-opus-5', 'opus', ['adaptive', 'disabled']),
  model('claude-opus-4-8', 'opus', ['adaptive', 'disabled']),
  model('claude-opus-4-6', 'opus', ['adaptive', 'disabled', 'enabled'], {
    retiresAt: '2027-02-05T00:00:00Z',
  }),
  model('claude-sonnet-4-6', 'sonnet', ['adaptive', 'disabled', 'enabled'], {
    retiresAt: '2027-02-17T00:00:00Z',
  }),
  model('claude-haiku-4-5-20251001', 'haiku', ['enabled', 'disabled'], {
    ...FOUR_FIVE,
    aliases: ['claude-haiku-4-5'],
  }),
  model('claude-sonnet-4-5-20250929', 'sonnet', ['enabled', 'disabled'], {
    ...FOUR_FIVE,
    aliases: ['claude-sonnet-4-5'],
    deprecated: true,
    retiresAt: '2026-11-30T00:00:00Z',
  }),
];

/** @returns the model an id leads to */
export function findModel(id: unknown): SimModel | undefined {
  return MODELS.find((one) => one.id === id || one.aliases.some((alias) => alias === id));
}

function toWire(one: SimModel): Json {
  const supported = (yes: boolean) => ({ supported: yes });
  const types = Object.fromEntries(
    ['adaptive', 'between_tools', 'disabled', 'enabled'].map((type) => [
      type,
      supported(one.thinking.includes(type)),
    ]),
  );
  return {
    id: one.id,
    type: 'model',
    display_name: one.id,
    created_at: '2026-01-01T00:00:00Z',
    lifecycle: one.deprecated ? 'deprecated' : 'active',
    deprecated_at: null,
    retires_at: one.retiresAt,
    line: one.line,
    max_input_tokens: one.context,
    max_tokens: one.maxTokens,
    capabilities: {
      batch: supported(true),
      structured_outputs: supported(true),
      thinking: { supported: true, types },
    },
  };
}

export function listModels(query: URLSearchParams): Answer {
  const limit = Math.min(Number(query.get('limit') ?? 20), 1000);
  const after = query.get('after_id');
  const start = after === null ? 0 : MODELS.findIndex((one) => one.id === after) + 1;
  const data = MODELS.slice(start, start + limit);
  return json({
    data: data.map(toWire),
    has_more: start + limit < MODELS.length,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  });
}

export function getModel(id: string): Answer {
  const found = findModel(id);
  if (!found) throw notFound(`model: ${id}`);
  return json(toWire(found));
}
