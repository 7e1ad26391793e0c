// The list of message batches: "nothing there" must be true when it is said, for it means "send again".
import { describe, expect, test } from 'vitest';
import { createBatchApi } from '../../src/anthropic/client.ts';
import { startBatches } from '../../src/sim/batches/index.ts';
import { answerJson, failureOf, KEY, type OwnServer, startServer, wireBatch } from './fixture.ts';

describe('newest', () => {
  /** Serves `total` message batches, numbered from the newest, in pages. */
  function startList(total: number): Promise<OwnServer> {
    return startServer((request, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      const from = Number(query.get('after_id')?.slice(3) ?? 0);
      const to = Math.min(total, from + Number(query.get('limit')));
      const data = Array.from({ length: to - from }, (_, index) => wireBatch(`mb_${from + index + 1}`));
      answerJson(response, 200, {
        data,
        has_more: to < total,
        first_id: data[0]?.id,
        last_id: data.at(-1)?.id,
      });
    });
  }

  test('pages until the limit, asking for no more than is wanted', async () => {
    await using server = await startList(5000);
    const found = await createBatchApi(server.connection).newest({ until: null, limit: 2500 });
    expect(found.map(({ id }) => id)).toEqual(Array.from({ length: 2500 }, (_, index) => `mb_${index + 1}`));
    expect(server.requests.map(({ url }) => url?.split('?')[1])).toEqual([
      'limit=1000',
      'limit=1000&after_id=mb_1000',
      'limit=500&after_id=mb_2000',
    ]);
  });

  test('pages are the longest there are, and none is read that nobody asks for', async () => {
    await using server = await startList(2500);
    const sizes: number[] = [];
    for await (const page of createBatchApi(server.connection).pages()) {
      sizes.push(page.length);
      if (sizes.length === 2) break;
    }
    expect(sizes).toEqual([1000, 1000]);
    expect(server.requests).toHaveLength(2);
  });

  test('stops before the batch that is known, and asks no further', async () => {
    await using server = await startList(5000);
    const found = await createBatchApi(server.connection).newest({ until: 'mb_4', limit: 2000 });
    expect(found.map(({ id }) => id)).toEqual(['mb_1', 'mb_2', 'mb_3']);
    expect(server.requests).toHaveLength(1);
  });

  test('an empty list, a short list, nothing wanted', async () => {
    await using sim = await startBatches({ apiKeys: [KEY] });
    const api = createBatchApi({ apiKey: KEY, baseUrl: sim.url });
    expect(await api.newest({ until: null, limit: 10 })).toEqual([]);
    const older = sim.addForeign(1, { atMs: Date.now() - 5000 });
    const newer = sim.addForeign(1);
    const found = await api.newest({ until: null, limit: 10 });
    expect(found.map(({ id }) => id)).toEqual([newer.id, older.id]);
    expect(await api.newest({ until: null, limit: 0 })).toEqual([]);
  });

  test.each([
    ['one bad batch', { data: [wireBatch(), { id: 'x' }], has_more: false }],
    ['no data', { has_more: false }],
    ['no word on more', { data: [] }],
    ['more after nothing', { data: [], has_more: true, last_id: 'x' }],
    ['a list that stands still', { data: [wireBatch('mb_1')], has_more: true, last_id: 'mb_1' }],
  ])('%s is not taken for a shorter list', async (_what, page) => {
    await using server = await startServer((_request, response) => answerJson(response, 200, page));
    const error = await failureOf(createBatchApi(server.connection).newest({ until: null, limit: 9 }));
    expect(error).toMatchObject({ kind: 'unknown', code: 'unreadable-answer' });
  });
});
