// A simple model of the prompt cache: what an earlier message batch has written is read, all else is written anew.
import { createHash } from 'node:crypto';
import type { CacheUse, SimBatch } from './batch.ts';
import { isObject, type Json, type Params } from './json.ts';
import { findModel } from './models.ts';
import { contentTokens } from './tokens.ts';

export interface PromptCache {
  /** To be called when a message batch ends. @returns the use of each request, null for those that did not succeed or mark nothing */
  settle(batch: SimBatch): (CacheUse | null)[];
}

/** A prompt up to a mark. */
interface Prefix {
  key: string;
  tokens: number;
  ttl: '5m' | '1h';
}

const TTL_MS = { '5m': 5 * 60_000, '1h': 60 * 60_000 };

/**
 * Requests of one message batch run at the same time, so none finds what another one of them writes; the real cache may
 * do better. What is read lives on for its time.
 */
export function createPromptCache(): PromptCache {
  const entries = new Map<string, { from: number; until: number }>();
  return {
    settle(batch) {
      const endedAt = batch.endedAtMs ?? batch.createdAtMs;
      const isWarm = ({ key }: Prefix) => {
        const entry = entries.get(key);
        return entry !== undefined && entry.from <= batch.createdAtMs && batch.createdAtMs < entry.until;
      };
      const uses: (CacheUse | null)[] = [];
      const touched: [Prefix, number][] = [];
      for (const [index, { params }] of batch.requests.entries()) {
        const prefixes = hasSucceeded(batch, index) ? prefixesOf(params) : [];
        uses.push(prefixes.length === 0 ? null : useOf(prefixes, isWarm));
        for (const prefix of prefixes) touched.push([prefix, endedAt + TTL_MS[prefix.ttl]]);
      }
      for (const [prefix, until] of touched)
        entries.set(prefix.key, {
          from: isWarm(prefix) ? (entries.get(prefix.key)?.from ?? endedAt) : endedAt,
          until,
        });
      return uses;
    },
  };
}

function hasSucceeded({ outcomes }: SimBatch, index: number): boolean {
  const outcome = outcomes[index];
  return outcome !== undefined && (typeof outcome === 'string' ? outcome : outcome.type) === 'succeeded';
}

/** The longest warm prefix is read; what is marked beyond it is written. */
function useOf(prefixes: readonly Prefix[], isWarm: (prefix: Prefix) => boolean): CacheUse {
  const use: CacheUse = { read: prefixes.findLast(isWarm)?.tokens ?? 0, written5m: 0, written1h: 0 };
  let known = use.read;
  for (const { tokens, ttl } of prefixes) {
    if (tokens <= known) continue;
    use[ttl === '1h' ? 'written1h' : 'written5m'] += tokens - known;
    known = tokens;
  }
  return use;
}

/** What is marked and long enough, the shortest first; what is too short is not cached, and nobody says so. */
function prefixesOf(params: Params): Prefix[] {
  const model = findModel(params.model);
  const blocks = blocksOf(params);
  if (!model || !blocks.some(({ control }) => isObject(control))) return [];
  const hash = createHash('sha256').update(model.id);
  const prefixes: Prefix[] = [];
  let tokens = 0;
  for (const { block, control } of blocks) {
    hash.update(JSON.stringify(block));
    tokens += contentTokens(block) * model.tokenFactor;
    if (isObject(control) && tokens >= model.leastCacheTokens)
      prefixes.push({
        key: hash.copy().digest('base64'),
        tokens: Math.ceil(tokens),
        ttl: control.ttl === '1h' ? '1h' : '5m',
      });
  }
  return prefixes;
}

/** The prompt in blocks, each without its mark, in the order in which it is read. */
function blocksOf({
  tools,
  system,
  messages,
  cache_control: whole,
}: Params): { block: Json; control: Json | undefined }[] {
  const blocks = [...listOf(tools), ...listOf(system)].map((block) => ({ role: '', block }));
  for (const message of Array.isArray(messages) ? messages : [])
    if (isObject(message))
      for (const block of listOf(message.content)) blocks.push({ role: String(message.role), block });
  return blocks.map(({ role, block }, index) => {
    const { cache_control: control, ...rest } = isObject(block) ? block : { text: block };
    const isLast = index === blocks.length - 1;
    return { block: { role, ...rest }, control: control ?? (isLast ? whole : undefined) };
  });
}

function listOf(content: Json | undefined): Json[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content : [];
}
