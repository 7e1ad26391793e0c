// Task: write the results, joined with their rows and in the rows' order, to a file.
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ExportInput } from '../ports/job-data.ts';
import type { JobFile } from './job-file.ts';
import { mendLines } from './mend-lines.ts';
import { csvLines, jsonlLines } from './result-lines.ts';
import { tableFacts } from './rows.ts';

const WRITE_CHARS = 256 * 1024;

/** Writes the file whole or not at all. @returns its size */
export function exportResults(file: JobFile, input: ExportInput): { bytes: number } {
  mkdirSync(dirname(input.path), { recursive: true, mode: 0o700 });
  const partial = `${input.path}.part`;
  const out = openSync(partial, 'w', 0o600);
  try {
    let text = '';
    for (const line of lines(file, input)) {
      text += line;
      if (text.length < WRITE_CHARS) continue;
      writeFileSync(out, text);
      text = '';
    }
    writeFileSync(out, text);
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
  renameSync(partial, input.path);
  return { bytes: statSync(input.path).size };
}

function lines(file: JobFile, input: ExportInput): Iterable<string> {
  const facts = tableFacts(file);
  switch (input.format) {
    case 'csv':
      return csvLines(file, facts, input);
    case 'jsonl':
      return jsonlLines(file, facts, input);
    case 'mend':
      return mendLines(file, facts);
  }
}
