// The fields that params may have, and the simple ones' values.
import { isObject, type Json } from '../json.ts';
import { firstOf, invalid, type ParamsCheck } from './contract.ts';

/** @returns what is wrong with a value, or null */
type Rule = (value: Json) => string | null;

const anything: Rule = () => null;

function oneOf(...values: string[]): Rule {
  const listed = values.map((value) => `'${value}'`).join(' or ');
  return (value) =>
    typeof value === 'string' && values.includes(value) ? null : `Input should be ${listed}`;
}

function orNull(rule: Rule): Rule {
  return (value) => (value === null ? null : rule(value));
}

const text: Rule = (value) => (typeof value === 'string' ? null : 'Input should be a valid string');
const truth: Rule = (value) => (typeof value === 'boolean' ? null : 'Input should be a valid boolean');
const object: Rule = (value) => (isObject(value) ? null : 'Input should be an object');

const stops: Rule = (value) => {
  if (!Array.isArray(value)) return 'Input should be a valid list';
  if (value.some((one) => typeof one !== 'string')) return 'Input should be a valid string';
  return value.every((one) => String(one).trim() !== '')
    ? null
    : 'each stop sequence must contain non-whitespace';
};

const metadata: Rule = (value) => {
  if (!isObject(value)) return 'Input should be an object';
  const extra = Object.keys(value).find((name) => name !== 'user_id');
  if (extra !== undefined) return `${extra}: Extra inputs are not permitted`;
  const { user_id: user = null } = value;
  if (user !== null && typeof user !== 'string') return 'user_id: Input should be a valid string';
  return (user?.length ?? 0) > 512 ? 'user_id: String should have at most 512 characters' : null;
};

/** Everywhere; those with a check of their own are only named here. */
const FIELDS: Record<string, Rule> = {
  model: anything,
  messages: anything,
  system: anything,
  tools: anything,
  tool_choice: anything,
  thinking: anything,
  output_config: anything,
  cache_control: anything,
  speed: orNull(oneOf('standard', 'fast')),
};

/** Not where tokens are counted. */
const ANSWERED: Record<string, Rule> = {
  max_tokens: anything,
  temperature: anything,
  top_p: anything,
  top_k: anything,
  container: orNull(anything),
  diagnostics: orNull(object),
  inference_geo: orNull(oneOf('us', 'global')),
  metadata,
  service_tier: oneOf('auto', 'standard_only'),
  stop_sequences: stops,
  stream: truth,
  user_profile_id: text,
};

/** Fields that a beta brings. */
const OF_BETAS: [beta: RegExp, field: string][] = [
  [/^context-management-|^compact-/, 'context_management'],
  [/^mcp-client-/, 'mcp_servers'],
  [/^server-side-fallback-/, 'fallbacks'],
];

export const checkFields: ParamsCheck = (params, { place, betas }) => {
  const rules: Record<string, Rule> = place === 'count' ? FIELDS : { ...FIELDS, ...ANSWERED };
  const allowed = new Map(Object.entries(rules));
  for (const [beta, field] of OF_BETAS)
    if (betas.some((name) => beta.test(name))) allowed.set(field, anything);
  return firstOf(Object.entries(params), ([name, value]) => {
    const rule = allowed.get(name);
    if (!rule) return invalid(`${name}: Extra inputs are not permitted`);
    const wrong = rule(value);
    if (wrong === null) return null;
    return invalid(`${name}${/^[a-z_]+: /.test(wrong) ? '.' : ': '}${wrong}`);
  });
};
