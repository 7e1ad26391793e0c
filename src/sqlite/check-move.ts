// Holds a move to the table of allowed moves before the database is asked.

/**
 * @param what the noun for the message, e.g. 'job'
 * @param allowed JOB_MOVES or BATCH_MOVES
 * @throws Error for a move that the table does not allow, or one that expects no state: a mistake in our code
 */
export function checkMove<State extends string>(
  what: string,
  allowed: Record<State, readonly State[]>,
  move: { from: State[]; to: State },
): void {
  if (move.from.length === 0) throw new Error(`A move of a ${what} to ${move.to} names no state it expects.`);
  for (const from of move.from) {
    if (!allowed[from].includes(move.to))
      throw new Error(`A ${what} cannot move from ${from} to ${move.to}.`);
  }
}
