// Excel workbooks: one sheet, its first row with anything in it as the header, cells as people see them.
import { UserError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { Problem } from '../../core/source/problem.ts';
import { checkZip } from '../detect/check-zip.ts';
import type { Reader, Row, SourceFile } from '../reader.ts';
import { noColumns, readHeader } from './columns.ts';
import { toPages } from './pages.ts';
import { brokenWorkbook } from './xlsx/broken-workbook.ts';
import { createMergeFiller, findMerges } from './xlsx/merges.ts';
import { readNumberFormats } from './xlsx/number-formats.ts';
import { readSheetRows, type SheetRow } from './xlsx/sheet-rows.ts';
import { readStrings } from './xlsx/strings.ts';
import { partText, readWorkbook, type Sheet } from './xlsx/workbook.ts';
import { openZipParts, type ZipParts } from './zip-parts.ts';

export const xlsx: Reader = {
  name: 'xlsx',
  async open(source, wanted) {
    await checkArchive(source);
    const parts = await openZipParts(source.path).catch((error: unknown) => {
      throw brokenWorkbook(error);
    });
    try {
      return await openSheet(parts, wanted.sheet);
    } catch (error) {
      parts.close();
      throw error;
    }
  },
};

async function checkArchive({ path, text }: SourceFile): Promise<void> {
  if (text !== null)
    throw new UserError(
      'no-workbook',
      'This is text, not an Excel workbook.',
      'Choose another format, or leave it to me to look at the file.',
    );
  const entries = await checkZip(path);
  if (entries.some(({ isEncrypted }) => isEncrypted))
    throw new UserError(
      'protected-workbook',
      'The workbook is protected by a password.',
      'Save a copy without the password, or the sheet as CSV, and drop that.',
    );
}

async function openSheet(parts: ZipParts, wantedSheet: string | null) {
  const workbook = await readWorkbook(parts);
  const sheet = chooseSheet(workbook.sheets, wantedSheet);
  const notes = sheetNotes(workbook.sheets, sheet);
  const merges = await findMerges(partText(parts, sheet.part));
  const facts: SheetFacts = { uncalculated: 0, errors: 0, hiddenRows: 0, blankRows: 0 };
  const found = readSheetRows(partText(parts, sheet.part), {
    strings: await readStrings(parts, workbook.stringsPart),
    showNumber: await readNumberFormats(parts, workbook.stylesPart, workbook.is1904),
    onUncalculated: () => {
      facts.uncalculated += 1;
    },
    onError: () => {
      facts.errors += 1;
    },
  });
  try {
    const first = await firstRows(found);
    const header = headerOf(first[0]);
    const { columns, notes: headerNotes } = readHeader(header.names);
    notes.push(...headerNotes);
    const shape = { header, facts, notes, fill: createMergeFiller(merges) };
    const pages = toPages(fitRows(first, found, shape, parts));
    return { format: 'xlsx' as const, split: null, readyMade: false, columns, notes, pages };
  } catch (error) {
    await found.return(undefined);
    throw error;
  }
}

/** @returns the rows of the first chunk that has one with anything in it, from that row on */
async function firstRows(found: AsyncIterator<SheetRow[]>): Promise<SheetRow[]> {
  for (let next = await found.next(); !next.done; next = await found.next()) {
    const at = next.value.findIndex(({ cells }) => cells.size > 0);
    if (at >= 0) return next.value.slice(at);
  }
  throw noColumns();
}

interface Header {
  row: number;
  firstColumn: number;
  names: string[];
}

/** The table begins and ends with the names in its header; a name may be missing in between. */
function headerOf(row: SheetRow | undefined): Header {
  const used = [...(row?.cells.keys() ?? [])];
  const [firstColumn, lastColumn] = [Math.min(...used), Math.max(...used)];
  const names = Array.from({ length: lastColumn - firstColumn + 1 }, (_, index) =>
    String(row?.cells.get(firstColumn + index) ?? ''),
  );
  return { row: row?.number ?? 0, firstColumn, names };
}

interface SheetFacts {
  uncalculated: number;
  errors: number;
  hiddenRows: number;
  blankRows: number;
}

interface Shape {
  header: Header;
  facts: SheetFacts;
  notes: string[];
  fill: (row: SheetRow) => void;
}

async function* fitRows(
  first: readonly SheetRow[],
  rest: AsyncGenerator<SheetRow[]>,
  shape: Shape,
  parts: ZipParts,
): AsyncGenerator<(Row | Problem)[]> {
  const { header, facts, notes, fill } = shape;
  let before = header.row;
  const judge = (rows: readonly SheetRow[]) =>
    rows.flatMap((row) => {
      if (row.cells.size === 0) return [];
      fill(row);
      facts.blankRows += row.number - before - 1;
      before = row.number;
      if (row.isHidden) facts.hiddenRows += 1;
      return [fitRow(row, header)];
    });
  try {
    yield judge(first.slice(1));
    for await (const rows of rest) yield judge(rows);
    notes.push(...factNotes(facts));
  } finally {
    parts.close();
  }
}

function fitRow({ number, cells }: SheetRow, { firstColumn, names }: Header): Row | Problem {
  for (const column of cells.keys())
    if (column < firstColumn || column >= firstColumn + names.length)
      return {
        line: number,
        code: 'ragged-row',
        text: 'A cell of the row has something in it, but its column has no name in the header row.',
      };
  return { line: number, cells: names.map((_, index): Json => cells.get(firstColumn + index) ?? '') };
}

function chooseSheet(sheets: readonly Sheet[], wanted: string | null): Sheet {
  const shown = sheets.filter(({ isHidden }) => !isHidden);
  if (wanted !== null) {
    const named =
      sheets.find(({ name }) => name === wanted) ?? sheets.find((one) => isSame(one.name, wanted));
    if (named !== undefined) return named;
    throw new UserError(
      'unknown-sheet',
      `The workbook has no sheet named “${wanted}”.`,
      `Its sheets are: ${listed(sheets)}.`,
    );
  }
  const [sheet] = shown.length > 0 ? shown : sheets;
  if (sheet === undefined) throw brokenWorkbook();
  return sheet;
}

function isSame(name: string, wanted: string): boolean {
  return name.trim().toLowerCase() === wanted.trim().toLowerCase();
}

function sheetNotes(sheets: readonly Sheet[], { name }: Sheet): string[] {
  if (sheets.length < 2) return [];
  return [`The sheet “${name}” was read; the workbook has ${sheets.length}: ${listed(sheets)}.`];
}

const SHEETS_LISTED = 10;

function listed(sheets: readonly Sheet[]): string {
  const names = sheets.slice(0, SHEETS_LISTED).map(({ name }) => name);
  return (
    names.join(', ') + (sheets.length > SHEETS_LISTED ? ` and ${sheets.length - SHEETS_LISTED} more` : '')
  );
}

function factNotes({ uncalculated, errors, hiddenRows, blankRows }: SheetFacts): string[] {
  const notes: string[] = [];
  if (blankRows > 0)
    notes.push(blankRows === 1 ? 'A blank row was skipped.' : `${blankRows} blank rows were skipped.`);
  if (hiddenRows > 0)
    notes.push(
      hiddenRows === 1
        ? 'A row that Excel hides was read too.'
        : `${hiddenRows} rows that Excel hides were read too.`,
    );
  if (uncalculated > 0)
    notes.push(
      `${uncalculated === 1 ? 'A formula has' : `${uncalculated} formulas have`} no stored result and read as empty; open the file in Excel, save it and drop it again.`,
    );
  if (errors > 0)
    notes.push(
      `${errors === 1 ? 'A cell shows' : `${errors} cells show`} an error of Excel, such as #DIV/0!, which goes into the prompts as it is; mend it in Excel and drop the file again.`,
    );
  return notes;
}
