// One row of a job, as a person looks at it: what was in it, what was asked, and what came back.

/** A text for display. */
export interface CutText {
  text: string;
  /** Of the whole, when only its beginning is here; else null. */
  wholeChars: number | null;
}

export interface ReadRow {
  row: RowReport | null;
  /** Where rows are, for a person who named none of them; null when there are no rows at all. */
  around: LinesAround | null;
}

export interface LinesAround {
  first: number;
  last: number;
  /** Of the last row that begins before the line that was asked for. */
  before: number | null;
}

export interface RowReport {
  line: number;
  /** Rows that begin on this line. */
  onLine: number;
  /** Of a document. */
  file: string | null;
  cells: (CutText & { name: string })[];
  /** Columns whose cells are not here. */
  moreCells: number;
  /** As it is sent; null when the row cannot be rendered. */
  prompt: CutText | null;
  /** Why it is not sent; null when it is. */
  skipped: string | null;
  /** The line of the row whose request it shares; null for its own. */
  sameAsLine: number | null;
  /** null when none came back, yet. */
  result: RowResult | null;
}

export interface RowResult {
  /** null unless the request succeeded. */
  answer: CutText | null;
  /** What the answer tells for each field that was asked for. */
  fields: (CutText & { name: string })[];
  /** Why there is no whole answer, and what to do; '' when there is. */
  toFix: string;
  model: string | null;
  inputTokens: number | null;
  outputTokens: number | null;
  /** Micro-dollars at batch rates; null when the price is not known. */
  costMicros: number | null;
  attempt: number;
}
