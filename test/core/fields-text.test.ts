// Fields of the answer: what people may write, what they are told when it cannot be read, and that nothing is lost on the way back.
import { array, assert, constantFrom, oneof, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFormat, fieldKey, fieldNotes } from '../../src/core/answer/answer-fields.ts';
import { fieldsText, readFieldsText } from '../../src/core/answer/fields-text.ts';
import type { Params } from '../../src/sim/batches/index.ts';
import { checkParams } from '../../src/sim/batches/params/check.ts';

function fieldsOf(text: string) {
  const read = readFieldsText(text);
  if (!read.ok) throw new Error(`${read.message} ${read.next}`);
  return read.fields;
}

describe('fields', () => {
  it('are read from one line or several, with types, choices and descriptions', () => {
    const wanted = [
      { name: 'sentiment', type: 'choice', choices: ['positive', 'negative', 'not sure'], description: null },
      { name: 'score', type: 'number', choices: [], description: '1 to 10, (whole) or not' },
      { name: 'next step', type: 'boolean', choices: [], description: null },
      { name: 'summary', type: 'text', choices: [], description: null },
    ];
    const line =
      'sentiment: positive| negative |not sure, score (1 to 10, (whole) or not): Number,next step: yes / no, summary';
    expect(fieldsOf(line)).toMatchObject(wanted);
    expect(
      fieldsOf(
        '- sentiment: positive|negative|not sure\n\n• score: number (1 to 10, (whole) or not)\r\nnext  step: YES/NO,\nsummary: text',
      ),
    ).toMatchObject(wanted);
    expect(fieldsOf(line.replaceAll(',', ';').replace('10;', '10,'))).toMatchObject(wanted);
  });

  it.each([
    ['a: text', 'text'],
    ['a: string', 'text'],
    ['a: decimal', 'number'],
    ['a: Whole Number', 'integer'],
    ['a: integer', 'integer'],
    ['a: boolean', 'boolean'],
    ['a: list', 'list'],
    ['a: yes|no', 'choice'],
  ])('%s is a %s', (text, type) => expect(fieldsOf(text)).toMatchObject([{ type }]));

  it.each([
    [
      'a: nummer',
      '“nummer” is no kind of answer for “a”. It can be text, number, integer, yes/no, list, or choices',
    ],
    ['a: number 1-10', 'Put what describes it in parentheses: a: number (1-10).'],
    ['a:', 'Nothing stands after the colon of “a”.'],
    [': good|bad', '“: good|bad” has no name for its field. Write the name first'],
    ['(only words)', '“(only words)” has no name'],
    ['good|bad', '“good|bad” are choices without a name. Write the name before them: mood: good|bad.'],
    ['a: good|', '“a” leaves no choice. Write at least two values'],
    ['a: good|bad|Good', '“a” has the choice “Good” twice.'],
    ['a, b, A: number', 'The field “A” is there twice.'],
    ['a (one', 'A parenthesis was opened but not closed.'],
    ['a) b', 'The parentheses of “a) b” cannot be read.'],
    ['a (one) (two)', 'The parentheses of “a” cannot be read.'],
    [
      `a: ${Array.from({ length: 101 }, (_, n) => n).join('|')}`,
      '“a” has 101 choices, and 100 are the most.',
    ],
    [`a: b|${'c'.repeat(101)}`, 'A choice of “a” is longer than 100 characters.'],
    ['x'.repeat(61), 'is longer than 60 characters. Make it short'],
    [`a (${'x'.repeat(501)})`, 'The description of “a” is longer than 500 characters.'],
    [
      Array.from({ length: 31 }, (_, n) => `f${n}`).join(','),
      'There are 31 fields, and an answer may have 30',
    ],
  ])('%s is told', (text, sentence) => {
    const read = readFieldsText(text);
    expect(read.ok ? read.fields : `${read.message} ${read.next}`).toContain(sentence);
  });

  it('are none where nothing is written', () => expect(fieldsOf(' \n, ,')).toEqual([]));

  it('come back as they were, and make a request that the API takes', () => {
    const word = oneof(
      string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      constantFrom('next step', 'Größe', '評価', '__proto__', 'a.b', '1st', 'constructor'),
    ).map((text) => text.replace(/[(),:|\s•*-]/g, 'x'));
    const field = record({
      name: word,
      type: oneof(constantFrom('text', 'number', 'integer', 'yes/no', 'list'), array(word, { maxLength: 4 })),
      description: oneof(constantFrom(''), string({ unit: 'grapheme', maxLength: 20 })),
    }).map(
      ({ name, type, description }) =>
        `${name}: ${typeof type === 'string' ? type : type.join('|')} (${description.replace(/[()]/g, '')})`,
    );
    let readable = 0;
    void assert(
      property(array(field, { minLength: 1, maxLength: 5 }), (lines) => {
        const read = readFieldsText(lines.join('\n'));
        if (!read.ok) return;
        readable += 1;
        expect(readFieldsText(fieldsText(read.fields))).toEqual(read);
        const params: Params = {
          model: 'claude-haiku-5-5',
          max_tokens: 100,
          output_config: { format: answerFormat(read.fields) } as Params,
          messages: [{ role: 'user', content: 'Hi' }],
        };
        expect(checkParams(params, { version: '2026-10-21', betas: [], place: 'batch' })).toBeNull();
        for (const { key } of read.fields) expect(key).toMatch(/^[A-Za-z0-9][A-Za-z0-9_]*$/);
        expect(new Set(read.fields.map(({ key }) => key)).size).toBe(read.fields.length);
      }),
    );
    expect(readable).toBeGreaterThan(20);
  });
});

describe('the key of a field', () => {
  it.each([
    ['mood', [], 'mood'],
    ['next step?', [], 'next_step'],
    ['Größe (cm)', [], 'Gro_e_cm'],
    ['café', [], 'cafe'],
    ['評価', [], 'field_3'],
    ['__proto__', [], 'proto'],
    ['a b', ['a_b', 'a_b_2'], 'a_b_3'],
  ])('%s, after %j, is %s', (name, taken, key) => expect(fieldKey(name, 3, taken)).toBe(key));

  it('is told on the card where it differs from the name', () => {
    const fields = fieldsOf('mood, next step, 評価');
    expect(fieldNotes(fields, false)).toEqual([
      'Claude is asked for “next step” as next_step, “評価” as field_3; the columns of the results keep your names.',
    ]);
    expect(fieldNotes(fieldsOf('mood'), false)).toEqual([]);
    expect(fieldNotes(fields, true)[0]).toContain('are not used');
  });
});

it('the schema names every field, requires it, and tells what its name no longer says', () => {
  expect(answerFormat(fieldsOf('mood: good|bad, 評価: integer (1 to 5), tags: list, ok: yes/no'))).toEqual({
    type: 'json_schema',
    schema: {
      type: 'object',
      properties: {
        mood: { type: 'string', enum: ['good', 'bad'] },
        field_2: { type: 'integer', description: '評価: 1 to 5' },
        tags: { type: 'array', items: { type: 'string' } },
        ok: { type: 'boolean' },
      },
      required: ['mood', 'field_2', 'tags', 'ok'],
      additionalProperties: false,
    },
  });
});
