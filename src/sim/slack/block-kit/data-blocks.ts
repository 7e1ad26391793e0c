// Tables and charts: messages only, because home tabs and modals do not show them reliably.
import { isObject, objectAt, objectsAt, textAt } from '../json.ts';
import { all, type Check, flag, list, number, object, oneOf, oneOfTypes, only, rule, text } from './check.ts';
import { LIMITS } from './limits.ts';
import { richText } from './rich-text.ts';
import { id } from './texts.ts';

const cell = oneOfTypes(
  {
    raw_text: object({ text: text(LIMITS.tableCharacters) }, 'text'),
    raw_number: object(
      { value: number(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), text: text(LIMITS.tableCharacters) },
      'value',
    ),
    rich_text: richText,
  },
  'cell',
);

function rowsOf(value: { [key: string]: unknown }): unknown[][] {
  return Array.isArray(value.rows) ? value.rows.filter((row) => Array.isArray(row)) : [];
}

const equalRows = rule((value) =>
  new Set(rowsOf(value).map((row) => row.length)).size > 1
    ? 'all rows need the same number of cells'
    : undefined,
);
const plainHeader = rule((value) => {
  const header = rowsOf(value)[0] ?? [];
  return header.some((entry) => isObject(entry) && entry.type === 'rich_text')
    ? 'header cells cannot be rich_text'
    : undefined;
});

/** How many characters the cells of a table show. */
export function cellCharacters(table: { [key: string]: unknown }): number {
  return rowsOf(table)
    .flat()
    .reduce<number>((sum, entry) => sum + shownText(entry).length, 0);
}

function shownText(entry: unknown): string {
  if (Array.isArray(entry)) return entry.map(shownText).join('');
  if (!isObject(entry)) return '';
  const own = textAt(entry, 'text') ?? (entry.value === undefined ? '' : String(entry.value));
  return own + shownText(entry.elements);
}

function charactersWithin(max: number): Check {
  return rule((value) =>
    cellCharacters(value) > max ? `more than ${max} characters in all cells` : undefined,
  );
}

const point = object(
  { label: text(LIMITS.chartLabel, 1), value: number(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) },
  'label',
  'value',
);
const slice = all(
  point,
  rule((value) => (Number(value.value) > 0 ? undefined : 'the value must be above 0')),
);
const distinctSeries = rule((value) => {
  const names = objectsAt(value, 'series').map((series) => textAt(series, 'name'));
  return new Set(names).size < names.length ? 'series names must be unique' : undefined;
});
const pointsMatchCategories = rule((value) => {
  const categories = objectAt(value, 'axis_config')?.categories;
  if (!Array.isArray(categories)) return undefined;
  const known = new Set(categories);
  const stray = objectsAt(value, 'series')
    .flatMap((series) => objectsAt(series, 'data'))
    .some((entry) => !known.has(entry.label));
  return stray ? 'every label must be one of the categories' : undefined;
});
const seriesChart = all(
  object(
    {
      series: list(
        object(
          { name: text(LIMITS.chartLabel, 1), data: list(point, LIMITS.chartPoints, 1) },
          'name',
          'data',
        ),
        LIMITS.chartSeries,
        1,
      ),
      axis_config: object(
        {
          categories: list(text(LIMITS.chartLabel, 1), LIMITS.chartPoints, 1),
          x_label: text(LIMITS.chartAxisLabel),
          y_label: text(LIMITS.chartAxisLabel),
        },
        'categories',
      ),
    },
    'series',
    'axis_config',
  ),
  distinctSeries,
  pointsMatchCategories,
);

/** Block type → its check. */
export const DATA_BLOCKS: Record<string, Check> = {
  table: only(
    all(
      object(
        {
          block_id: id,
          rows: list(list(cell, LIMITS.tableColumns, 1), LIMITS.tableRows, 1),
          column_settings: list(
            object({ align: oneOf('left', 'center', 'right'), is_wrapped: flag }),
            LIMITS.tableColumns,
          ),
        },
        'rows',
      ),
      charactersWithin(LIMITS.tableCharacters),
    ),
    'message',
  ),
  data_table: only(
    all(
      object(
        {
          block_id: id,
          caption: text(LIMITS.sectionText, 1),
          rows: list(list(cell, LIMITS.tableColumns, 1), LIMITS.dataTableRows, 2),
          page_size: number(1, LIMITS.dataTablePage),
          row_header_column_index: number(0, LIMITS.tableColumns - 1),
        },
        'caption',
        'rows',
      ),
      equalRows,
      plainHeader,
      charactersWithin(LIMITS.dataTableCharacters),
    ),
    'message',
  ),
  data_visualization: only(
    object(
      {
        block_id: id,
        title: text(LIMITS.chartTitle, 1),
        chart: oneOfTypes(
          {
            pie: object({ segments: list(slice, LIMITS.chartSeries, 1) }, 'segments'),
            line: seriesChart,
            bar: seriesChart,
            area: seriesChart,
          },
          'chart',
        ),
      },
      'title',
      'chart',
    ),
    'message',
  ),
};
