// How many edits of cards a workspace takes in a minute, and which of them may go first when there are too many.

/** 'change': somebody waits for it, e.g. after a click or at the end. 'tick': the same state, a little later. */
type EditKind = 'change' | 'tick';

/** A bucket of tokens, each of which comes back a minute after it was taken: no minute ever has more than the limit. */
export interface EditAllowance {
  /** @returns whether an edit may be made now; it is counted when it may */
  take(kind: EditKind, now: number): boolean;
}

const WINDOW_MS = 60_000;
/** This share is kept back from ticks, so that a change does not wait behind a thousand of them. */
const RESERVED_FOR_CHANGES = 0.4;

/** @param perMinute a whole number, at least 1 */
export function createEditAllowance(perMinute: number): EditAllowance {
  const forTicks = perMinute - Math.floor(perMinute * RESERVED_FOR_CHANGES);
  let taken: number[] = [];

  return {
    take(kind, now) {
      taken = taken.filter((at) => at > now - WINDOW_MS);
      if (taken.length >= (kind === 'tick' ? forTicks : perMinute)) return false;
      taken.push(now);
      return true;
    },
  };
}
