// What a tick leaves for the next one. Nothing here must outlive the process: without it a tick only does more.

export interface TickMemory {
  /** By job id: the look that its cards have, and when they were brought to it. */
  shown: Map<string, { look: string; at: number }>;
  /** By message batch: when Anthropic was last asked for it alone. */
  askedAt: Map<string, number>;
  /** Before this time, in UTC milliseconds, Slack takes no more uploads. */
  uploadsFrom: number;
  /** By Anthropic's id: when a message batch without a record was last asked about. */
  strangerAskedAt: Map<string, number>;
  /** By person: the Home tab that they opened last, and what it shows. */
  homes: Map<string, { page: number; openedAt: number; shown: string }>;
}

/** @returns a memory of nothing */
export function createTickMemory(): TickMemory {
  return {
    shown: new Map(),
    askedAt: new Map(),
    strangerAskedAt: new Map(),
    uploadsFrom: 0,
    homes: new Map(),
  };
}
