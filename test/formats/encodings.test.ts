// Fifty texts in each of fourteen encodings: every letter is right, or the person is asked to check the letters.
import { describe, expect, it } from 'vitest';
import { readFile } from './fixture.ts';

/** What people write where an encoding is used. */
const WORDS: Record<string, string> = {
  western: 'Größe Straße für Mädchen café déjà naïve señor niño coração ação “quoted” – 20 € Øre Åsa',
  central: 'Żółć gęślą jaźń Příliš žluťoučký kůň Kovács Őrült tükörfúrógép škola život',
  cyrillic: 'Съешь ещё этих мягких французских булок да выпей чаю Київ Привет мир заказ товар',
  greek: 'Καλημέρα κόσμε Ελλάδα τιμή προϊόν ποσότητα Αθήνα',
  turkish: 'Pijamalı hasta yağız şoföre çabucak güvendi İstanbul Iğdır',
  japanese: '折り紙は 紙を折って 作ります。 東京の 天気は晴れです。 カタカナ ひらがな 商品名',
  chinese: '名字 备注 产品 价格 北京 上海 我们 可以 使用 这个 系统 数据 中文 联通',
  taiwanese: '名字 備註 產品 價格 臺北 我們 可以 使用 這個 系統 資料 中文',
  korean: '안녕하세요 세계 제품 가격 서울 사용 데이터 한국어 이름 메모',
};

/** With how many of the fifty are read right: half of them have one to three rows, which is little to guess by. */
const ENCODINGS: [string, string, number][] = [
  ['utf-8', 'japanese', 50],
  ['utf-16le', 'western', 50],
  ['utf-16be', 'chinese', 50],
  ['windows-1252', 'western', 40],
  ['windows-1250', 'central', 20],
  ['iso-8859-2', 'central', 0],
  ['windows-1251', 'cyrillic', 20],
  ['koi8-r', 'cyrillic', 20],
  ['windows-1253', 'greek', 25],
  ['windows-1254', 'turkish', 20],
  ['shift_jis', 'japanese', 20],
  ['iso-2022-jp', 'japanese', 50],
  ['gb18030', 'chinese', 20],
  ['big5', 'taiwanese', 20],
  ['euc-kr', 'korean', 20],
  ['euc-jp', 'japanese', 20],
];
const TEXTS = 50;

/** Bytes of each character, found by decoding all bytes and pairs of bytes: no encoder is at hand. */
function encoderOf(encoding: string): (text: string) => Buffer {
  if (encoding === 'utf-8') return (text) => Buffer.from(text);
  if (encoding === 'utf-16le') return (text) => Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return (text) => Buffer.from(text, 'utf16le').swap16();
  if (encoding === 'iso-2022-jp') return toIso2022Jp;
  const bytesOf = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(encoding, { fatal: true });
  const learn = (bytes: readonly number[]) => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes));
      if ([...text].length === 1 && !bytesOf.has(text)) bytesOf.set(text, bytes);
    } catch {}
  };
  for (let first = 0; first < 256; first++) learn([first]);
  for (let first = 0x81; first < 256; first++)
    for (let second = 0x30; second < 256; second++) learn([first, second]);
  return (text) => Buffer.from([...text].flatMap((char) => bytesOf.get(char) ?? []));
}

let toEuc: ((text: string) => Buffer) | null = null;

/** By way of EUC-JP: the same pairs without their eighth bit, between escapes. */
function toIso2022Jp(text: string): Buffer {
  toEuc ??= encoderOf('euc-jp');
  const encode = toEuc;
  const parts = text.split(/([\x20-\x7e\n]+)/).map((part) => {
    if (/^[\x20-\x7e\n]*$/.test(part)) return Buffer.from(part);
    return Buffer.concat([
      Buffer.from('\x1b$B'),
      encode(part).map((byte) => byte & 0x7f),
      Buffer.from('\x1b(B'),
    ]);
  });
  return Buffer.concat(parts);
}

/** Numbers that are the same in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** A small table of one to forty rows of words, with some ASCII between them. */
function textOf(words: readonly string[], seed: number): string {
  const next = random(seed);
  const pick = () => words[next(words.length)] ?? '';
  const rows = Array.from(
    { length: 1 + next(seed % 2 === 0 ? 3 : 40) },
    (_, row) => `${row},${pick()} ${pick()},${next(999)}`,
  );
  return `id,text,number\n${rows.join('\n')}\n`;
}

describe('a text in', () => {
  it.each(ENCODINGS)('%s is never wrong without a word', async (encoding, language, leastRight) => {
    const encode = encoderOf(encoding);
    const words = (WORDS[language] ?? '').split(' ').filter((word) => {
      const back = new TextDecoder(encoding, { ignoreBOM: true }).decode(encode(word));
      return back === word;
    });
    expect(words.length).toBeGreaterThan(3);
    const tally = { right: 0, told: 0, silent: 0 };
    for (let seed = 1; seed <= TEXTS; seed++) {
      const text = textOf(words, seed);
      const { table, rows } = await readFile('a.csv', encode(text), { format: 'csv' });
      const read = `${[table.columns, ...rows.map(({ cells }) => cells)].map((cells) => cells.join(',')).join('\n')}\n`;
      const isTold = table.notes.some((note) => note.includes('Check the letters'));
      if (read === text) tally.right += 1;
      else if (isTold) tally.told += 1;
      else tally.silent += 1;
    }
    expect(tally.silent).toBe(0);
    // Without this a reader that reads nothing right and always says so would do.
    expect(tally.right).toBeGreaterThanOrEqual(leastRight);
  });
});
