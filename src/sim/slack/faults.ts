// Trouble a test orders: the next calls of a method fail in the way it names.

/** Every kind of trouble, with what it does. */
export const FAULT_KINDS = {
  status: 'answer with an HTTP status (default 500) and do nothing',
  'reset-before': 'drop the connection, do nothing',
  'reset-after': 'do what was asked, then drop the connection',
  hang: 'do what was asked, never answer',
  'half-open': 'do nothing, never answer; the connection stays',
  'rate-limited': '429 with Retry-After',
  html: '200 with a web page',
  error: '200 with {ok:false,error}',
  delay: 'only late, by delayMs',
  truncate: 'do what was asked, announce the whole answer, send half, drop the connection',
  stall: 'do what was asked, announce the whole answer, send half, then nothing; the connection stays',
  'wrong-length': 'do what was asked, answer with the first half as if it were complete',
  redirect: 'downloads: 302 to the sign-in page',
} as const;

type FaultKind = keyof typeof FAULT_KINDS;

export interface Fault {
  /** A Web API method, or `file-download`, `file-upload`, `response-url`. */
  method: string | RegExp;
  /** How many calls it hits; default 1. */
  times?: number;
  kind: FaultKind;
  status?: number;
  retryAfterSeconds?: number;
  error?: string;
  delayMs?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Those that have hits left. */
  waiting(): Fault[];
  /** Those that hit no call at all, cleared ones too: what was ordered to go wrong did not. */
  missed(): Fault[];
  /** The fault for this call, if one is due; counts it as used. */
  take(method: string): Fault | undefined;
}

/** No faults until a test adds one. The oldest matching fault is taken first. */
export function createFaults(): Faults {
  let due: { fault: Fault; left: number }[] = [];
  const missed = new Set<Fault>();
  return {
    add(fault) {
      missed.add(fault);
      due.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      due = [];
    },
    waiting: () => due.map(({ fault }) => fault),
    missed: () => [...missed],
    take(method) {
      const found = due.find(({ fault }) =>
        typeof fault.method === 'string' ? fault.method === method : fault.method.test(method),
      );
      if (found === undefined) return undefined;
      missed.delete(found.fault);
      found.left -= 1;
      if (found.left <= 0) due = due.filter((entry) => entry !== found);
      return found.fault;
    },
  };
}
