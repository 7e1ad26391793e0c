// Tags and texts of an XML part while it streams by: nothing of it is kept, so a part of any size needs the memory of one chunk.
import { brokenWorkbook } from './broken-workbook.ts';

export interface XmlHandler {
  /** @param name without its namespace prefix. @param attributes as they stand in the tag */
  open(name: string, attributes: string): void;
  /** A piece of text, entities resolved; one text may come in several. */
  text(piece: string): void;
  close(name: string): void;
}

/** Longest tag, comment or CDATA section; real ones have some hundred characters. */
const LONGEST_TAG = 100_000;
const TAG = /<(\/?)([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*)>/y;
const LONGEST_ENTITY = 12;
const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Goes through an XML part once. A document type is refused, so no entity can stand for more than a character.
 * @param chunks the part as text, cut anywhere
 * @returns after each chunk, so that whoever collects rows can hand them on
 * @throws UserError when it is no well-formed XML as far as can be seen without a tree
 */
export async function* scanXml(chunks: AsyncIterable<string>, handler: XmlHandler): AsyncGenerator<void> {
  let carried = '';
  let depth = 0;
  for await (const chunk of chunks) {
    const text = carried + chunk;
    const at = scan(text);
    carried = text.slice(at);
    if (carried.length > LONGEST_TAG) throw brokenWorkbook();
    yield;
  }
  if (carried.trim() !== '' || depth !== 0) throw brokenWorkbook();

  /** @returns where what is not complete yet begins */
  function scan(text: string): number {
    let at = 0;
    while (at < text.length) {
      const tag = text.indexOf('<', at);
      if (tag !== at) {
        const end = tag < 0 ? endOfText(text, at) : tag;
        if (end > at) handler.text(resolveEntities(text.slice(at, end)));
        if (tag < 0) return end;
        at = tag;
      }
      const next = text[at + 1] === '!' || text[at + 1] === '?' ? special(text, at) : element(text, at);
      if (next < 0) return at;
      at = next;
    }
    return at;
  }

  function element(text: string, at: number): number {
    TAG.lastIndex = at;
    const found = TAG.exec(text);
    if (found === null) return -1;
    const [whole, slash, fullName = '', attributes = ''] = found;
    const name = fullName.slice(fullName.indexOf(':') + 1);
    if (slash === '/') {
      depth -= 1;
      handler.close(name);
    } else {
      handler.open(name, attributes);
      if (attributes.endsWith('/')) handler.close(name);
      else depth += 1;
    }
    if (depth < 0) throw brokenWorkbook();
    return at + whole.length;
  }

  function special(text: string, at: number): number {
    if (text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(']]>', at);
      if (end >= 0) handler.text(text.slice(at + 9, end));
      return end < 0 ? -1 : end + 3;
    }
    if (text.startsWith('<!--', at)) return after(text, '-->', at + 4);
    if (text.startsWith('<?', at)) return after(text, '?>', at);
    // Too short to tell yet, or a document type.
    if (text.length - at < 9) return -1;
    throw brokenWorkbook();
  }
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found < 0 ? -1 : found + end.length;
}

/** An entity may be cut by the end of the chunk. */
function endOfText(text: string, from: number): number {
  const entity = text.lastIndexOf('&');
  const isCut = entity >= from && text.length - entity < LONGEST_ENTITY && !text.includes(';', entity);
  return isCut ? entity : text.length;
}

function resolveEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES.get(name) ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const ATTRIBUTES = new Map<string, RegExp>();

/** @returns the value of an attribute, with or without a namespace prefix; null when it is not there */
export function attributeOf(attributes: string, name: string): string | null {
  let pattern = ATTRIBUTES.get(name);
  if (pattern === undefined) {
    pattern = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    ATTRIBUTES.set(name, pattern);
  }
  const found = pattern.exec(attributes);
  return found === null ? null : resolveEntities(found[1] ?? found[2] ?? '');
}
