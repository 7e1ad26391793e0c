// Task: render every request under the draft's settings and report what would be sent.
import type { JsonObject } from '../core/json.ts';
import { addProblem } from '../core/problem.ts';
import { promptFor } from '../core/prompt.ts';
import { promptTextOf } from '../core/request.ts';
import type { SettingProblem } from '../core/settings.ts';
import type { CheckInput, CheckReport, Load } from '../ports/job-data.ts';
import { compileTemplate } from '../template/compile.ts';
import { createIdLedger } from './id-ledger.ts';
import type { JobFile } from './job-file.ts';
import { createPlanner } from './plan.ts';
import { type Renderer, renderRow } from './render.ts';
import { allRows, countRows, type StoredRow, type TableFacts, tableFacts } from './rows.ts';

const PREVIEWS = 3;
const PREVIEW_CHARS = 1500;
const SAMPLES = 8;

/** @returns what a draft with these settings would send; blockers instead of requests when there is no usable prompt. */
export function check(file: JobFile, input: CheckInput): CheckReport {
  const facts = tableFacts(file);
  const prepared = prepare(input, facts);
  if (!prepared.ok) return nothing(facts, [prepared.blocker]);
  const total = countRows(file);
  const previewSeqs = spread(total, PREVIEWS);
  const sampleSeqs = spread(total, SAMPLES);
  const report = nothing(facts, []);
  if (prepared.note !== null) report.notes.push(prepared.note);
  const loads = new Map<string, Load>();
  const planner = createPlanner();
  const ids = createIdLedger(file, facts.readyMade || input.settings.idColumn !== null);

  file.transaction(() => {
    file.exec('DELETE FROM skipped; DELETE FROM request_id;');
    const skip = file.prepare('INSERT INTO skipped (seq, code, text) VALUES (?, ?, ?)');
    for (const row of allRows(file)) {
      const rendered = renderRow(prepared.renderer, row);
      const refusal = rendered.ok ? ids.claim(rendered.customId, row) : rendered;
      if (refusal !== null || !rendered.ok) {
        const { code, text } = refusal ?? { code: 'row', text: 'This row cannot be sent.' };
        skip.run(row.seq, code, text);
        addProblem(report.skipped, { line: row.line, code, text });
        continue;
      }
      const { customId, params, json } = rendered;
      report.requests += 1;
      planner.add(row.seq, json);
      const bytes = Buffer.byteLength(json);
      addLoad(loads, params, bytes);
      if (takes(previewSeqs, row)) {
        report.previews.push({ line: row.line, customId, prompt: cut(promptTextOf(params)) });
      }
      if (takes(sampleSeqs, row)) report.samples.push({ model: String(params.model), params, bytes });
    }
  })();

  report.plan = planner.finish();
  report.loads = [...loads.values()];
  if (report.requests === 0) report.blockers.push(nothingToSend(total));
  return report;
}

type Prepared =
  | { ok: true; renderer: Renderer; note: string | null }
  | { ok: false; blocker: SettingProblem };

/** @returns the renderer that these settings give for these columns, or what a person has to mend first. */
export function prepare(input: CheckInput, { columns, readyMade }: TableFacts): Prepared {
  const base = { jobId: input.jobId, settings: input.settings, columns, readyMade, models: input.models };
  if (readyMade) return { ok: true, renderer: { ...base, render: null }, note: null };
  const prompt = promptFor(input.settings.prompt, input.format, columns);
  if (prompt === null) {
    return {
      ok: false,
      blocker: { line: null, field: 'prompt', code: 'no-prompt', text: 'There is no prompt yet.' },
    };
  }
  const compiled = compileTemplate(prompt.template, columns);
  if (!compiled.ok)
    return { ok: false, blocker: { line: null, field: 'prompt', code: 'template', text: compiled.text } };
  return { ok: true, renderer: { ...base, render: compiled.render }, note: prompt.note };
}

function nothing(facts: TableFacts, blockers: SettingProblem[]): CheckReport {
  const skipped = { count: facts.problems.count, first: [...facts.problems.first] };
  return { requests: 0, skipped, blockers, notes: [], previews: [], samples: [], loads: [], plan: [] };
}

function nothingToSend(rows: number): SettingProblem {
  const text = rows === 0 ? 'The file has no rows.' : 'No row can be sent; the reasons are listed below.';
  return { line: null, field: null, code: 'no-requests', text };
}

/** Row numbers spread evenly over a file: first, last and between. */
function spread(total: number, wanted: number): number[] {
  const count = Math.min(total, wanted);
  if (count <= 1) return count === 1 ? [1] : [];
  return Array.from({ length: count }, (_, index) => 1 + Math.round((index * (total - 1)) / (count - 1)));
}

/** Takes the next wanted row, or a later one when the wanted row was skipped. */
function takes(wanted: number[], row: StoredRow): boolean {
  const next = wanted[0];
  if (next === undefined || row.seq < next) return false;
  wanted.shift();
  return true;
}

function addLoad(loads: Map<string, Load>, params: JsonObject, bytes: number): void {
  const model = String(params.model);
  const load = loads.get(model) ?? { model, requests: 0, bytes: 0, longestBytes: 0, maxOutputTokens: 0 };
  load.requests += 1;
  load.bytes += bytes;
  load.longestBytes = Math.max(load.longestBytes, bytes);
  load.maxOutputTokens += Number(params.max_tokens);
  loads.set(model, load);
}

function cut(text: string): string {
  return text.length > PREVIEW_CHARS ? `${text.slice(0, PREVIEW_CHARS)}…` : text;
}
