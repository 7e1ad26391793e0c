// Results into PostgreSQL: the same as into SQLite, and healed when the connection is cut in the middle.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NamedSource } from '../../src/core/source/named-source.ts';
import { type ResultRecord, writeResults } from '../../src/databases/write-results.ts';
import { recordsOf } from '../databases/records.ts';
import { type PostgresServer, startPostgres } from './server.ts';

const JOB = { id: 'abcdefghij', number: 42 };
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
  await server.run('CREATE SCHEMA results');
});
afterAll(() => server?.[Symbol.asyncDispose]());

function source(resultsTable: string): NamedSource {
  return { name: 'shop', kind: 'postgres', location: server.url, channels: [], query: null, resultsTable };
}

describe('results in PostgreSQL', () => {
  it('are one row for each request, and the same after doing it again', async () => {
    const target = source('results.batch_results');
    expect(await writeResults(target, JOB, recordsOf(2500))).toEqual({ written: 2500, updated: 0 });
    expect(await writeResults(target, JOB, recordsOf(2500))).toEqual({ written: 0, updated: 2500 });
    const [row] = await server.run(
      "SELECT *, (SELECT count(*)::int FROM results.batch_results) AS n FROM results.batch_results WHERE custom_id = 'abcdefghij-7'",
    );
    expect(row).toEqual({
      n: 2500,
      job: 'abcdefghij',
      job_number: 42,
      custom_id: 'abcdefghij-7',
      status: 'succeeded',
      response: "Answer 7: \ufffd it's “fine”",
      stop_reason: 'end_turn',
      model: 'claude-haiku-5-5',
      input_tokens: '7',
      output_tokens: '14',
      cost_usd: '0.000035',
      error: null,
      attempt: 1,
    });
  });

  it('stay in whole thousands when the server cuts the connection, and are completed by doing it again', async () => {
    const target = source('cut_results');
    function* withCut(): Generator<ResultRecord> {
      for (const record of recordsOf(4000)) {
        if (record.custom_id.endsWith('-2500'))
          server.runNow(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'claude-batches-for-slack'",
          );
        yield record;
      }
    }
    await expect(writeResults(target, JOB, withCut())).rejects.toMatchObject({
      code: 'database',
      message: 'The database shop cannot be reached at the moment.',
    });
    expect(await server.run('SELECT count(*)::int AS n FROM cut_results')).toEqual([{ n: 2000 }]);
    expect(await writeResults(target, JOB, recordsOf(4000))).toEqual({ written: 2000, updated: 2000 });
  });

  it('are refused by a table of another shape, in words', async () => {
    await server.run('CREATE TABLE other_shape (x int)');
    await expect(writeResults(source('other_shape'), JOB, recordsOf(1))).rejects.toMatchObject({
      message: 'The database shop does not take what it was set up with (42703).',
    });
  });
});
