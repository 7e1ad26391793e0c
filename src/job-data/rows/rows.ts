// Rows in a job's file, written as they are read, and what the file remembers of their table.
import { addProblem, noProblems, type ProblemList } from '../../core/source/problem.ts';
import type { Table } from '../../formats/reader.ts';
import { type JobFile, readMeta, writeMeta } from '../job-file.ts';
import { beginLongWrite } from '../long-write.ts';

/**
 * Writes every row of a table into the file, replacing what stood there.
 * @returns how many rows were stored and what was wrong with the others
 */
export async function storeRows(
  file: JobFile,
  table: Table,
): Promise<{ rows: number; problems: ProblemList }> {
  clearRows(file);
  const insert = file.prepare('INSERT INTO row (seq, line, cells) VALUES (?, ?, ?)');
  const problems = noProblems();
  let seq = 0;
  let longest = 0;
  const write = beginLongWrite(file);
  try {
    for await (const page of table.pages) {
      for (const row of page.rows) {
        const cells = JSON.stringify(row.cells);
        if (cells.length > longest) longest = cells.length;
        insert.run(++seq, row.line, cells);
      }
      write.wrote(page.rows.length);
      for (const problem of page.problems) addProblem(problems, problem);
    }
  } catch (error) {
    write.rollback();
    throw error;
  }
  write.commit();
  const { columns, readyMade } = table;
  const facts: TableFacts = { columns, readyMade, problems, longestRow: longest };
  writeFacts(file, facts);
  return { rows: seq, problems };
}

/** Makes room for another reading of the source. */
export function clearRows(file: JobFile): void {
  for (const table of [
    'row',
    'skipped',
    'same_as',
    'request_id',
    'stored_result',
    'misfit',
    'attachment',
    'document',
  ])
    file.exec(`DELETE FROM ${table}`);
  file.exec("DELETE FROM meta WHERE name = 'documents'");
}

/** Stores what the file remembers of its source. */
export function writeFacts(file: JobFile, facts: TableFacts): void {
  writeMeta(file, 'table', JSON.stringify(facts));
}

/** What the file remembers of its source beside the rows. */
export interface TableFacts {
  columns: string[];
  readyMade: boolean;
  /** Lines that could not be read as rows. */
  problems: ProblemList;
  /** Characters of the longest row as it is stored. */
  longestRow: number;
}

/** @returns the columns of a results table; ready-made requests are none: their custom_id is ours, their params stay out. */
export function sourceColumns({ readyMade, columns }: TableFacts): string[] {
  return readyMade ? [] : columns;
}

/** @returns what was stored with the rows; an empty table for a watched message batch, which has no source. */
export function tableFacts(file: JobFile): TableFacts {
  const stored = readMeta(file, 'table');
  const nothing: TableFacts = { columns: [], readyMade: false, problems: noProblems(), longestRow: 0 };
  // Files of earlier versions do not know their longest row.
  return stored === null ? nothing : { ...nothing, ...(JSON.parse(stored) as TableFacts) };
}

/** @returns how many rows the file holds. */
export function countRows(file: JobFile): number {
  return file.prepare<[], { n: number }>('SELECT count(*) AS n FROM row').get()?.n ?? 0;
}
