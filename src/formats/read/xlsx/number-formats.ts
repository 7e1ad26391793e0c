// Numbers of a workbook as people see them: 25%, 00501, 2024-03-05; a plain number stays a number.
import { formatValue, isDateFormat } from 'hucre';
import type { ZipParts } from '../zip-parts.ts';
import { readPart } from './workbook.ts';
import { attributeOf } from './xml-scanner.ts';

/** @param style index of the cell's style. @returns the number, or its text where a format says more than its digits */
export type ShowNumber = (value: number, style: number) => number | string;

/** Formats that a workbook names by number alone; those of dates look different in each country, so they are written the ISO way. */
const BUILT_IN = new Map<number, string>([
  [1, '0'],
  [2, '0.00'],
  [3, '#,##0'],
  [4, '#,##0.00'],
  [5, '$#,##0;($#,##0)'],
  [6, '$#,##0;($#,##0)'],
  [7, '$#,##0.00;($#,##0.00)'],
  [8, '$#,##0.00;($#,##0.00)'],
  [9, '0%'],
  [10, '0.00%'],
  [11, '0.00E+00'],
  [12, '# ?/?'],
  [13, '# ??/??'],
  [14, 'yyyy-mm-dd'],
  [15, 'd-mmm-yy'],
  [16, 'd-mmm'],
  [17, 'mmm-yy'],
  [18, 'h:mm AM/PM'],
  [19, 'h:mm:ss AM/PM'],
  [20, 'h:mm'],
  [21, 'h:mm:ss'],
  [22, 'yyyy-mm-dd hh:mm'],
  [37, '#,##0;(#,##0)'],
  [38, '#,##0;(#,##0)'],
  [39, '#,##0.00;(#,##0.00)'],
  [40, '#,##0.00;(#,##0.00)'],
  [45, 'mm:ss'],
  [46, '[h]:mm:ss'],
  [47, 'mm:ss'],
  [48, '##0.0E+0'],
]);
/** Dates of East Asian Excel, by number. */
const isEastAsianDate = (id: number) => (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** Beyond 15 digits Excel itself keeps none. */
const EXACT_BELOW = 1e15;
const MOST_STYLES = 70_000;

/** @param is1904 how the workbook counts days. @throws UserError when the styles are damaged */
export async function readNumberFormats(
  parts: ZipParts,
  stylesPart: string | null,
  is1904: boolean,
): Promise<ShowNumber> {
  const codes = stylesPart !== null && parts.has(stylesPart) ? await readCodes(parts, stylesPart) : [];
  return (value, style) => show(value, codes[style] ?? null, is1904);
}

/** @returns the number format of each cell style; null where it is a plain number */
async function readCodes(parts: ZipParts, part: string): Promise<(string | null)[]> {
  const custom = new Map<number, string>();
  const ids: number[] = [];
  let isCellStyle = false;
  await readPart(parts, part, (name, attributes) => {
    if (name === 'numFmt')
      custom.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '');
    if (name === 'cellXfs') isCellStyle = true;
    else if (name === 'cellStyles' || name === 'dxfs') isCellStyle = false;
    else if (name === 'xf' && isCellStyle && ids.length < MOST_STYLES)
      ids.push(Number(attributeOf(attributes, 'numFmtId') ?? 0));
  });
  return ids.map((id) =>
    simplify(custom.get(id) ?? BUILT_IN.get(id) ?? (isEastAsianDate(id) ? 'yyyy-mm-dd' : null)),
  );
}

/** Written so that the library understands it; null for plain numbers and for what it does not know. */
function simplify(code: string | null): string | null {
  if (code === null || /^(general|@)?$/i.test(code.trim()) || code.length > 255) return null;
  // Conditions choose a format by value; colours and languages say nothing; a currency is kept as text.
  if (/\[[<>=]/.test(code)) return null;
  return code.replace(/\[\$([^\]-]*)(?:-[^\]]*)?\]/g, (_, sign) => (sign === '' ? '' : `"${sign}"`));
}

function show(value: number, code: string | null, is1904: boolean): number | string {
  // 0.1 + 0.2 is 0.3 to whoever looks at the cell.
  const plain = Number(value.toPrecision(15));
  if (code === null || Math.abs(value) >= EXACT_BELOW) return plain;
  if (isDateFormat(code) && value < 0) return plain;
  try {
    const text = formatValue(plain, code, { is1904 }).trim();
    return text === '' || text === String(plain) ? plain : text;
  } catch {
    // A format of more decimals than there are.
    return plain;
  }
}
