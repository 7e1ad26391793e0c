// A JSON document of any size, walked once: only the values that are wanted are ever put together.
import { jsonParser } from 'stream-json/core/parser.js';
import { UserError } from '../../../core/errors.ts';
import { LONGEST_CHARS } from '../lines.ts';
import { type Assembled, createAssembler, type Token } from './assembler.ts';

export type JsonKind = 'array' | 'object' | 'scalar';

/** A value below the root: an item of a list, an entry of the root object, or the root itself. */
export interface FoundValue extends Assembled {
  /** Its own in the root object, or that of its list there; null when the root is the list. */
  key: string | null;
  /** Counted from 0 within its list, or within the root object. */
  index: number;
  /** Line of the file on which it begins. */
  line: number;
}

export interface JsonVisitor {
  /** @returns whether the root is wanted whole; otherwise what is in it */
  wantsRoot(kind: JsonKind): boolean;
  /** Asked for each key of the root object. @returns whether its value is wanted whole */
  wantsEntry(key: string, index: number, kind: JsonKind): boolean;
  /** Asked for each of the other keys. @returns whether, if it is a list, its items are to be looked at */
  wantsList(key: string, kind: JsonKind): boolean;
  /** @returns whether this item is wanted */
  wantsItem(key: string | null, index: number): boolean;
}

/**
 * @param chunks the document as text, cut anywhere
 * @returns the wanted values, as many at a time as a chunk completes
 * @throws UserError when the text is no JSON, or a text in it is longer than 10 MB
 */
export async function* walkJson(
  chunks: AsyncIterable<string>,
  visitor: JsonVisitor,
): AsyncGenerator<FoundValue[]> {
  const parse = jsonParser({ packValues: true, streamValues: false });
  // What the library says for nothing, and wants to hear at the end.
  const nothing = parse('') as unknown as string;
  const walker = createWalker(visitor);
  let line = 1;
  let charsSinceToken = 0;

  function feed(text: string): void {
    try {
      const tokens = parse(text);
      charsSinceToken = typeof tokens === 'symbol' ? charsSinceToken + text.length : 0;
      if (typeof tokens !== 'symbol') for (const token of tokens.values) walker.take(token as Token, line);
    } catch (error) {
      throw error instanceof UserError ? error : brokenJson(line, error);
    }
    if (charsSinceToken > LONGEST_CHARS) throw tooLong(line);
  }

  for await (const chunk of chunks) {
    // Line by line, because the library does not tell where a token stands.
    for (let at = 0; at < chunk.length; ) {
      const end = chunk.indexOf('\n', at) + 1 || chunk.length;
      feed(chunk.slice(at, end));
      if (chunk[end - 1] === '\n') line += 1;
      at = end;
    }
    const found = walker.found();
    if (found.length > 0) yield found;
  }
  feed(nothing);
  const found = walker.found();
  if (found.length > 0) yield found;
}

interface Walker {
  take(token: Token, line: number): void;
  /** The values since the last call. */
  found(): FoundValue[];
}

/** Follows the tokens and hands those of a wanted value to an assembler. */
function createWalker(visitor: JsonVisitor): Walker {
  const assembler = createAssembler();
  let collected: FoundValue[] = [];
  /** Levels that are walked through, outermost first; `index` is that of the next item. */
  const levels: { kind: 'array' | 'object'; key: string | null; index: number }[] = [];
  let key = '';
  /** Depth inside a value that is taken or skipped; 0 between values. */
  let depth = 0;
  let taken: { key: string | null; index: number; line: number } | null = null;

  /** @returns whether the value that begins with this token is walked into; otherwise it is taken or skipped */
  function entersValue(kind: JsonKind, line: number): boolean {
    const level = levels.at(-1);
    if (level === undefined) {
      if (kind !== 'scalar' && !visitor.wantsRoot(kind)) {
        levels.push({ kind, key: null, index: 0 });
        return true;
      }
      taken = { key: null, index: 0, line };
      return false;
    }
    const index = level.index++;
    if (level.kind === 'object') {
      if (visitor.wantsEntry(key, index, kind)) {
        taken = { key, index, line };
        return false;
      }
      if (!visitor.wantsList(key, kind) || kind !== 'array') return false;
      levels.push({ kind, key, index: 0 });
      return true;
    }
    if (visitor.wantsItem(level.key, index)) taken = { key: level.key, index, line };
    return false;
  }

  return {
    take(token: Token, line: number): void {
      const change = CHANGES[token.name] ?? 0;
      if (depth === 0) {
        if (token.name === 'keyValue') {
          key = String(token.value);
          return;
        }
        if (change < 0) {
          levels.pop();
          return;
        }
        if (entersValue(kindOf(token), line)) return;
      }
      depth += change;
      if (taken === null) return;
      const assembled: Assembled | null = assembler.take(token);
      if (assembled === null) return;
      collected.push({ ...taken, ...assembled });
      taken = null;
    },
    found(): FoundValue[] {
      const found = collected;
      collected = [];
      return found;
    },
  };
}

const CHANGES: Record<string, number> = { startObject: 1, startArray: 1, endObject: -1, endArray: -1 };

function kindOf({ name }: Token): JsonKind {
  if (name === 'startArray') return 'array';
  return name === 'startObject' ? 'object' : 'scalar';
}

function brokenJson(line: number, cause: unknown): UserError {
  return new UserError(
    'broken-json',
    `The JSON cannot be read from line ${line} on.`,
    'Look there for a missing comma, quote or bracket, and drop the file again.',
    { cause },
  );
}

function tooLong(line: number): UserError {
  return new UserError(
    'row-too-long',
    `A text that begins in line ${line} goes on for more than 10 MB.`,
    'Look there for a quote that is not closed, or shorten the text.',
  );
}
