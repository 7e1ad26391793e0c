// Faults to order: each hits the next calls that fit, as often as it says.

/** Every kind, in words; what is "performed" has its effect, whatever the caller hears. */
export const FAULT_KINDS = {
  status: 'an error status instead of the call; nothing is performed',
  'status-after': 'performed, then an error status',
  html: 'a page instead of JSON; nothing is performed',
  'reset-before': 'the connection is reset before the call is read',
  'reset-after': 'performed, then the connection is reset',
  hang: 'performed, never answered',
  'hang-before': 'read to its end, neither performed nor answered',
  'half-open': 'not read, not performed, never answered; the connection stays',
  delay: 'performed and answered, late',
  cut: 'the answer ends early, as if it were complete',
  drop: 'the answer stops with a reset connection',
  stall: 'the answer stops, the connection stays',
} as const;

export interface Fault {
  method?: 'GET' | 'POST' | 'DELETE';
  path: RegExp;
  /** How many calls it hits; 1 when not given. */
  times?: number;
  kind: keyof typeof FAULT_KINDS;
  status?: number;
  retryAfterSeconds?: number;
  errorType?: string;
  errorCode?: string;
  message?: string;
  /** Before anything is answered. */
  delayMs?: number;
  /** Where the answer ends, for cut, drop and stall: results at once, others in the middle when not given. A line number is a line boundary of results. */
  cutAtByte?: number;
  cutAtLine?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Those that have hits left. */
  waiting(): Fault[];
  /** Those that hit no call at all, cleared ones too: what was ordered to go wrong did not. */
  missed(): Fault[];
  /** Takes the first fault that fits a call. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; left: number }[] = [];
  const missed = new Set<Fault>();
  return {
    add(fault) {
      missed.add(fault);
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      waiting = [];
    },
    waiting: () => waiting.map(({ fault }) => fault),
    missed: () => [...missed],
    take(method, path) {
      const found = waiting.find(
        // search() and not test(): a pattern with the g flag would remember where it stopped.
        ({ fault }) => (fault.method ?? method) === method && path.search(fault.path) >= 0,
      );
      if (!found) return undefined;
      missed.delete(found.fault);
      found.left -= 1;
      if (found.left <= 0) waiting = waiting.filter((one) => one !== found);
      return found.fault;
    },
  };
}
