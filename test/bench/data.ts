// The bench's own data: the same bytes on every machine, with quotes, newlines and letters of several scripts.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';

/** What every request of the bench asks; the same words stand in baseline.py. */
export const PROMPT = 'Describe {{name}} of {{category}} in two sentences: {{text}}';
export const SYSTEM = `You write product texts. ${'Keep to the facts, be brief and friendly. '.repeat(22)}`;
export const MODEL = 'claude-haiku-5-5';
export const MAX_TOKENS = 1024;
/** Of the job whose custom_ids stand in the results. */
export const JOB_ID = 'benchjob01';
/** As many requests as the API takes at once. */
export const BATCH_ROWS = 100_000;

const TEXTS = [
  'A long description, with "quotes", a comma and ünïcödé letters. ',
  'Zwei Zeilen:\nso steht es im Katalog, "wie gewachsen". ',
  '日本語の説明文がここに入ります。少し長めです。 ',
  'Прочный, лёгкий и 100% надёжный — so the label. ',
  'Emoji 🚀 and tabs\tinside, nothing special otherwise. ',
  'Plain words fill the rest of the cell until it is long enough. ',
];

/** Numbers that look random and are the same every time (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** @returns the path of a CSV of so many rows, written when it is not there */
export async function csvOf(folder: string, rows: number): Promise<string> {
  const path = join(folder, `rows-${rows}.csv`);
  if (existsSync(path)) return path;
  const random = createRandom(1);
  await writeLines(path, function* () {
    yield 'id,name,category,text\n';
    for (let row = 1; row <= rows; row++) {
      let text = '';
      while (text.length < 240) text += TEXTS[Math.floor(random() * TEXTS.length)];
      yield `${row},Product ${row},category ${row % 17},"${text.replaceAll('"', '""')}"\n`;
    }
  });
  return path;
}

/** @returns the path of shuffled results for rows `first` to `last` of the bench's job; 97 of 100 succeeded */
export async function resultsOf(folder: string, first: number, last: number): Promise<string> {
  const path = join(folder, `results-${first}-${last}.jsonl`);
  if (existsSync(path)) return path;
  const random = createRandom(first);
  const order = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] as number, order[at] as number];
  }
  await writeLines(path, function* () {
    for (const seq of order) yield `${JSON.stringify(resultOf(seq, random))}\n`;
  });
  return path;
}

function resultOf(seq: number, random: () => number) {
  const custom_id = `${JOB_ID}-${seq}`;
  if (random() < 0.03) {
    const error = { details: null, type: 'overloaded_error', message: 'Overloaded' };
    return { custom_id, result: { type: 'errored', error: { type: 'error', error, request_id: null } } };
  }
  let text = '';
  while (text.length < 260) text += TEXTS[Math.floor(random() * TEXTS.length)];
  const usage = {
    input_tokens: 310,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: 80 + Math.floor(random() * 60),
    service_tier: 'batch',
    inference_geo: 'not_available',
  };
  const message = {
    id: `msg_01${String(seq).padStart(22, '0')}`,
    type: 'message',
    role: 'assistant',
    model: MODEL,
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage,
  };
  return { custom_id, result: { type: 'succeeded', message } };
}

async function writeLines(path: string, lines: () => Generator<string>): Promise<void> {
  mkdirSync(join(path, '..'), { recursive: true });
  const out = createWriteStream(path);
  let text = '';
  for (const line of lines()) {
    text += line;
    if (text.length < 256 * 1024) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'finish');
}

/** @returns the body that the SDK would send for these rows, as a file, and its sha256 */
export async function requestsOf(folder: string, csv: string): Promise<{ path: string; sha256: string }> {
  const path = join(folder, 'body.json');
  const settings = { model: MODEL, max_tokens: MAX_TOKENS, system: SYSTEM };
  const requests: object[] = [];
  for await (const [, name, category, text] of createReadStream(csv).pipe(parse({ from_line: 2 }))) {
    const content = `Describe ${name} of ${category} in two sentences: ${text}`;
    const messages = [{ role: 'user', content }];
    requests.push({ custom_id: `${JOB_ID}-${requests.length + 1}`, params: { ...settings, messages } });
  }
  // As the SDK does it: one JSON.stringify over everything.
  const body = JSON.stringify({ requests });
  writeFileSync(path, body);
  return { path, sha256: createHash('sha256').update(body).digest('hex') };
}
