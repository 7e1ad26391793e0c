// Which files people may drop, in the words that every text uses.

/** Reads on after "Drop" and "It can be". */
export const ACCEPTED_FILES =
  'a CSV, Excel, JSON, JSONL, SQLite or text file, or PDF, Word and image files (also in a ZIP)';
