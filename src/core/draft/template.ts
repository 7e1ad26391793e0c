// Plain templates: text with {{column}} in it. Anything richer is Liquid (src/template).

/** Text and columns in turn; a number is the position of a column. */
export type Segment = string | number;

export interface PlainTemplate {
  segments: Segment[];
  /** Names in the template that are no column. */
  unknown: string[];
}

const TAG = /\{\{-?([^{}]*)-?\}\}/g;

/** @returns the position of a column: its exact name, else the only one that differs in case or outer spaces; -1 when there is none. */
export function columnIndex(columns: readonly string[], name: string): number {
  const exact = columns.indexOf(name);
  if (exact >= 0) return exact;
  const folded = name.trim().toLowerCase();
  const alike = columns.flatMap((column, index) => (column.trim().toLowerCase() === folded ? [index] : []));
  return alike.length === 1 ? (alike[0] ?? -1) : -1;
}

/**
 * Reads a template that holds nothing but text and column names.
 * @returns null when it uses Liquid (tags, filters, indexes): not for this module
 */
export function parsePlain(template: string, columns: readonly string[]): PlainTemplate | null {
  if (template.includes('{%') || template.includes('{{-') || template.includes('-}}')) return null;
  const segments: Segment[] = [];
  const unknown: string[] = [];
  let end = 0;
  for (const match of template.matchAll(TAG)) {
    const name = (match[1] ?? '').trim();
    const index = columnIndex(columns, name);
    if (index < 0 && /[|[\].'"]/.test(name)) return null;
    if (index < 0) unknown.push(name);
    segments.push(template.slice(end, match.index), index);
    end = match.index + match[0].length;
  }
  segments.push(template.slice(end));
  if (
    segments.some(
      (segment) => typeof segment === 'string' && (segment.includes('{{') || segment.includes('}}')),
    )
  )
    return null;
  return { segments, unknown: [...new Set(unknown)] };
}

/** @returns the sentence for names that are no column, with the nearest or all columns as help. */
export function unknownColumnsText(unknown: readonly string[], columns: readonly string[]): string {
  const names = unknown.map((name) => `{{${name}}}`).join(', ');
  const listed = columns.slice(0, 20).join(', ');
  const more = columns.length > 20 ? ` and ${columns.length - 20} more` : '';
  const has = unknown.length === 1 ? 'is no column' : 'are no columns';
  return `The prompt uses ${names}, which ${has} of this file. Its columns are: ${listed}${more}.`;
}
