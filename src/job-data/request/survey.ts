// What goes by while requests are rendered: their number and sizes, previews, samples to be counted, and the plan.
import { promptTextOf } from '../../core/request/request.ts';
import type { CheckInput, CheckReport } from '../../ports/job-data.ts';
import type { StoredRow } from '../rows/stored-rows.ts';
import { createLoads } from './loads.ts';
import { createPlanner } from './plan.ts';
import type { RenderedRequest } from './render.ts';

const PREVIEWS = 3;
const PREVIEW_CHARS = 1500;
const SAMPLES = 8;
/** Samples pass through the process that answers Slack; a larger request leaves its turn to the next. */
const MOST_SAMPLE_BYTES = 1_000_000;

export type Survey = Pick<CheckReport, 'requests' | 'duplicates' | 'previews' | 'samples' | 'loads' | 'plan'>;

export interface Surveyor {
  /** @param position of the row among all that may be sent, from 1 */
  add(row: StoredRow, position: number, rendered: RenderedRequest): void;
  /** Of a row that is not sent, because an earlier one gives the same request. */
  addDuplicate(rendered: RenderedRequest): void;
  finish(): Survey;
}

/** @returns what is known of no request at all */
export function emptySurvey(): Survey {
  return {
    requests: 0,
    duplicates: { rows: 0, loads: [] },
    previews: [],
    samples: [],
    loads: [],
    plan: [],
  };
}

/**
 * @param total how many rows may be sent, to spread previews and samples over them
 * @param nameOf gives the name of a row that people do not find by its line
 */
export function createSurveyor(
  total: number,
  { maxBatchRequests, cache }: Pick<CheckInput, 'maxBatchRequests' | 'cache'>,
  nameOf: (row: StoredRow) => string | null,
): Surveyor {
  const survey = emptySurvey();
  const previewAt = spread(total, PREVIEWS);
  const sampleAt = spread(total, SAMPLES);
  const loads = createLoads();
  const duplicates = createLoads();
  const planner = createPlanner(maxBatchRequests, cache !== null);

  return {
    add(row, position, rendered) {
      const { model, weightBytes: bytes } = rendered;
      survey.requests += 1;
      planner.add(row.seq, rendered.bytes);
      loads.add(rendered);
      if (takes(previewAt, position)) {
        const { customId, params } = rendered.read();
        survey.previews.push({
          line: row.line,
          file: nameOf(row),
          customId,
          prompt: cut(promptTextOf(params)),
        });
      }
      const isShort = rendered.wholeBytes <= MOST_SAMPLE_BYTES;
      if (isShort && takes(sampleAt, position))
        survey.samples.push({ model, params: rendered.readWhole(), bytes });
    },
    addDuplicate(rendered) {
      survey.duplicates.rows += 1;
      duplicates.add(rendered);
    },
    finish: () => ({
      ...survey,
      duplicates: { ...survey.duplicates, loads: duplicates.list() },
      loads: loads.list(),
      plan: planner.finish(),
    }),
  };
}

/** Positions spread evenly: first, last and between. */
function spread(total: number, wanted: number): number[] {
  const count = Math.min(total, wanted);
  if (count <= 1) return count === 1 ? [1] : [];
  return Array.from({ length: count }, (_, index) => 1 + Math.round((index * (total - 1)) / (count - 1)));
}

/** Takes the next wanted position, or a later one when the row there was skipped. */
function takes(wanted: number[], position: number): boolean {
  const next = wanted[0];
  if (next === undefined || position < next) return false;
  wanted.shift();
  return true;
}

function cut(text: string): string {
  return text.length > PREVIEW_CHARS ? `${text.slice(0, PREVIEW_CHARS)}…` : text;
}
