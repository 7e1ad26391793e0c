// Good files that were cut, flipped or renamed on their way.
import { gzipSync } from 'node:zlib';
import { textRow, workbookOf } from '../workbook.ts';
import { type HostileUpload, seeded } from './upload.ts';

const ROWS = Array.from({ length: 300 }, (_, index) => [
  `Name ${index}`,
  `City ${index * 7}, “x”`,
  String(index / 3),
]);
const CSV = Buffer.from(`name,city,number\n${ROWS.map(([a, b, c]) => `${a},"${b}",${c}`).join('\n')}\n`);
const JSON_LIST = Buffer.from(
  JSON.stringify(
    ROWS.map(([name, city, number]) => ({ name, city, number })),
    null,
    1,
  ),
);

function xlsx(): Promise<Buffer> {
  const rows = ROWS.map((cells, index) => textRow(index + 2, cells)).join('');
  return workbookOf({ sheets: { Data: textRow(1, ['name', 'city', 'number']) + rows } });
}

const GOOD: { name: string; make: () => Buffer | Promise<Buffer>; flips: number }[] = [
  { name: 'table.xlsx', make: xlsx, flips: 70 },
  { name: 'table.csv.gz', make: () => gzipSync(CSV), flips: 20 },
  { name: 'table.json', make: () => JSON_LIST, flips: 15 },
  { name: 'table.csv', make: () => CSV, flips: 10 },
];

/** Cut at each twentieth. */
const cut: HostileUpload[] = GOOD.flatMap(({ name, make }) =>
  Array.from({ length: 19 }, (_, index) => ({
    what: `cut at ${(index + 1) * 5} %`,
    name,
    async make() {
      const whole = await make();
      return whole.subarray(0, Math.floor((whole.length * (index + 1)) / 20));
    },
  })),
);

/** One to twenty bits, by seed. */
const flipped: HostileUpload[] = GOOD.flatMap(({ name, make, flips }) =>
  Array.from({ length: flips }, (_, seed) => ({
    what: `bits flipped by seed ${seed}`,
    name,
    async make() {
      const next = seeded(seed + 1);
      const bytes = Buffer.from(await make());
      for (let flip = 0; flip <= seed % 20; flip++) {
        const at = Math.floor(next(bytes.length));
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(next(8)));
      }
      return bytes;
    },
  })),
);

const renamed: HostileUpload[] = GOOD.flatMap(({ name, make }) =>
  ['a.csv', 'a.xlsx', 'a.json', 'a.gz', 'a.txt', 'a'].map((other) => ({
    what: `${name} renamed`,
    name: other,
    make,
  })),
);

const empty: HostileUpload[] = ['a.csv', 'a.xlsx', 'a.json', 'a.jsonl', 'a.gz', 'a.txt', 'a'].flatMap(
  (name) => [
    { what: 'no bytes', name, make: () => Buffer.alloc(0) },
    { what: 'one zero', name, make: () => Buffer.alloc(1) },
  ],
);

export const damaged: readonly HostileUpload[] = [...cut, ...flipped, ...renamed, ...empty];
