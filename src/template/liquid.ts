// Liquid for prompts with filters and conditions; under limits, without files, own properties only.
import { Liquid, type Template } from 'liquidjs';
import { cellText } from '../core/cell.ts';
import { columnIndex, unknownColumnsText } from '../core/draft/template.ts';
import type { Json } from '../core/json.ts';
import type { Compiled } from './compiled.ts';

/**
 * Characters of template, milliseconds per row and bytes per row that a template may use. The milliseconds are of the
 * wall: enough that a machine that stalls for a moment spoils no good row.
 */
const LIMITS = { parseLimit: 100_000, renderLimit: 200, memoryLimit: 1_000_000 };

/** Names that Liquid itself gives meaning to. */
const BUILT_IN = new Set([
  'row',
  'forloop',
  'tablerowloop',
  'empty',
  'blank',
  'nil',
  'null',
  'true',
  'false',
]);

/** Filters that read a date: Liquid takes the words now and today for the clock. */
const DATE_FILTERS = ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'];

function createEngine(): Liquid {
  const engine = new Liquid({
    ...LIMITS,
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    // Nested values of JSONL read the same as in a plain template.
    outputEscape: cellText,
    // No file is ever read: include, render and layout find nothing.
    templates: {},
    relativeReference: false,
    dynamicPartials: false,
  });
  forbidChance(engine);
  return engine;
}

/** A row is rendered for the preview and again when it is sent, and both have to be equal: no clock, no dice. */
function forbidChance(engine: Liquid): void {
  delete engine.filters.sample;
  for (const name of DATE_FILTERS) {
    const filter = engine.filters[name];
    if (typeof filter !== 'function') continue;
    engine.registerFilter(name, function (value, ...options) {
      if (value === 'now' || value === 'today')
        throw new Error(`“${value}” is no date here: the preview and what is sent would differ`);
      return filter.call(this, value, ...options);
    });
  }
}

const IDENTIFIER = /^[a-zA-Z_][\w-]*$/;

// One way to match each character: with \s* beside the name, a prompt of blanks took minutes.
const TAG = /\{\{(-?)([^|{}]*)((?:\|[^{}]*)?)\}\}/g;

/** Lets a column such as `product name` stand in a tag: Liquid reaches it as row["product name"]. */
function reachColumns(template: string, columns: readonly string[]): string {
  return template.replace(TAG, (whole, open: string, inner: string, filters: string) => {
    const close = filters === '' && inner.endsWith('-') ? '-' : '';
    const head = (close === '' ? inner : inner.slice(0, -1)).trim();
    const column = columns[columnIndex(columns, head)];
    const isLiquidName = column === head && IDENTIFIER.test(head) && !BUILT_IN.has(head);
    if (column === undefined || isLiquidName) return whole;
    return `{{${open} row[${JSON.stringify(column)}] ${filters}${close}}}`;
  });
}

/** Names that a template uses and that are no column, each once. */
function unknownNames(engine: Liquid, parsed: Template[], columns: readonly string[]): string[] {
  const names = engine.globalVariableSegmentsSync(parsed).flatMap(([first, second]) => {
    const name = first === 'row' && typeof second === 'string' ? second : first;
    const isKnown = columns.includes(String(name)) || (name === first && BUILT_IN.has(String(name)));
    return isKnown ? [] : [String(name)];
  });
  return [...new Set(names)];
}

function scopeOf(columns: readonly string[], cells: readonly Json[]): Record<string, unknown> {
  const row: Record<string, unknown> = Object.create(null);
  columns.forEach((column, index) => {
    row[column] =
      typeof cells[index] === 'object' && cells[index] !== null ? cells[index] : cellText(cells[index]);
  });
  return { ...row, row };
}

/**
 * Compiles a Liquid template against the columns of a file.
 * @returns the renderer, or the sentence that says why there is none
 */
export function compileLiquid(template: string, columns: readonly string[]): Compiled {
  const engine = createEngine();
  try {
    const parsed = engine.parse(reachColumns(template, columns));
    const unknown = unknownNames(engine, parsed, columns);
    if (unknown.length > 0) return { ok: false, text: unknownColumnsText(unknown, columns) };
    return {
      ok: true,
      segments: null,
      render: (cells) => engine.renderSync(parsed, scopeOf(columns, cells)),
    };
  } catch (error) {
    return { ok: false, text: explain(firstLine(error)) };
  }
}

/** Liquid's own words, turned round for people who only meant a column. */
function explain(message: string): string {
  const filter = /^undefined filter: ([^\s,]+)/.exec(message)?.[1];
  if (filter !== undefined) {
    return `The prompt uses the filter “${filter}”, which cannot be used here. Check its spelling, or leave it out.`;
  }
  const place = /, line:(\d+), col:(\d+)$/.exec(message);
  const where = place ? ` (line ${place[1]}, character ${place[2]})` : '';
  return `The prompt is not valid Liquid${where}: ${message.replace(/, line:\d+, col:\d+$/, '')}.`;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
