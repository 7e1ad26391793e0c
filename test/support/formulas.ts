// Two hundred texts that a spreadsheet program would take for formulas.

const BODIES = [
  '=1+1',
  '=SUM(1,2)',
  '=HYPERLINK("http://example.com","click")',
  "=cmd|' /C calc'!A0",
  '=DDE("cmd";"/C calc";"x")',
  '=WEBSERVICE("http://example.com")',
  '=IMPORTXML("http://example.com","//a")',
  '+1+1',
  "+cmd|' /C calc'!A0",
  '-1+1',
  '-2+3*4',
  "-cmd|' /C calc'!A0",
  '@SUM(1,2)',
  "@cmd|' /C calc'!A0",
  '=2*3',
  '=NOW()',
  '＝1+1',
  '＋1+1',
  '－1+1',
  '＠SUM(1,2)',
];
const BEFORE = ['', ' ', '   ', '\t', '\n', '\r', '\r\n', '\u00a0', '\u200b', "'"];

export const FORMULAS: readonly string[] = BODIES.flatMap((body) => BEFORE.map((before) => before + body));

/** Texts that look like them and are none. */
export const HARMLESS: readonly string[] = [
  '-5',
  '+5',
  ' -5',
  '3.2e-4',
  '-3.2E+4',
  '-.5',
  '1=1',
  'a=b',
  "it's",
  "'quoted'",
  '折り紙',
  '',
];
