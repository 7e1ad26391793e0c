// Fields of the answer as people write them, e.g. 'mood: good|bad, score: number (1 to 10), summary', and back.
import { type AnswerField, type FieldType, fieldKey } from './answer-fields.ts';

/** What a person wrote, or what is wrong with it and what to do. */
export type FieldsRead = { ok: true; fields: AnswerField[] } | Wrong;

interface Wrong {
  ok: false;
  /** What happened, one sentence. */
  message: string;
  /** What to do next, one sentence. */
  next: string;
}

/** More columns than anybody reads; the API takes any number, until the schema is too complex to compile. */
const MOST_FIELDS = 30;
const MOST_CHOICES = 100;
const LONGEST_NAME = 60;
const LONGEST_CHOICE = 100;
const LONGEST_DESCRIPTION = 500;

const TYPE_WORDS: Record<string, FieldType> = {
  text: 'text',
  string: 'text',
  number: 'number',
  decimal: 'number',
  integer: 'integer',
  'whole number': 'integer',
  'yes/no': 'boolean',
  boolean: 'boolean',
  list: 'list',
};

/** The word that is shown for a type; a choice is shown as its values. */
const SHOWN: Record<Exclude<FieldType, 'choice'>, string> = {
  text: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'yes/no',
  list: 'list',
};

const TYPES_SENTENCE = `It can be ${Object.values(SHOWN).join(', ')}, or choices with bars between them: good|bad.`;

/** @param text fields with commas, semicolons or line ends between them; none when it is blank */
export function readFieldsText(text: string): FieldsRead {
  const items = splitItems(text);
  if (items === null) return wrong('A parenthesis was opened but not closed.', 'Close it: score (1 to 10).');
  const fields: AnswerField[] = [];
  for (const item of items) {
    const read = readField(item);
    if ('ok' in read) return read;
    const twin = fields.find(({ name }) => name.toLowerCase() === read.name.toLowerCase());
    if (twin)
      return wrong(`The field “${read.name}” is there twice.`, 'Take one out, or call it something else.');
    const key = fieldKey(
      read.name,
      fields.length + 1,
      fields.map((field) => field.key),
    );
    fields.push({ ...read, key });
  }
  if (fields.length > MOST_FIELDS)
    return wrong(
      `There are ${fields.length} fields, and an answer may have ${MOST_FIELDS} at most.`,
      'Take some out, or make two jobs of it.',
    );
  return { ok: true, fields };
}

/** @returns one field in a line, to be edited and read again */
export function fieldsText(fields: readonly AnswerField[]): string {
  return fields.map(fieldText).join('\n');
}

function fieldText(field: AnswerField): string {
  const { name, type, description } = field;
  const kind = type === 'text' ? '' : `: ${typeWords(field)}`;
  return `${name}${kind}${description === null ? '' : ` (${description})`}`;
}

/** @returns e.g. 'number', 'good|bad' */
export function typeWords({ type, choices }: AnswerField): string {
  return type === 'choice' ? choices.join('|') : SHOWN[type];
}

function wrong(message: string, next: string): Wrong {
  return { ok: false, message, next };
}

/** Splits at commas, semicolons and line ends that stand in no parentheses; null when one is left open. */
function splitItems(text: string): string[] | null {
  const items = [''];
  let depth = 0;
  for (const char of text) {
    if (char === '(') depth += 1;
    if (char === ')') depth = Math.max(0, depth - 1);
    if (depth === 0 && /[,;\n\r]/.test(char)) items.push('');
    else items[items.length - 1] += char;
  }
  if (depth > 0) return null;
  return items.map((item) => item.trim().replace(/^[-•*]\s+/, '')).filter(Boolean);
}

/** What stands outside of parentheses, and in each pair of them; a pair within another is part of it. */
function splitParentheses(item: string): { words: string; inside: string[] } {
  let words = '';
  const inside: string[] = [];
  let depth = 0;
  for (const char of item) {
    if (char === '(') {
      depth += 1;
      if (depth === 1) {
        inside.push('');
        continue;
      }
    } else if (char === ')' && depth > 0) {
      depth -= 1;
      if (depth === 0) continue;
    }
    if (depth > 0) inside[inside.length - 1] += char;
    else words += char;
  }
  return { words, inside };
}

function readField(item: string): Omit<AnswerField, 'key'> | Wrong {
  const { words, inside } = splitParentheses(item);
  const description = oneLine(inside[0] ?? '') || null;
  const colon = words.indexOf(':');
  const name = oneLine(colon < 0 ? words : words.slice(0, colon));
  if (name === '')
    return wrong(`“${item}” has no name for its field.`, 'Write the name first: mood: good|bad.');
  if (colon < 0 && name.includes('|'))
    return wrong(`“${name}” are choices without a name.`, `Write the name before them: mood: ${name}.`);
  if (words.includes(')') || inside.length > 1)
    return wrong(
      `The parentheses of “${name}” cannot be read.`,
      'Put one description in parentheses at the end.',
    );
  if (name.length > LONGEST_NAME)
    return wrong(
      `The name “${name.slice(0, 30)}…” is longer than ${LONGEST_NAME} characters.`,
      'Make it short, and describe it in parentheses.',
    );
  if (description !== null && description.length > LONGEST_DESCRIPTION)
    return wrong(
      `The description of “${name}” is longer than ${LONGEST_DESCRIPTION} characters.`,
      'Say it in the prompt instead.',
    );
  const kind = readType(name, colon < 0 ? 'text' : words.slice(colon + 1));
  return 'ok' in kind ? kind : { name, ...kind, description };
}

function readType(name: string, text: string): Pick<AnswerField, 'type' | 'choices'> | Wrong {
  if (text.includes('|')) return readChoices(name, text);
  const word = oneLine(text).toLowerCase().replace(' / ', '/');
  const type = Object.hasOwn(TYPE_WORDS, word) ? TYPE_WORDS[word] : undefined;
  if (type !== undefined) return { type, choices: [] };
  if (word === '') return wrong(`Nothing stands after the colon of “${name}”.`, TYPES_SENTENCE);
  const [first = '', ...rest] = word.split(' ');
  return wrong(
    `“${oneLine(text)}” is no kind of answer for “${name}”.`,
    Object.hasOwn(TYPE_WORDS, first)
      ? `Put what describes it in parentheses: ${name}: ${first} (${rest.join(' ')}).`
      : TYPES_SENTENCE,
  );
}

function readChoices(name: string, text: string): Pick<AnswerField, 'type' | 'choices'> | Wrong {
  const choices = text.split('|').map(oneLine).filter(Boolean);
  const lower = choices.map((choice) => choice.toLowerCase());
  const twice = choices.find((_, index) => lower.indexOf(lower[index] ?? '') !== index);
  if (twice !== undefined)
    return wrong(`“${name}” has the choice “${twice}” twice.`, 'Take one of them out.');
  if (choices.length < 2)
    return wrong(`“${name}” leaves no choice.`, 'Write at least two values with a bar between: good|bad.');
  if (choices.length > MOST_CHOICES)
    return wrong(
      `“${name}” has ${choices.length} choices, and ${MOST_CHOICES} are the most.`,
      'Put some together, or make it a text.',
    );
  const long = choices.find((choice) => choice.length > LONGEST_CHOICE);
  if (long !== undefined)
    return wrong(
      `A choice of “${name}” is longer than ${LONGEST_CHOICE} characters.`,
      'Make it short, and say in the prompt what it means.',
    );
  return { type: 'choice', choices };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
