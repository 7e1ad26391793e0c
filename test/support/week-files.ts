// The files of a week in one channel, and what Claude says to their rows.
import type { Params } from '../../src/sim/batches/index.ts';

const PRODUCTS = ['Harbor Lamp', 'Tide Chair', 'Cove Desk', 'Reef Shelf', 'Dune Rug'];
const CUSTOMERS = ['Noor', 'Liam', 'Yuki', 'Sofia', 'Tomás', 'Ines', 'Kwame', 'Freja', 'Arjun'];

const OPINIONS = [
  { text: 'Solid wood and a lovely finish', mood: 'good', topic: 'quality' },
  { text: 'It came two weeks late and nobody told me', mood: 'bad', topic: 'delivery' },
  { text: 'Well made, but dear for what it is', mood: 'mixed', topic: 'price' },
  { text: 'Half the price of the shop around the corner', mood: 'good', topic: 'price' },
  { text: 'One leg is shorter than the others', mood: 'bad', topic: 'quality' },
  { text: 'Here on the next day, carried up four floors', mood: 'good', topic: 'delivery' },
  { text: 'The colour is not quite that of the picture', mood: 'mixed', topic: 'quality' },
];

/** @returns a CSV file of reviews, no two rows alike. @param from the number of the first */
export function reviews(rows: number, from = 1): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const n = row + from;
    return `R-${n},${of(PRODUCTS, n)},"${of(OPINIONS, n).text}. Order ${1000 + n}."`;
  });
  return `id,product,review\n${lines.join('\n')}\n`;
}

/** @returns a CSV file of messages to the support, no two rows alike */
export function tickets(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    return `T-${row + 1},${of(CUSTOMERS, row)},"${of(OPINIONS, row).text}. My order is ${5000 + row}."`;
  });
  return `ticket,customer,message\n${lines.join('\n')}\n`;
}

/** @returns what a review says as fields, and a reply to a message */
export function answerOfTheWeek(params: Params): string {
  const prompt = JSON.stringify(params.messages);
  const opinion = OPINIONS.find(({ text }) => prompt.includes(text));
  if (prompt.includes('Reply')) {
    const customer = CUSTOMERS.find((name) => prompt.includes(name)) ?? 'customer';
    return opinion?.mood === 'good'
      ? `Dear ${customer}, thank you: your words made our day.`
      : `Dear ${customer}, we are sorry. We have looked at your order and put it right today.`;
  }
  return JSON.stringify({ mood: opinion?.mood ?? 'mixed', topic: opinion?.topic ?? 'quality' });
}

function of<T>(items: readonly T[], n: number): T {
  return items[n % items.length] as T;
}
