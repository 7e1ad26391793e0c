// What the bot adds to a row in a results file, in this order; other people's tools rely on it.

/** They follow the source's columns, which stay as they are even when one has such a name. */
export const RESULT_COLUMNS = [
  'custom_id',
  'status',
  'response',
  'stop_reason',
  'input_tokens',
  'output_tokens',
  'cost_usd',
  'error',
  'attempt',
] as const;

/** One more at the end where rows gave the same request: the custom_id of the one that was sent for it, empty for that one itself. */
export const SAME_AS = 'same_as';
