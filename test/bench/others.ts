// The same work by the bare libraries, as the floor, and as most people would write it first.
import { createReadStream, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import Anthropic from '@anthropic-ai/sdk';
import { WebClient } from '@slack/web-api';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse';
import { createLineSplitter } from '../../src/anthropic/line-splitter.ts';
import type { Cases } from './case.ts';
import { JOB_ID, MAX_TOKENS, MODEL, SYSTEM } from './data.ts';

export const others: Cases = {
  'build: csv-parse alone':
    ({ csv }) =>
    async () => {
      let rows = -1;
      for await (const _row of createReadStream(csv).pipe(parse({ bom: true }))) rows += 1;
      return rows;
    },

  'submit: a ready file piped':
    ({ out, url }) =>
    () =>
      postPiped(url, out),

  'submit: SDK with an array':
    ({ csv, url }) =>
    async () => {
      const client = new Anthropic({ apiKey: 'sk-ant-bench', baseURL: url, maxRetries: 0 });
      const batch = await client.messages.batches.create({ requests: await requestsOf(csv) });
      return batch.id;
    },

  'collect: decode only':
    ({ url }) =>
    async () => {
      const splitter = createLineSplitter(1e8);
      let lines = 0;
      for await (const chunk of (await get(`${url}/v1/messages/batches/b/results`)) as AsyncIterable<Buffer>)
        for (const line of splitter.push(chunk)) if (line !== null && JSON.parse(line.toString())) lines += 1;
      return lines;
    },

  'collect: SDK and UPDATE by custom_id': async ({ csv, jobFile, url }) => {
    const file = new Database(jobFile);
    file.pragma('journal_mode = WAL');
    file.exec('CREATE TABLE request (custom_id TEXT PRIMARY KEY, row TEXT, status TEXT, response TEXT)');
    const insert = file.prepare('INSERT INTO request (custom_id, row) VALUES (?, ?)');
    const requests = await requestsOf(csv);
    file.transaction(() => {
      for (const { custom_id, params } of requests) insert.run(custom_id, JSON.stringify(params.messages));
    })();
    const update = file.prepare('UPDATE request SET status = ?, response = ? WHERE custom_id = ?');
    const client = new Anthropic({ apiKey: 'sk-ant-bench', baseURL: url });
    return async () => {
      let rows = 0;
      file.exec('BEGIN');
      for await (const { custom_id, result } of await client.messages.batches.results('msgbatch_bench')) {
        const [block] = result.type === 'succeeded' ? result.message.content : [];
        update.run(result.type, block?.type === 'text' ? block.text : null, custom_id);
        rows += 1;
        if (rows % 1000 === 0) file.exec('COMMIT; BEGIN');
      }
      file.exec('COMMIT');
      return rows;
    };
  },

  'upload: filesUploadV2':
    ({ out, url }) =>
    async () => {
      const client = new WebClient('xoxb-bench', { slackApiUrl: `${url}/api/` });
      await client.filesUploadV2({ file: out, filename: 'results.csv', channel_id: 'C0BENCH' });
      return statSync(out).size;
    },
};

/** The requests as a script would build them. */
async function requestsOf(csv: string) {
  const requests = [];
  for await (const [, name, category, text] of createReadStream(csv).pipe(parse({ from_line: 2 }))) {
    const content = `Describe ${name} of ${category} in two sentences: ${text}`;
    const messages = [{ role: 'user' as const, content }];
    requests.push({
      custom_id: `${JOB_ID}-${requests.length + 1}`,
      params: { model: MODEL, max_tokens: MAX_TOKENS, system: SYSTEM, messages },
    });
  }
  return requests;
}

async function postPiped(url: string, path: string): Promise<number> {
  const headers = { 'content-type': 'application/json', 'content-length': statSync(path).size };
  const call = request(`${url}/v1/messages/batches`, { method: 'POST', headers });
  const answer = new Promise<IncomingMessage>((resolve) => call.once('response', resolve));
  await pipeline(createReadStream(path), call);
  for await (const _chunk of await answer);
  return headers['content-length'];
}

function get(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => request(url, resolve).once('error', reject).end());
}
