// How often each value was answered, for fields with few different ones.
import { answerCells } from './answer.ts';
import type { AnswerField } from './answer-fields.ts';
import type { LabelCounts } from './tally.ts';

/** As many as a card has room for. */
const FIELDS_COUNTED = 3;

/** @returns the fields whose values are worth counting */
export function labelFields(fields: readonly AnswerField[]): AnswerField[] {
  return fields.filter(({ type }) => type === 'choice' || type === 'boolean').slice(0, FIELDS_COUNTED);
}

/** @param responses texts of answers. @returns one for each field worth counting; what does not fit is not counted */
export function countLabels(fields: readonly AnswerField[], responses: Iterable<string>): LabelCounts[] {
  const counted = labelFields(fields);
  const sums = counted.map(() => new Map<string, number>());
  for (const response of responses)
    answerCells(counted, response).forEach((cell, index) => {
      if (cell !== null) sums[index]?.set(String(cell), (sums[index]?.get(String(cell)) ?? 0) + 1);
    });
  return counted.map(({ name }, index) => ({
    name,
    counts: [...(sums[index] ?? [])]
      .map(([label, count]) => ({ label, count }))
      .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1)),
  }));
}
