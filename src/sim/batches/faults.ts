// Faults to order: each hits the next calls that fit, as often as it says.
import type { Fault } from './sim.ts';

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Takes the first fault that fits a call. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      waiting.length = 0;
    },
    take(method, path) {
      const found = waiting.find(
        ({ fault, left }) => left > 0 && (fault.method ?? method) === method && fault.path.test(path),
      );
      if (found) found.left -= 1;
      return found?.fault;
    },
  };
}
