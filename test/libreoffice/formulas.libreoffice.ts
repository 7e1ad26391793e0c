// A spreadsheet program itself opens what the bot writes: it must evaluate nothing of what came from outside.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guarded } from '../../src/core/result/formula-guard.ts';
import type { ResultsFormat } from '../../src/core/result/results-file.ts';
import { writers } from '../../src/formats/write/index.ts';
import type { ResultsTable } from '../../src/formats/write/results-table.ts';
import { FORMULAS } from '../support/formulas.ts';

const folder = mkdtempSync(join(tmpdir(), 'claude-batches-libreoffice-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
  } catch (cause) {
    throw new Error(
      'LibreOffice is not installed: there is no program soffice. Install LibreOffice Calc (on Debian: libreoffice-calc-nogui) and start this again; it installs nothing by itself.',
      { cause },
    );
  }
});

/** Each formula as a cell of the source and as an answer; the number tells the rows apart. */
const TABLE: ResultsTable = {
  title: 'formulas',
  summary: () => [],
  columns: [
    { name: 'n', type: 'integer', isSource: false },
    { name: 'source', type: 'text', isSource: true },
    { name: 'response', type: 'text', isSource: false },
  ],
  headingIndex: null,
  *rows() {
    for (const [index, text] of FORMULAS.entries()) yield { id: `k-${index}`, cells: [index, text, text] };
  },
  records: () => [],
  extent: { rows: FORMULAS.length, bytes: 10_000 },
};

/** @returns what LibreOffice shows in the cells of a file that the bot wrote: values, not formulas */
async function opened(format: ResultsFormat, name: string, guardFormulas: boolean): Promise<string[][]> {
  const path = join(folder, `${name}.${format}`);
  const shown = join(folder, `${name}-shown`);
  mkdirSync(shown);
  await writers[format].write(TABLE, path, { guardFormulas });
  execFileSync(
    'soffice',
    [
      `-env:UserInstallation=file://${join(folder, 'profile')}`,
      '--headless',
      // Comma or tab, double quotes, UTF-8, from the first line on.
      ...(format === 'xlsx'
        ? []
        : [`--infilter=CSV:${format === 'tsv' ? 9 : 44},34,76,1,,0,false,true,false,false,false,-1`]),
      '--convert-to',
      'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false',
      '--outdir',
      shown,
      path,
    ],
    { stdio: 'pipe', timeout: 240_000 },
  );
  const text = readFileSync(join(shown, `${name}.csv`), 'utf8');
  return Papa.parse<string[]>(text, { skipEmptyLines: true }).data.slice(1);
}

/** Line ends and spaces at the edges may change on the way; a value that was worked out is another text. */
function alike(text: string): string {
  return text.replace(/[\s\u200b]+/g, ' ').trim();
}

function evaluated(rows: string[][], expected: (text: string) => string): string[] {
  expect(rows).toHaveLength(FORMULAS.length);
  return rows.flatMap(([n = '', ...cells]) => {
    const text = alike(expected(FORMULAS[Number(n)] ?? ''));
    return cells.filter((cell) => alike(cell) !== text).map((cell) => `${text} became ${cell}`);
  });
}

describe('LibreOffice', () => {
  it.each(['csv', 'tsv'] as const)('evaluates nothing of a %s file', async (format) => {
    expect(evaluated(await opened(format, `guarded-${format}`, true), guarded)).toEqual([]);
  });

  it('evaluates nothing of an XLSX file, and shows every text as it was', async () => {
    expect(evaluated(await opened('xlsx', 'inert', true), (text) => text)).toEqual([]);
  });

  it('would evaluate a CSV file without the guard: this check can fail', async () => {
    expect(evaluated(await opened('csv', 'raw', false), (text) => text).length).toBeGreaterThan(10);
  });
});
