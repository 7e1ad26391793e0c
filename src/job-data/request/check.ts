// Task: render every request under the draft's settings and report what would be sent.

import type { SettingProblem } from '../../core/draft/settings.ts';
import { columnIndex } from '../../core/draft/template.ts';
import { NO_OVERRIDES } from '../../core/result/retry.ts';
import { addProblem, type Problem } from '../../core/source/problem.ts';
import type { CheckInput, CheckReport } from '../../ports/job-data.ts';
import type { JobFile } from '../job-file.ts';
import { createNamer } from '../rows/document-name.ts';
import { createIdLedger } from '../rows/id-ledger.ts';
import { countRows, type TableFacts, tableFacts } from '../rows/rows.ts';
import { allRows, type StoredRow } from '../rows/stored-rows.ts';
import { createDuplicateFinder } from './duplicates.ts';
import { prepare } from './prepare.ts';
import { createRowRenderer, type Rendered } from './render.ts';
import { createSurveyor, emptySurvey } from './survey.ts';
import { chooseTrial } from './trial-rows.ts';

/** @returns what a draft with these settings would send; blockers instead of requests when there is no usable prompt. */
export function check(file: JobFile, input: CheckInput): CheckReport {
  const facts = tableFacts(file);
  const prepared = prepare(file, { ...input, settings: renderable(input, facts), overrides: NO_OVERRIDES });
  if (!prepared.ok) return { ...emptyReport(facts), blockers: [prepared.blocker] };
  const total = countRows(file);
  const report = emptyReport(facts);
  if (prepared.note !== null) report.notes.push(prepared.note);
  const renderRow = createRowRenderer(prepared.renderer);
  const nameOf = createNamer(input.format);
  const surveyor = createSurveyor(total, input, nameOf);
  // Files are compared by nobody: each is a request.
  const mayMerge = input.settings.mergesDuplicates && prepared.renderer.readAttachments === null;
  const duplicates = mayMerge ? createDuplicateFinder(file, prepared.renderer, total) : null;
  const ids = createIdLedger(file, facts.readyMade || input.settings.idColumn !== null);

  file.transaction(() => {
    file.exec('DELETE FROM skipped; DELETE FROM same_as; DELETE FROM request_id;');
    const skip = file.prepare('INSERT INTO skipped (seq, code, text) VALUES (?, ?, ?)');
    const sameAs = file.prepare('INSERT INTO same_as (seq, as_seq) VALUES (?, ?)');
    for (const row of allRows(file)) {
      const rendered = isEmpty(row) ? EMPTY : renderRow(row);
      const refusal = rendered.ok ? ids.claim(rendered, row) : rendered;
      if (refusal === null && rendered.ok) {
        const first = duplicates?.firstLike(row, rendered.bytes) ?? null;
        if (first === null) surveyor.add(row, row.seq, rendered);
        else {
          sameAs.run(row.seq, first);
          surveyor.addDuplicate(rendered);
        }
      } else {
        const { code, text } = refusal ?? { code: 'row', text: 'This row cannot be sent.' };
        skip.run(row.seq, code, text);
        addProblem(report.skipped, placed(row, nameOf(row), { code, text }));
      }
    }
  })();

  Object.assign(report, surveyor.finish(), { trial: chooseTrial(file, renderRow) });
  if (report.requests === 0) report.blockers.push(nothingToSend(total));
  return report;
}

/** A column that is not there is one mistake, told as such, and not one of every row. */
function renderable({ settings }: CheckInput, { columns, readyMade }: TableFacts): CheckInput['settings'] {
  const { idColumn } = settings;
  const isThere = idColumn === null || readyMade || columnIndex(columns, idColumn) >= 0;
  return isThere ? settings : { ...settings, idColumn: null };
}

/** Spreadsheets leave such rows behind; a request without its data would be paid for. */
const EMPTY: Rendered = { ok: false, code: 'empty-row', text: 'The row is empty.' };

/** @returns whether no column of the row has anything in it, by the bytes of its JSON */
function isEmpty({ json }: StoredRow): boolean {
  // Most rows are told by the second byte of their first cell.
  const isCandidate = json[1] === NULL || (json[1] === QUOTE && json[2] === QUOTE);
  return isCandidate && /^\[(""|null)(,(""|null))*\]$/.test(json.toString('latin1'));
}

const [QUOTE, NULL] = [0x22, 0x6e];

/** A row is found by its line, a document by its name. */
function placed({ line }: StoredRow, name: string | null, { code, text }: Omit<Problem, 'line'>): Problem {
  return name === null ? { line, code, text } : { line: null, code, text: `${name}: ${text}` };
}

/** @returns a report without requests, with what could not be read. */
export function emptyReport(facts: TableFacts): CheckReport {
  const skipped = { count: facts.problems.count, first: [...facts.problems.first] };
  return { ...emptySurvey(), trial: { seqs: [], loads: [] }, skipped, blockers: [], notes: [] };
}

function nothingToSend(rows: number): SettingProblem {
  const text =
    rows === 0
      ? 'The file has no rows. Drop one that has some below its header.'
      : 'No row can be sent; the reasons are listed below.';
  return { line: null, field: null, code: 'no-requests', text };
}
