// Answers that are labels, counted: positive 61 · negative 30 · neutral 9.

import type { LabelCounts } from '../result/tally.ts';
import { answerCells } from './answer.ts';
import type { AnswerField } from './answer-fields.ts';

/** As many fields as a card has room for. */
const FIELDS_COUNTED = 3;
/** More kinds of answers than these are no labels. */
const MOST_LABELS = 12;
const LABEL_CHARS = 40;

/** @returns the fields whose values are worth counting */
export function labelFields(fields: readonly AnswerField[]): AnswerField[] {
  return fields.filter(({ type }) => type === 'choice' || type === 'boolean').slice(0, FIELDS_COUNTED);
}

/** @param responses texts of answers. @returns one for each field worth counting; what does not fit is not counted */
export function countFieldLabels(fields: readonly AnswerField[], responses: Iterable<string>): LabelCounts[] {
  const counted = labelFields(fields);
  const sums = counted.map(() => new Map<string, number>());
  for (const response of responses)
    answerCells(counted, response).forEach((cell, index) => {
      const sum = sums[index];
      if (cell !== null && sum !== undefined) addTo(sum, String(cell));
    });
  return counted.map(({ name }, index) => ({ name, counts: sorted(sums[index] ?? new Map()) }));
}

/**
 * @param responses one for each answer; read no further than it takes to see that they are no labels
 * @returns one, for the whole answers; none when they are too many, too long or hardly ever the same
 */
export function countAnswerLabels(responses: Iterable<string>): LabelCounts[] {
  const sums = new Map<string, number>();
  let all = 0;
  for (const response of responses) {
    const label = response.trim();
    if (label === '' || label.length > LABEL_CHARS || label.includes('\n')) return [];
    addTo(sums, label);
    if (sums.size > MOST_LABELS) return [];
    all += 1;
  }
  return all < 2 || sums.size * 2 > all ? [] : [{ name: null, counts: sorted(sums) }];
}

function addTo(sums: Map<string, number>, label: string): void {
  sums.set(label, (sums.get(label) ?? 0) + 1);
}

function sorted(sums: ReadonlyMap<string, number>): LabelCounts['counts'] {
  return [...sums]
    .map(([label, count]) => ({ label, count }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}
