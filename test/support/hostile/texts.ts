// Texts, tables and packed files made to cost time or memory.
import { gzipSync } from 'node:zlib';
import { type HostileUpload, seeded } from './upload.ts';

const MB = 1_000_000;

function file(name: string, what: string, make: () => string | Buffer): HostileUpload {
  return { name, what, make: () => Buffer.from(make()) };
}

function randomBytes(bytes: number, seed: number): Buffer {
  const next = seeded(seed);
  return Buffer.from(Array.from({ length: bytes }, () => Math.floor(next(256))));
}

const tables: HostileUpload[] = [
  file('a.csv', 'a quote that is never closed', () => `a,b\n1,"${'x,\n'.repeat(7 * MB)}`),
  file('a.csv', 'a line of 30 MB', () => `a,b\n1,${'x'.repeat(30 * MB)}\n`),
  file('a.csv', 'a header of 30 MB', () => 'x'.repeat(30 * MB)),
  file('a.csv', 'a header of a million commas', () => ','.repeat(MB)),
  file('a.csv', 'a row of nine million commas', () => `a,b\n${','.repeat(9 * MB)}\n`),
  file('a.csv', '30 MB of quotes', () => `a,b\n${'"'.repeat(30 * MB)}`),
  file('a.csv', '30 MB of line ends', () => `a,b${'\n'.repeat(30 * MB)}`),
  file('a.csv', '20 MB of stray quotes', () => `a,b\n${'x"y,"\n'.repeat(3 * MB)}`),
  file(
    'a.csv',
    'rows of another width each',
    () => `a,b\n${Array.from({ length: 3000 }, (_, index) => ','.repeat(index)).join('\n')}`,
  ),
  file('a.csv', '501 columns', () => Array.from({ length: 501 }, (_, index) => `c${index}`).join(',')),
  file('a.csv', 'a zero in the middle', () => `a,b\n${'1,2\n'.repeat(100)}1,\0\n`),
  file('a.csv', 'a zero after a MB', () => `a,b\n${'1,2\n'.repeat(MB / 4)}1,\0\n`),
  file('a.csv', 'lone carriage returns', () => 'a,b\r1,2\r\r\r3,4'),
  file('a.txt', 'a line of 50 MB', () => 'y'.repeat(50 * MB)),
  file('a.txt', '20 MB of blank lines', () => ' \n'.repeat(10 * MB)),
  file('a.md', 'half of a UTF-16 pair', () => Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00])),
  file('a.csv', 'odd bytes of UTF-16', () =>
    Buffer.concat([Buffer.from('\ufeffa,b\n', 'utf16le'), Buffer.from('x')]),
  ),
  file('a.csv', 'UTF-32', () => Buffer.from('fffe000061000000', 'hex')),
  file('a.csv', 'UTF-8 with one bad byte late', () =>
    Buffer.concat([Buffer.from(`a\n${'é\n'.repeat(MB / 5)}`), Buffer.from([0xe9, 0x0a])]),
  ),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
    file('a.csv', `noise of seed ${seed}`, () => randomBytes(20_000, seed)),
  ),
  file('a.png', 'a picture', () => Buffer.from('89504e470d0a1a0a0000', 'hex')),
  file('a.csv', 'a program', () => Buffer.concat([Buffer.from('\x7fELF'), randomBytes(3000, 9)])),
];

const json: HostileUpload[] = [
  file('a.json', 'a million brackets', () => '['.repeat(MB)),
  file('a.json', 'a million brackets, closed', () => `[${'['.repeat(MB)}${']'.repeat(MB)}]`),
  file('a.json', 'objects a million deep', () => '{"a":'.repeat(MB)),
  file(
    'a.jsonl',
    'a line nested a million deep',
    () => `{"a":${'['.repeat(MB)}${']'.repeat(MB)}}\n{"a":1}\n`,
  ),
  file('a.json', 'a text of 30 MB', () => `["${'x'.repeat(30 * MB)}"]`),
  file('a.json', 'a text that is never closed', () => `[{"a":"${'x'.repeat(30 * MB)}`),
  file('a.json', 'a number of a million digits', () => `[{"a":${'7'.repeat(MB)}}]`),
  file(
    'a.json',
    '200,000 keys',
    () => `[{${Array.from({ length: 200_000 }, (_, index) => `"k${index}":1`).join(',')}}]`,
  ),
  file('a.json', 'a key more in each object', () =>
    JSON.stringify(Array.from({ length: 5000 }, (_, index) => ({ [`k${index}`]: 1 }))),
  ),
  file('a.json', 'one object of 40 MB', () => `{"b":1,"a":[${'[1],'.repeat(10 * MB)}1]}`),
  file('a.json', 'a million zeros', () => `[${'0,'.repeat(MB)}0]`),
  file('a.json', 'a million empty objects', () => `[${'{},'.repeat(MB)}{}]`),
  file('a.json', 'a million line ends', () => `[${'\n'.repeat(MB)}{"a":1}]`),
  file('a.json', 'broken escapes', () => '[{"a":"\\u12"}]'),
  file('a.json', 'half of a pair', () => '[{"a":"\\ud800"}]'),
  file('a.json', 'a key named __proto__', () => '[{"__proto__":{"x":1},"constructor":2}]'),
  file('a.json', 'JSON twice', () => '[{"a":1}]\n[{"a":2}]'),
  file('a.json', 'comments', () => '// hello\n[{"a":1}]'),
  file('a.jsonl', 'a line of 30 MB', () => `{"a":"${'x'.repeat(30 * MB)}"}\n{"a":1}\n`),
  file('a.jsonl', 'a million broken lines', () => '{\n'.repeat(MB)),
];

const packed: HostileUpload[] = [
  file('a.csv.gz', 'a GB of zeros', () => gzipSync(Buffer.alloc(1_000 * MB))),
  file('a.csv.gz', 'a GB of rows', () => gzipSync(Buffer.alloc(1_000 * MB, 'abc,def,ghi\n'))),
  file('a.csv.gz', 'nine MB of zeros', () => gzipSync(Buffer.alloc(9 * MB))),
  file('a.gz', 'packed twice', () => gzipSync(gzipSync('a,b\n'))),
  file('a.gz', 'a head alone', () => Buffer.from('1f8b0800000000000003', 'hex')),
  file('a.gz', 'two bytes', () => Buffer.from('1f8b', 'hex')),
  file('a.gz', 'noise after its head', () =>
    Buffer.concat([Buffer.from('1f8b0800000000000003', 'hex'), randomBytes(5000, 3)]),
  ),
  file('a.gz', 'a name of 10 MB', () =>
    Buffer.concat([Buffer.from('1f8b0808000000000003', 'hex'), Buffer.alloc(10 * MB, 'n')]),
  ),
  file('a.csv.gz', 'noise after its end', () => Buffer.concat([gzipSync('a,b\n1,2\n'), randomBytes(500, 4)])),
  file('a.csv.gz', 'half a second member', () =>
    Buffer.concat([gzipSync('a,b\n1,2\n'), gzipSync('3,4\n').subarray(0, 15)]),
  ),
];

export const texts: readonly HostileUpload[] = [...tables, ...json, ...packed];
