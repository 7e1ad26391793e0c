// From what a person wrote to the template that is rendered: a prompt that names no column still needs its row.
import { REASON_COLUMN } from '../result/mend.ts';

export interface Prompt {
  /** The template to render for each row. */
  template: string;
  /** A sentence for the card when something was decided for the person. */
  note: string | null;
}

/** @returns whether a prompt has any place where a row goes in. */
export function namesColumns(prompt: string): boolean {
  return prompt.includes('{{') || prompt.includes('{%');
}

/**
 * Decides the template of a draft.
 * @param prompt what the person wrote; null or blank when nothing
 * @returns null when a person has to write one
 */
export function promptFor(prompt: string | null, format: string, columns: string[]): Prompt | null {
  const written = prompt?.trim() ? prompt : null;
  if (format === 'documents') return written === null ? null : documentPrompt(written);
  if (written === null) {
    if (format === 'text')
      return { template: '{{text}}', note: 'Each text is sent as it is, because no prompt was given.' };
    const column = columns.find((name) => name.toLowerCase() === 'prompt');
    if (column === undefined) return null;
    return { template: `{{${column}}}`, note: `No prompt was given, so the column ${column} is the prompt.` };
  }
  if (namesColumns(written)) return { template: written, note: null };
  if (format === 'text') {
    return {
      template: `${written}\n\n{{text}}`,
      note: 'Each text is added below the prompt, because the prompt does not say where it goes.',
    };
  }
  const told = columns.filter((name) => name !== REASON_COLUMN);
  const lines = told.map((name) => `${name}: {{${name}}}`).join('\n');
  return {
    template: `${written}\n\n${lines}`,
    note: 'Every column is added below the prompt, because the prompt names none. Write {{column}} to choose.',
  };
}

/** @param names of columns that a person picked @returns the prompt with a line for each below it; a column alone is the prompt */
export function promptWithColumns(prompt: string | null, names: readonly string[]): string | null {
  const written = prompt?.trim() ? prompt : null;
  const [first, ...more] = names;
  if (first === undefined) return written;
  if (written === null && more.length === 0) return `{{${first}}}`;
  const lines = names.map((name) => `${name}: {{${name}}}`).join('\n');
  return written === null ? lines : `${written.trimEnd()}\n\n${lines}`;
}

const NAMES_TEXT = /\{[{%][^}]*\btext\b/;

/** The text of a document has to go somewhere; of a file that is sent as it is there is none, and nothing is added. */
function documentPrompt(written: string): Prompt {
  return { template: NAMES_TEXT.test(written) ? written : `${written}\n\n{{text}}`, note: null };
}
