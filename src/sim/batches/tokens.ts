// A repeatable guess at tokens; the real count differs, as every estimate does.
import type { Json, Params } from './sim.ts';

/** @returns about one token for four letters of Latin text, more for other scripts */
export function countTokens(value: Json | undefined): number {
  if (value === undefined) return 0;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  let units = 0;
  for (const char of text) units += (char.codePointAt(0) ?? 0) < 0x250 ? 0.25 : 0.8;
  return Math.max(1, Math.ceil(units));
}

/** @returns the input tokens of a request */
export function inputTokens(params: Params): number {
  return (
    7 +
    countTokens(params.system) * (params.system === undefined ? 0 : 1) +
    countTokens(params.messages) +
    (params.tools === undefined ? 0 : countTokens(params.tools))
  );
}
