// Which encoding a text file has, decided once by its bytes; what had to be guessed is told.
import { isUtf8 } from 'node:buffer';
import { type Encoding, encodingName, isAllUtf8, readBytes } from './decode.ts';

/** Characters that no text holds; in a wrong guess they are soon met. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const NOT_TEXT = /[\0-\x08\x0e-\x1a\x1c-\x1f\x80-\x84\x86-\x9f\ue000-\uf8ff\ufffe\uffff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is how Japanese letters begin and end there
const ISO_2022_JP = /\x1b\$[@B]|\x1b\([JI]/;
const CONVERTED = 'The file is UTF-16 and was converted.';
const FALLBACK = 'windows-1252';
/** Each costs a pass over the file. */
const MOST_GUESSES = 5;

/**
 * Decides by byte order mark, then by the zeros of UTF-16, then by whether all of the file is valid UTF-8, then by its letters.
 * @param source path of a file, or its bytes
 * @param start the first bytes of the file, at least a few hundred when it has them
 */
export async function detectEncoding(source: string | Buffer, start: Buffer): Promise<Encoding> {
  if (start[0] === 0xff && start[1] === 0xfe) return { name: 'utf-16le', note: CONVERTED };
  if (start[0] === 0xfe && start[1] === 0xff) return { name: 'utf-16be', note: CONVERTED };
  const byZeros = utf16ByZeros(start);
  if (byZeros !== null) return guessed(byZeros);
  // Seven bits a byte, so it would pass as UTF-8.
  if (ISO_2022_JP.test(start.toString('latin1'))) return guessed('iso-2022-jp');
  if (await isAllUtf8(readBytes(source))) return { name: 'utf-8', note: null };
  return guessed(await guessLegacy(source, start));
}

function guessed(name: string): Encoding {
  return {
    name,
    note: `The file is not UTF-8, so it was read as ${encodingName(name)}. Check the letters in the preview; if they are wrong, save the file as UTF-8 and drop it again.`,
  };
}

/** The likeliest encoding in which the whole file is text; Windows-1252 when there is none, because every byte means something in it. */
async function guessLegacy(source: string | Buffer, start: Buffer): Promise<string> {
  const { analyse } = await import('chardet');
  const names = analyse(start).map(({ name }) => decoderName(name));
  const candidates = [...new Set(names)].filter((name) => name !== null).slice(0, MOST_GUESSES);
  for (const name of candidates)
    if (isTextStart(start, name) && (await decodesWhole(source, name))) return name;
  return FALLBACK;
}

/** @returns what TextDecoder calls an encoding, or null when it does not know it or it was ruled out before */
function decoderName(name: string): string | null {
  try {
    const { encoding } = new TextDecoder(name, { fatal: true });
    return encoding.startsWith('utf-') ? null : encoding;
  } catch {
    return null;
  }
}

async function decodesWhole(source: string | Buffer, name: string): Promise<boolean> {
  const decoder = new TextDecoder(name, { fatal: true });
  try {
    for await (const chunk of readBytes(source)) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 without a mark: the zero half of Latin letters, or only of line ends and digits, is always on one side. */
function utf16ByZeros(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  const even = countZeros(start, 0);
  const odd = countZeros(start, 1);
  const half = Math.max(1, Math.floor(start.length / 2));
  const many = Math.max(even, odd) / half;
  const few = Math.min(even, odd) / half;
  const isLatin = many > 0.4 && few < 0.05;
  const isOther = many > 0.02 && few < many / 5 && !isUtf8(start);
  if (!isLatin && !isOther) return null;
  const name = odd > even ? 'utf-16le' : 'utf-16be';
  return isTextStart(start, name) ? name : null;
}

function countZeros(bytes: Buffer, from: number): number {
  let zeros = 0;
  for (let index = from; index < bytes.length; index += 2) if (bytes[index] === 0) zeros += 1;
  return zeros;
}

function isTextStart(start: Buffer, name: string): boolean {
  try {
    return !NOT_TEXT.test(new TextDecoder(name, { fatal: true }).decode(start, { stream: true }));
  } catch {
    return false;
  }
}
