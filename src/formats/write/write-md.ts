// Markdown: answers to be read one after the other, each below what it is about.
import { cellText } from '../../core/cell.ts';
import type { ResultsTable, TableRow, Writer } from './results-table.ts';
import { writeText } from './text-file.ts';

const HEADING_CHARS = 120;

export const md: Writer = {
  name: 'md',
  async write(table, path) {
    writeText(path, pieces(table));
  },
};

function* pieces(table: ResultsTable): Generator<string> {
  yield `# ${inline(table.title)}\n\n`;
  for (const line of table.summary()) yield `${inline(line)}\n\n`;
  let position = 0;
  for (const row of table.rows()) yield entry(table, row, ++position);
}

function entry({ columns, headingIndex }: ResultsTable, { id, cells }: TableRow, position: number): string {
  const heading = headingIndex === null ? id : cellText(cells[headingIndex]);
  let text = `## ${position}. ${clipped(inline(heading))}\n\n`;
  columns.forEach(({ name }, index) => {
    const cell = cellText(cells[index]);
    if (cell === '' || index === headingIndex) return;
    text += name === 'response' ? `${quote(cell)}\n\n` : `**${inline(name)}:** ${short(cell)}\n\n`;
  });
  return text;
}

/** What is longer than a line stands in a quote of its own. */
function short(text: string): string {
  return /[\r\n]/.test(text) ? `\n\n${quote(text)}` : inline(text);
}

/** A quote keeps the Markdown of an answer, but its headings are none of the document, and what it opens ends with it. */
function quote(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/!\[/g, '!\\[')
    .replace(/^/gm, '> ');
}

function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|~]/g, '\\$&');
}

function clipped(text: string): string {
  const chars = [...text];
  if (chars.length <= HEADING_CHARS) return text;
  return `${chars
    .slice(0, HEADING_CHARS - 1)
    .join('')
    .replace(/\\$/, '')}…`;
}
