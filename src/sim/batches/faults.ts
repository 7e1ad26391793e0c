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
  delay: 'performed and answered, late',
  cut: 'results end early, as if they were complete',
  drop: 'results stop with a reset connection',
  stall: 'results stop, the connection stays',
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
  /** Where results end, for cut, drop and stall; a line number is a line boundary. */
  cutAtByte?: number;
  cutAtLine?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Takes the first fault that fits a call. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      waiting = [];
    },
    take(method, path) {
      const found = waiting.find(
        // search() and not test(): a pattern with the g flag would remember where it stopped.
        ({ fault }) => (fault.method ?? method) === method && path.search(fault.path) >= 0,
      );
      if (!found) return undefined;
      found.left -= 1;
      if (found.left <= 0) waiting = waiting.filter((one) => one !== found);
      return found.fault;
    },
  };
}
