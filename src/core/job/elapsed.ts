// The steps in which the time that a job has been running is told.

/** Minutes at which a running card says something new: a day is told in some twenty edits. */
const STEPS_MIN = [1, 2, 5, 10, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 600, 720, 960, 1200, 1440];

/** @returns the last step in minutes that was reached; 0 before the first */
export function elapsedStepMin(ms: number): number {
  return STEPS_MIN.filter((minutes) => minutes * 60_000 <= ms).at(-1) ?? 0;
}
