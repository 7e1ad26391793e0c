// Text that a spreadsheet program would take for a formula, made harmless, and back again.

/** Signs that begin a formula, as typed, full-width and small. */
const SIGNS = '=+\\-@＝＋－＠﹦﹢﹣﹫';
/** What programs leave out before they look at a cell: spaces of all kinds, controls, marks that are not shown. */
const LEFT_OUT = '\\s\\p{Z}\\p{Cc}\\p{Cf}';
/** Quotes at the beginning count, so that what is guarded can be told from what was there: '=1 becomes ''=1. */
const LIVE = new RegExp(`^'*(?:[\\t\\r\\n]|[${LEFT_OUT}]*[${SIGNS}])`, 'u');
/** A number stays a number: nothing in it is evaluated. */
const NUMBER = /^ *[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Codes of digits and of letters, with what stands after them in ASCII: none begins a formula. */
const DIGITS = [0x30, 0x3c] as const;
const LETTERS = [0x41, 0x7e] as const;

/** @returns whether a spreadsheet program may evaluate a cell with this text (or would, without the quotes before it) */
export function isLive(text: string): boolean {
  const first = text.charCodeAt(0);
  // Nearly every cell ends here: 100,000 rows have a million of them.
  if (first >= LETTERS[0] && first <= LETTERS[1]) return false;
  if (first >= DIGITS[0] && first <= DIGITS[1]) return false;
  return LIVE.test(text) && !NUMBER.test(text);
}

/** @returns the text, with a quote before it when it may be live */
export function guarded(text: string): string {
  return isLive(text) ? `'${text}` : text;
}

/** @returns the text as it was before `guarded` */
export function unguarded(text: string): string {
  return text.startsWith("'") && isLive(text) ? text.slice(1) : text;
}
