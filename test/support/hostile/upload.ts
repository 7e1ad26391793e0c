// A file that somebody might drop to hurt the bot, or by mistake.

export interface HostileUpload {
  /** What is wrong with it, and its file name. */
  what: string;
  name: string;
  /** Made only when it is its turn: some are large. */
  make(): Buffer | Promise<Buffer>;
}

/** Numbers that are the same in every run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e37_79b9) | 0;
    return ((state >>> 0) / 4_294_967_296) * below;
  };
}
