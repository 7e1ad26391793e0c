// Workbooks for tests, part by part, so that they may be odd in every way that real ones are.
import { zipOf } from './zip.ts';

export interface WorkbookParts {
  /** XML within `<sheetData>`, by sheet name. */
  sheets: Record<string, string>;
  /** XML after `</sheetData>` of the first sheet. */
  afterRows?: string;
  /** XML within `<sst>`. */
  strings?: string;
  /** Number formats of the cell styles, in their order. */
  formats?: string[];
  hidden?: string[];
  is1904?: boolean;
  /** More entries, or other contents of those above. */
  entries?: Record<string, string | Buffer>;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** @returns an XLSX file */
export function workbookOf({
  sheets,
  afterRows = '',
  strings = '',
  formats = [],
  hidden = [],
  is1904 = false,
  entries = {},
}: WorkbookParts): Promise<Buffer> {
  const names = Object.keys(sheets);
  const sheetParts = Object.fromEntries(
    Object.values(sheets).map((rows, index) => [
      `xl/worksheets/sheet${index + 1}.xml`,
      `<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${index === 0 ? afterRows : ''}</worksheet>`,
    ]),
  );
  return zipOf({
    '[Content_Types].xml': '<?xml version="1.0"?><Types/>',
    '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${TYPE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets>${names
      .map(
        (name, index) =>
          `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"${hidden.includes(name) ? ' state="hidden"' : ''}/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names
      .map(
        (_, index) =>
          `<Relationship Id="rId${index + 1}" Type="${TYPE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
      )
      .join('')}<Relationship Id="s" Type="${TYPE}/sharedStrings" Target="/xl/sharedStrings.xml"/>
      <Relationship Id="f" Type="${TYPE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${strings}</sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts>${formats
      .map(
        (code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code.replaceAll('"', '&quot;')}"/>`,
      )
      .join('')}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>${formats
      .map((_, index) => `<xf numFmtId="${200 + index}"/>`)
      .join('')}<xf numFmtId="14"/><xf numFmtId="0"/></cellXfs></styleSheet>`,
    ...sheetParts,
    ...entries,
  });
}

/** @returns the XML of a row of texts */
export function textRow(number: number, cells: readonly string[]): string {
  const inner = cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('');
  return `<row r="${number}">${inner}</row>`;
}
