// The rows of a sheet as they stream by, only cells that hold something.
import { UserError } from '../../../core/errors.ts';
import { brokenWorkbook } from './broken-workbook.ts';
import { MOST_COLUMNS, MOST_ROWS, parseCellRef } from './cell-ref.ts';
import type { ShowNumber } from './number-formats.ts';
import { createTextCollector, unescapeControls } from './strings.ts';
import { attributeOf, scanXml } from './xml-scanner.ts';

export type CellValue = string | number;

export interface SheetRow {
  /** As Excel shows it, counted from 1. */
  number: number;
  /** By column, counted from 0; empty cells are not there. */
  cells: Map<number, CellValue>;
  isHidden: boolean;
}

export interface SheetLook {
  strings: readonly string[];
  showNumber: ShowNumber;
  /** Told once for each formula whose result was never stored. */
  onUncalculated(): void;
  /** Told once for each cell whose formula went wrong, such as #DIV/0!. */
  onError(): void;
}

const MOST_CELLS = 5_000_000;

/** Linear in the size of the part, and looked at after each chunk: what takes longer than this is no table. */
const LONGEST_MS = 20_000;

/**
 * @param chunks the sheet's part as text
 * @returns the rows that each chunk completes, in their order
 * @throws UserError when the sheet is damaged, has more than 5 million cells, or takes more than 20 seconds
 */
export async function* readSheetRows(
  chunks: AsyncIterable<string>,
  look: SheetLook,
): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = [];
  let row: SheetRow | null = null;
  let lastRow = 0;
  let cells = 0;
  let cell = noCell();
  const inline = createTextCollector();

  function openRow(attributes: string): void {
    const given = attributeOf(attributes, 'r');
    const number = given === null ? lastRow + 1 : Number(given);
    if (!Number.isInteger(number) || number <= lastRow || number > MOST_ROWS) throw brokenWorkbook();
    lastRow = number;
    const isHidden = /^(1|true)$/.test(attributeOf(attributes, 'hidden') ?? '');
    row = { number, cells: new Map(), isHidden };
    cell = noCell();
  }

  function openCell(attributes: string): void {
    const ref = attributeOf(attributes, 'r');
    const column = ref === null ? cell.column + 1 : (parseCellRef(ref)?.column ?? MOST_COLUMNS);
    if (column >= MOST_COLUMNS) throw brokenWorkbook();
    cell = {
      column,
      type: attributeOf(attributes, 't') ?? 'n',
      style: Number(attributeOf(attributes, 's') ?? -1),
      value: '',
      hasFormula: false,
      isValue: false,
    };
    inline.take();
  }

  function closeCell(): void {
    const value = cell.type === 'inlineStr' ? inline.take() : cellValue(cell, look);
    if (value === null && cell.hasFormula) look.onUncalculated();
    if (value !== null && cell.type === 'e') look.onError();
    if (row === null || value === null || value === '') return;
    cells += 1;
    if (cells > MOST_CELLS) throw tooManyCells();
    row.cells.set(cell.column, value);
  }

  const startedMs = performance.now();
  const scan = scanXml(chunks, {
    open(name, attributes) {
      if (name === 'row') openRow(attributes);
      else if (name === 'c' && row !== null) openCell(attributes);
      else if (name === 'v') cell.isValue = true;
      else if (name === 'f') cell.hasFormula = true;
      else inline.open(name);
    },
    text(piece) {
      if (cell.isValue) cell.value += piece;
      else inline.text(piece);
    },
    close(name) {
      if (name === 'v') cell.isValue = false;
      else if (name === 'c') closeCell();
      else if (name === 'row' && row !== null) {
        rows.push(row);
        row = null;
      } else inline.close(name);
    },
  });
  for await (const _ of scan) {
    if (performance.now() - startedMs > LONGEST_MS) throw tooSlow();
    if (rows.length === 0) continue;
    yield rows;
    rows = [];
  }
}

interface OpenCell {
  column: number;
  type: string;
  style: number;
  value: string;
  hasFormula: boolean;
  isValue: boolean;
}

function noCell(): OpenCell {
  return { column: -1, type: 'n', style: -1, value: '', hasFormula: false, isValue: false };
}

/** @returns what people see in the cell; null when it is empty */
function cellValue({ type, style, value }: OpenCell, { strings, showNumber }: SheetLook): CellValue | null {
  if (value === '') return null;
  if (type === 's') return strings[Number(value)] ?? missingString();
  if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
  if (type === 'd') return value.replace(/T00:00:00(?:\.0+)?Z?$/, '').replace('T', ' ');
  if (type !== 'n') return unescapeControls(value);
  const number = Number(value);
  return Number.isFinite(number) ? showNumber(number, style) : value;
}

function missingString(): never {
  throw brokenWorkbook();
}

function tooManyCells(): UserError {
  return new UserError(
    'too-many-cells',
    `The sheet has more than ${MOST_CELLS.toLocaleString('en-US')} cells with something in them.`,
    'Save it as CSV and drop that, or take out what is not needed.',
  );
}

function tooSlow(): UserError {
  return new UserError(
    'too-hard-to-read',
    'Reading the workbook took more than 20 seconds.',
    'Save the sheet as CSV and drop that.',
  );
}
