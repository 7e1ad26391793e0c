// From settings and columns to what renders a row.
import { promptFor } from '../../core/draft/prompt.ts';
import type { SettingProblem } from '../../core/draft/settings.ts';
import type { Overrides } from '../../core/result/retry.ts';
import type { CheckInput } from '../../ports/job-data.ts';
import { compileTemplate } from '../../template/compile.ts';
import type { JobFile } from '../job-file.ts';
import { createAttachmentReader } from '../rows/attachments.ts';
import { createBesideReader } from '../rows/beside.ts';
import { tableFacts } from '../rows/rows.ts';
import type { Renderer } from './render.ts';

export type Prepared =
  | { ok: true; renderer: Renderer; note: string | null }
  | { ok: false; blocker: SettingProblem };

type PrepareInput = Pick<CheckInput, 'jobId' | 'format' | 'settings' | 'models' | 'cache'> & {
  overrides: Overrides;
};

/** @returns the renderer that these settings give for the rows of a file, or what a person has to mend first. */
export function prepare(file: JobFile, input: PrepareInput): Prepared {
  const { jobId, settings, models, overrides, cache } = input;
  const { columns, readyMade } = tableFacts(file);
  const readAttachments = createAttachmentReader(file, input.format) ?? createBesideReader(file, columns);
  const base = { jobId, settings, columns, readyMade, models, overrides, readAttachments };
  if (readyMade)
    return { ok: true, renderer: { ...base, render: null, segments: null, mark: null }, note: null };
  const prompt = promptFor(settings.prompt, input.format, columns);
  if (prompt === null) return blocked('no-prompt', 'There is no prompt yet.');
  const compiled = compileTemplate(prompt.template, columns);
  if (!compiled.ok) return blocked('template', compiled.text);
  const [head] = compiled.segments ?? [];
  const mark = cache === null ? null : { end: cache, head: typeof head === 'string' ? head : '' };
  return {
    ok: true,
    renderer: { ...base, render: compiled.render, segments: compiled.segments, mark },
    note: prompt.note,
  };
}

function blocked(code: string, text: string): Prepared {
  return { ok: false, blocker: { line: null, field: 'prompt', code, text } };
}
