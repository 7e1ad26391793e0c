// Lines of CSV after RFC 4180; quotes only where they are needed.

const NEEDS_QUOTES = /[",\r\n]/;

/** @returns one cell; nothing for null */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @returns one line with its line end */
export function csvLine(cells: readonly (string | number | null)[]): string {
  let line = '';
  for (let index = 0; index < cells.length; index++)
    line += (index === 0 ? '' : ',') + csvCell(cells[index] ?? null);
  // A line that is empty would be read as no line at all.
  return `${line === '' ? '""' : line}\n`;
}
