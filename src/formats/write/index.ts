// The writers, by the name of their format.
import type { ResultsFormat } from '../../core/result/results-file.ts';
import type { Writer } from './results-table.ts';
import { csv } from './write-csv.ts';
import { json } from './write-json.ts';
import { jsonl } from './write-jsonl.ts';
import { md } from './write-md.ts';
import { sqlite } from './write-sqlite.ts';
import { tsv } from './write-tsv.ts';
import { xlsx } from './write-xlsx.ts';

/** Every writer; a test compares the list with the folder. */
export const writers: Record<ResultsFormat, Writer> = { csv, tsv, jsonl, json, xlsx, sqlite, md };
