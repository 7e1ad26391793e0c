// One line per torture: what was done to the bot, how often, and what came of it.

export interface TortureRow {
  /** The name in the table, e.g. 'R1'. */
  id: string;
  /** e.g. '200 kills over 400 batches'. */
  did: string;
  /** e.g. '0 lost, 0 twice, 0 stuck'. */
  came: string;
  tookMs: number;
}

/** Prints the line into the output of the suite. */
export function report({ id, did, came, tookMs }: TortureRow): void {
  const seconds = `${Math.round(tookMs / 1000)} s`;
  console.log(`${id.padEnd(5)} │ ${did} │ ${came} │ ${seconds}`);
}
