// Liquid for prompts with filters and conditions; under limits, without files, own properties only.
import { Liquid } from 'liquidjs';
import { cellText } from '../core/cell.ts';
import type { Json } from '../core/json.ts';
import { columnIndex, unknownColumnsText } from '../core/template.ts';
import type { Compiled } from './compiled.ts';

/** Characters of template, milliseconds per row and bytes per row that a template may use. */
const LIMITS = { parseLimit: 100_000, renderLimit: 50, memoryLimit: 1_000_000 };

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

function createEngine(): Liquid {
  return new Liquid({
    ...LIMITS,
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    // No file is ever read: include, render and layout find nothing.
    templates: {},
    relativeReference: false,
    dynamicPartials: false,
  });
}

const IDENTIFIER = /^[a-zA-Z_][\w-]*$/;

/** Lets a column such as `product name` stand in a tag: Liquid reaches it as row["product name"]. */
function reachColumns(template: string, columns: readonly string[]): string {
  return template.replace(
    /\{\{(-?)\s*([^|{}]+?)\s*((?:\|[^{}]*)?)(-?)\}\}/g,
    (whole, open: string, head: string, rest: string, close: string) => {
      const index = columnIndex(columns, head);
      const column = columns[index];
      if (column === undefined || IDENTIFIER.test(head)) return whole;
      return `{{${open} row[${JSON.stringify(column)}] ${rest}${close}}}`;
    },
  );
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
    const unknown = engine
      .globalVariablesSync(parsed)
      .filter((name) => !columns.includes(name) && !BUILT_IN.has(name));
    if (unknown.length > 0) return { ok: false, text: unknownColumnsText(unknown, columns) };
    return { ok: true, render: (cells) => engine.renderSync(parsed, scopeOf(columns, cells)) };
  } catch (error) {
    return { ok: false, text: explain(firstLine(error)) };
  }
}

/** Liquid's own words, turned round for people who only meant a column. */
function explain(message: string): string {
  const filter = /^undefined filter: ([^\s,]+)/.exec(message)?.[1];
  if (filter !== undefined) {
    return `The prompt uses the filter “${filter}”, which Liquid does not have. Check its spelling, or leave it out.`;
  }
  const place = /, line:(\d+), col:(\d+)$/.exec(message);
  const where = place ? ` (line ${place[1]}, character ${place[2]})` : '';
  return `The prompt is not valid Liquid${where}: ${message.replace(/, line:\d+, col:\d+$/, '')}.`;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
