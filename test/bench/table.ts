// The figures of the bench as people read them: what was measured, what it was to be, and whether it is.

export interface Figure {
  what: string;
  measured: number;
  /** 'x' for a ratio. */
  unit: 'x' | 'ms' | 'MB';
  /** At most or at least so much; null for a figure that is only told. */
  goal: { atMost: number } | { atLeast: number } | null;
}

/** @returns a figure that is to be so much at most */
export function atMost(goal: number, what: string, measured: number, unit: Figure['unit'] = 'x'): Figure {
  return { what, measured, unit, goal: { atMost: goal } };
}

/** @returns a figure that is to be so much at least */
export function atLeast(goal: number, what: string, measured: number, unit: Figure['unit'] = 'x'): Figure {
  return { what, measured, unit, goal: { atLeast: goal } };
}

/** @returns a figure that is only told */
export function only(what: string, measured: number, unit: Figure['unit']): Figure {
  return { what, measured, unit, goal: null };
}

/** @returns whether the goal is reached; a figure without one is */
export function isReached({ measured, goal }: Figure): boolean {
  if (goal === null) return true;
  return 'atMost' in goal ? measured <= goal.atMost : measured >= goal.atLeast;
}

/** Prints a table; a goal that is not reached is told, never hidden. */
export function printFigures(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}\n`);
  for (const figure of figures) {
    const mark = figure.goal === null ? ' ' : isReached(figure) ? '✓' : '✗';
    console.log(
      `${mark} ${figure.what.padEnd(58)} ${told(figure.measured, figure.unit).padStart(10)}   ${goalOf(figure)}`,
    );
  }
}

function goalOf({ goal, unit }: Figure): string {
  if (goal === null) return '';
  return 'atMost' in goal ? `at most ${told(goal.atMost, unit)}` : `at least ${told(goal.atLeast, unit)}`;
}

function told(value: number, unit: Figure['unit']): string {
  return unit === 'x'
    ? `${value.toFixed(2)} ×`
    : `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** @returns the middle one of an odd number of values, or the mean of the two in the middle */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** @returns the value that 99 of 100 are not above */
export function p99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)] ?? 0;
}
