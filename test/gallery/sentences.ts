// Reads every sentence of a UserError out of the sources, so that none is missing: its variable parts stand in ‹›.
import { readFileSync } from 'node:fs';
import { sourceFiles } from '../support/imports.ts';

export interface Sentence {
  code: string;
  file: string;
  message: string;
  next: string;
}

const CALL = 'new UserError(';

/** @returns what each call in the sources says, in the order of the files */
export function sentences(): Sentence[] {
  return sourceFiles('.', ['src', 'commands'])
    .filter((file) => !file.startsWith('src/sim/'))
    .sort()
    .flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      return source
        .split(CALL)
        .slice(1)
        .map((after) => {
          const [code = '', message = '', next = ''] = argumentsOf(after).flatMap((one) => {
            // Two in one.
            return one.trim().startsWith('...') ? [told(one), told(one)] : [told(one)];
          });
          return { code: code || 'told by others', file, message, next };
        });
    });
}

/** How often the sources make a UserError. */
export function callsIn(source: string): number {
  return source.split(CALL).length - 1;
}

/** @param after what follows the opening bracket @returns the arguments, as they stand there */
function argumentsOf(after: string): string[] {
  const found: string[] = [];
  let begin = 0;
  for (let at = 0, depth = 0; at < after.length; at++) {
    const letter = after[at] ?? '';
    if ('\'"`'.includes(letter)) at = endOfText(after, at);
    else if ('([{'.includes(letter)) depth++;
    else if (')]}'.includes(letter) && depth-- === 0) return [...found, after.slice(begin, at)];
    else if (letter === ',' && depth === 0) {
      found.push(after.slice(begin, at));
      begin = at + 1;
    }
  }
  return found;
}

/** @returns where the text ends that begins here; templates may hold others */
function endOfText(source: string, begin: number): number {
  const quote = source[begin];
  for (let at = begin + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (quote === '`' && source.startsWith('${', at)) at = endOfPlace(source, at + 2);
    else if (source[at] === quote) return at;
  }
  return source.length;
}

function endOfPlace(source: string, begin: number): number {
  for (let at = begin, depth = 0; at < source.length; at++) {
    const letter = source[at] ?? '';
    if ('\'"`'.includes(letter)) at = endOfText(source, at);
    else if (letter === '{') depth++;
    else if (letter === '}' && depth-- === 0) return at;
  }
  return source.length;
}

/** @returns a text as people would read it; of an expression all its texts, or its name in ‹› */
function told(expression: string): string {
  const texts: string[] = [];
  for (let at = 0; at < expression.length; at++) {
    if (!'\'"`'.includes(expression[at] ?? '')) continue;
    const end = endOfText(expression, at);
    texts.push(withPlaces(expression.slice(at + 1, end)));
    at = end;
  }
  // A text that is only compared with is none that is told.
  const said = texts.filter((text) => text.length > 3 || texts.length === 1);
  return said.length > 0 ? said.join(' / ') : `‹${expression.trim()}›`;
}

function withPlaces(text: string): string {
  let read = '';
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith('${', at)) {
      const end = endOfPlace(text, at + 2);
      const inner = text.slice(at + 2, end);
      read += /['"`]/.test(inner) ? `‹${told(inner)}›` : `‹${inner.split('.').at(-1) ?? ''}›`;
      at = end;
    } else if (text[at] === '\\') read += text[++at] ?? '';
    else read += text[at];
  }
  return read;
}
