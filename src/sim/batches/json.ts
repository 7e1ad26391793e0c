// JSON as it comes over the wire.

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
/** What a request asks of a model, as it was sent. */
export type Params = { [key: string]: Json };

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isInteger(value: Json | undefined): value is number {
  return Number.isInteger(value);
}
