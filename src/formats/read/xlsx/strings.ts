// The texts of a workbook, which its cells name by number.
import { UserError } from '../../../core/errors.ts';
import type { ZipParts } from '../zip-parts.ts';
import { partText } from './workbook.ts';
import { scanXml } from './xml-scanner.ts';

/** They are the one part that has to be in memory whole: each byte may cost two, and each text some tens more. */
const MOST_BYTES = 60_000_000;
/** As many as a sheet may have cells; even empty ones take their place in memory. */
const MOST_TEXTS = 5_000_000;

/** @returns every text in its order. @throws UserError when the part is damaged or larger than 60 MB, or has more than 5 million texts */
export async function readStrings(parts: ZipParts, part: string | null): Promise<string[]> {
  const strings: string[] = [];
  if (part === null || !parts.has(part)) return strings;
  if (parts.bytesOf(part) > MOST_BYTES) throw tooMuchText();
  const collector = createTextCollector();
  const scan = scanXml(partText(parts, part), {
    open: collector.open,
    text: collector.text,
    close(name) {
      if (name !== 'si') collector.close(name);
      else if (strings.push(collector.take()) > MOST_TEXTS) throw tooMuchText();
    },
  });
  for await (const _ of scan);
  return strings;
}

export interface TextCollector {
  open(name: string): void;
  text(piece: string): void;
  close(name: string): void;
  /** @returns the text since the last call, its runs joined */
  take(): string;
}

/** Joins the runs of a text and leaves out how it is pronounced (`rPh`). */
export function createTextCollector(): TextCollector {
  let collected = '';
  let isText = false;
  let isPhonetic = false;
  return {
    open(name) {
      if (name === 't') isText = true;
      else if (name === 'rPh') isPhonetic = true;
    },
    text(piece) {
      if (isText && !isPhonetic) collected += piece;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isPhonetic = false;
    },
    take() {
      const text = unescapeControls(collected);
      collected = '';
      return text;
    },
  };
}

/** Excel writes characters that XML cannot hold as `_x000D_`. @returns the text with them, and one kind of line end */
export function unescapeControls(text: string): string {
  if (!text.includes('_x') && !text.includes('\r')) return text;
  return text
    .replace(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\r\n?/g, '\n');
}

function tooMuchText(): UserError {
  return new UserError(
    'too-hard-to-read',
    'The workbook holds more different text than can be read from a workbook (60 MB, or 5 million texts).',
    'Save the sheet as CSV and drop that.',
  );
}
