// The models of the stand-in, with what each allows. Mythos is left out: few organizations may use it.

export type Thinking = 'adaptive' | 'between_tools' | 'disabled' | 'enabled';
export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

export interface SimModel {
  id: string;
  /** Other ids that lead to it; models since 4.6 have none, and no dated id either. */
  aliases: string[];
  line: string;
  context: number;
  maxTokens: number;
  /** With the beta output-300k-2026-03-24, in message batches. */
  longOutput: boolean;
  /** Kinds of thinking that params may ask for. */
  thinking: Thinking[];
  /** Thinks, whatever params say. */
  alwaysThinks: boolean;
  efforts: Effort[];
  /** A shorter prefix is silently not cached. */
  leastCacheTokens: number;
  /** Takes sampling parameters other than their defaults, under the old version. */
  sampling: boolean;
  prefill: boolean;
  forcedTool: boolean;
  /** Answers within a schema. */
  structured: boolean;
  /** Tokens for a text, compared with the models up to 4.6. */
  tokenFactor: number;
  createdAt: string;
  lifecycle: 'active' | 'deprecated' | 'retired';
  deprecatedAt: string | null;
  retiresAt: string | null;
}

const EFFORTS: Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];

function model(id: string, createdAt: string, more: Partial<SimModel>): SimModel {
  return {
    id,
    aliases: [],
    line: id.split('-')[1] ?? '',
    context: 1_000_000,
    maxTokens: 128_000,
    longOutput: false,
    thinking: ['adaptive', 'disabled'],
    alwaysThinks: false,
    efforts: EFFORTS,
    leastCacheTokens: 512,
    sampling: false,
    prefill: false,
    forcedTool: true,
    structured: true,
    tokenFactor: 1.3,
    createdAt: `${createdAt}T00:00:00Z`,
    lifecycle: 'active',
    deprecatedAt: null,
    retiresAt: null,
    ...more,
  };
}

const ALWAYS: Partial<SimModel> = { thinking: ['adaptive'], alwaysThinks: true };
const FOUR_SIX: Partial<SimModel> = {
  thinking: ['adaptive', 'disabled', 'enabled'],
  efforts: ['low', 'medium', 'high', 'max'],
  sampling: true,
  tokenFactor: 1,
  longOutput: true,
};
const FOUR_FIVE: Partial<SimModel> = {
  context: 200_000,
  maxTokens: 64_000,
  thinking: ['enabled', 'disabled'],
  efforts: [],
  sampling: true,
  prefill: true,
  tokenFactor: 1,
};

function retired(id: string, createdAt: string, on: string): SimModel {
  const retiresAt = `${on}T00:00:00Z`;
  return model(id, createdAt, {
    ...FOUR_FIVE,
    structured: false,
    lifecycle: 'retired',
    deprecatedAt: null,
    retiresAt,
  });
}

/** Newest first. */
export const MODELS: SimModel[] = [
  model('claude-fable-5-2', '2026-11-09', { ...ALWAYS, forcedTool: false }),
  model('claude-haiku-5-5', '2026-10-07', { longOutput: true }),
  model('claude-sonnet-5-5', '2026-09-28', {
    thinking: ['adaptive', 'between_tools'],
    forcedTool: false,
    longOutput: true,
  }),
  model('claude-opus-5-5', '2026-09-22', { ...ALWAYS, forcedTool: false, longOutput: true }),
  model('claude-fable-5-1', '2026-09-01', { ...ALWAYS, forcedTool: false }),
  model('claude-opus-5', '2026-07-24', { longOutput: true }),
  model('claude-sonnet-5', '2026-06-30', { longOutput: true, leastCacheTokens: 1024 }),
  model('claude-fable-5', '2026-06-09', ALWAYS),
  model('claude-opus-4-8', '2026-05-28', { longOutput: true, leastCacheTokens: 1024 }),
  model('claude-opus-4-7', '2026-04-16', { longOutput: true, leastCacheTokens: 2048 }),
  model('claude-sonnet-4-6', '2026-02-17', { ...FOUR_SIX, leastCacheTokens: 1024 }),
  model('claude-opus-4-6', '2026-02-05', { ...FOUR_SIX, leastCacheTokens: 4096 }),
  model('claude-opus-4-5-20251101', '2025-11-24', {
    ...FOUR_FIVE,
    leastCacheTokens: 4096,
    aliases: ['claude-opus-4-5'],
    efforts: ['low', 'medium', 'high'],
  }),
  model('claude-haiku-4-5-20251001', '2025-10-15', {
    ...FOUR_FIVE,
    leastCacheTokens: 4096,
    aliases: ['claude-haiku-4-5'],
  }),
  model('claude-sonnet-4-5-20250929', '2025-09-29', {
    ...FOUR_FIVE,
    leastCacheTokens: 1024,
    aliases: ['claude-sonnet-4-5'],
    lifecycle: 'deprecated',
    deprecatedAt: '2026-09-30T00:00:00Z',
    retiresAt: '2026-11-30T00:00:00Z',
  }),
  retired('claude-opus-4-1-20250805', '2025-08-05', '2026-08-05'),
  retired('claude-sonnet-4-20250514', '2025-05-22', '2026-06-15'),
  retired('claude-opus-4-20250514', '2025-05-22', '2026-06-15'),
  retired('claude-3-haiku-20240307', '2024-03-07', '2026-04-20'),
];

/** @returns the model an id leads to, retired ones too */
export function findModel(id: unknown): SimModel | undefined {
  return MODELS.find((one) => one.id === id || one.aliases.some((alias) => alias === id));
}

/** @returns the model an id leads to, when it still answers */
export function findCallable(id: unknown): SimModel | undefined {
  const found = findModel(id);
  return found?.lifecycle === 'retired' ? undefined : found;
}
