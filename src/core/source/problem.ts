// A finding about the input, told to the person by line: bad input is data, not an error.

export interface Problem {
  /** Line of the source file, counted from 1; null when it concerns the whole file or the settings. */
  line: number | null;
  /** Stable kebab-case name, e.g. 'ragged-row'. */
  code: string;
  /** One plain sentence: what is wrong and, where it helps, what to do. */
  text: string;
}

/** The first problems in full and how many there were: a million bad rows must not fill memory or a card. */
export interface ProblemList {
  count: number;
  first: Problem[];
}

const KEPT = 50;

/** @returns an empty list to which `addProblem` adds. */
export function noProblems(): ProblemList {
  return { count: 0, first: [] };
}

/** Counts a problem and keeps it while fewer than 50 are kept. */
export function addProblem(list: ProblemList, problem: Problem): void {
  list.count += 1;
  if (list.first.length < KEPT) list.first.push(problem);
}
