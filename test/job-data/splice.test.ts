// Requests put together from stored bytes are, to the byte, what JSON.stringify gives for the rendered row.
import { array, assert, constantFrom, integer, oneof, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerField } from '../../src/core/answer/answer-fields.ts';
import { cellText } from '../../src/core/cell.ts';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import type { Segment } from '../../src/core/draft/template.ts';
import type { Json } from '../../src/core/json.ts';
import type { CacheEnd } from '../../src/core/money/cache.ts';
import { markedParams } from '../../src/core/request/cache-mark.ts';
import { numberedId, promptParams } from '../../src/core/request/request.ts';
import { NO_OVERRIDES } from '../../src/core/result/retry.ts';
import { createRowRenderer, type Renderer } from '../../src/job-data/request/render.ts';
import { createSplice } from '../../src/job-data/request/splice.ts';

const COLUMNS = ['a', 'b', 'c'];
const JOB_ID = 'job1';
const MOST_BYTES = 32_000_000;

const FIELDS: AnswerField[] = [
  { name: 'Mood?', key: 'Mood', type: 'choice', choices: ['"good"', 'bad\\'], description: 'x' },
];

function rendererOf(
  segments: Segment[],
  system: string | null,
  answerFields: AnswerField[] = [],
  end: CacheEnd | null = null,
): Renderer {
  const [head] = segments;
  const mark = end === null ? null : { end, head: typeof head === 'string' ? head : '' };
  return {
    jobId: JOB_ID,
    settings: { ...defaultSettings('claude-haiku-5-5'), system, answerFields },
    columns: COLUMNS,
    readyMade: false,
    overrides: NO_OVERRIDES,
    render: (cells) =>
      segments.map((part) => (typeof part === 'number' ? cellText(cells[part]) : part)).join(''),
    segments,
    models: null,
    readAttachments: null,
    mark,
  };
}

function rowOf(seq: number, cells: Json[]) {
  return { seq, line: seq + 1, json: Buffer.from(JSON.stringify(cells)) };
}

/** What the SDK would send for it. */
function expected(renderer: Renderer, seq: number, cells: Json[]): string {
  const prompt = renderer.render?.(cells) ?? '';
  return JSON.stringify({
    custom_id: numberedId(JOB_ID, seq),
    params: markedParams(promptParams(renderer.settings, prompt), renderer.mark),
  });
}

const TEXT = oneof(
  string({ unit: 'binary', maxLength: 60 }),
  string({ unit: 'grapheme', maxLength: 120 }),
  constantFrom(
    '',
    ' ',
    '"',
    '\\',
    '\\ud83d',
    '\n',
    '\u2028',
    '\ud83d',
    '\ude00',
    'a"b\\"c',
    '日本',
    '\u0000',
  ),
);
const CELL = oneof({ weight: 6, arbitrary: TEXT }, constantFrom<Json>(null, 12, true, ['x'], { y: 1 }));
const SEGMENT = oneof(TEXT, constantFrom<Segment>(0, 1, 2));

describe('a request', () => {
  it('is the same by bytes as by text, whatever stands in cells and template', () => {
    const row = record({
      cells: array(CELL, { minLength: 0, maxLength: 4 }),
      segments: array(SEGMENT, { maxLength: 6 }),
      system: oneof(constantFrom(null), TEXT),
      fields: constantFrom([], FIELDS),
      seq: integer({ min: 1, max: 10_000_000 }),
      end: constantFrom(null, 'system' as const, 'prompt' as const),
    });
    let spliced = 0;
    void assert(
      property(array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        for (const { cells, segments, system, fields, seq, end } of rows) {
          // Only a beginning that is not blank is ever marked.
          const isMarkable = typeof segments[0] === 'string' && segments[0].trim() !== '';
          const renderer = rendererOf(segments, system, fields, end === 'prompt' && !isMarkable ? null : end);
          if (createSplice(renderer, segments, MOST_BYTES)(rowOf(seq, cells)) !== null) spliced += 1;
          const rendered = createRowRenderer(renderer)(rowOf(seq, cells));
          const isBlank = (renderer.render?.(cells) ?? '').trim() === '';
          expect(rendered.ok).toBe(!isBlank);
          if (!rendered.ok) continue;
          expect(Buffer.from(rendered.bytes).toString('utf8')).toBe(
            Buffer.from(expected(renderer, seq, cells)).toString('utf8'),
          );
        }
      }),
      { numRuns: 2000 },
    );
    // Else only the long way was compared with itself.
    expect(spliced).toBeGreaterThan(1000);
  });

  it('is right after a longer one, and after one with fewer digits', () => {
    const segments: Segment[] = ['Say ', 0, '.'];
    const render = createRowRenderer(rendererOf(segments, 'Be kind.'));
    for (const [seq, text] of [
      [9, 'short'],
      [10, 'x'.repeat(200_000)],
      [99_999, 'é'],
      [100_000, 'again'],
    ] as const) {
      const rendered = render(rowOf(seq, [text]));
      const made = rendered.ok ? Buffer.from(rendered.bytes).toString('utf8') : rendered.text;
      expect(made).toBe(expected(rendererOf(segments, 'Be kind.'), seq, [text]));
    }
  });

  it('that is too large is left to the long way, which refuses it', () => {
    const segments: Segment[] = [0];
    const renderer = rendererOf(segments, null);
    const row = rowOf(1, ['x'.repeat(MOST_BYTES)]);
    expect(createSplice(renderer, segments, MOST_BYTES)(row)).toBeNull();
    expect(createRowRenderer(renderer)(row)).toMatchObject({ ok: false, code: 'too-large' });
  });
});
