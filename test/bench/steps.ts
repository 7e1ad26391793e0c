// Each step with 100,000 rows, against the floor and against what people have, in rounds so that all meet the same weather.
import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Measured } from './case.ts';
import { csvOf, requestsOf, resultsOf, SYSTEM } from './data.ts';
import { removeDatabase, runCase, runCurl, runPython, startServer } from './run.ts';
import { atLeast, atMost, type Figure, median, only } from './table.ts';

const ROWS = 100_000;

/** @returns the figures of all steps; @throws when two ways to do the same made different things */
export async function measureSteps(folder: string, rounds: number): Promise<Figure[]> {
  const csv = await csvOf(folder, ROWS);
  const results = await resultsOf(folder, 1, ROWS);
  const body = await requestsOf(folder, csv);
  const server = await startServer(results);
  const { url } = server;
  const at = (name: string) => join(folder, name);
  const jobFile = at('job.sqlite');
  const all = new Map<string, Measured[]>();
  const note = (name: string, measured: Measured | null) => {
    if (measured === null) return measured;
    all.set(name, [...(all.get(name) ?? []), measured]);
    return measured;
  };
  const run = (name: string, input: Parameters<typeof runCase>[1]) => note(name, runCase(name, input));
  let jobBytes = 0;

  for (let round = 1; round <= rounds; round++) {
    run('build: csv-parse alone', { csv });
    removeDatabase(jobFile);
    run('build: ours', { csv, jobFile });
    jobBytes = statSync(jobFile).size;
    note('build: python', runPython('build', csv, at('python.jsonl'), SYSTEM));

    const plan = String(run('check: ours', { jobFile })?.made);
    const sent = run('submit: ours', { jobFile, url, plan });
    run('submit: a ready file piped', { out: body.path, url });
    run('submit: SDK with an array', { csv, url });
    if (sent?.made !== body.sha256) throw new Error('What was sent is not what the SDK would have sent.');

    const first = run('collect: ours', { jobFile, url });
    copyFileSync(jobFile, at('again.sqlite'));
    const again = runCase('collect: ours', { jobFile: at('again.sqlite'), url });
    if (first?.made !== ROWS || again.made !== ROWS) throw new Error('Results are missing.');
    run('collect: decode only', { url });
    removeDatabase(at('python.sqlite'));
    note('collect: python', runPython('collect', results, at('python.sqlite')));
    removeDatabase(at('naive.sqlite'));
    run('collect: SDK and UPDATE by custom_id', { csv, jobFile: at('naive.sqlite'), url });

    run('export: ours', { jobFile, out: at('ours.csv') });
    note('export: python', runPython('export', csv, results, at('python.csv')));

    run('upload: ours', { out: body.path, url });
    run('upload: filesUploadV2', { out: body.path, url });
    note('upload: curl', runCurl(body.path, url));
  }
  server.stop();
  if (readFileSync(at('ours.csv')).length === 0) throw new Error('The export is empty.');
  return figures(all, jobBytes / statSync(csv).size);
}

function figures(all: ReadonlyMap<string, Measured[]>, sizeRatio: number): Figure[] {
  const ms = (name: string) => median((all.get(name) ?? []).map((one) => one.ms));
  const rss = (name: string) => median((all.get(name) ?? []).map((one) => one.rssMb));
  /** A ratio of each round, and of these the median. */
  const ratio = (a: string, b: string) => {
    const others = all.get(b) ?? [];
    return median((all.get(a) ?? []).map((one, round) => one.ms / (others[round]?.ms ?? Number.NaN)));
  };
  const list = [
    atMost(1.7, 'BUILD ÷ csv-parse alone', ratio('build: ours', 'build: csv-parse alone')),
    atMost(1, 'BUILD ÷ the Python script', ratio('build: ours', 'build: python')),
    atMost(1.25, 'BUILD: bytes of the job file ÷ bytes of the CSV', sizeRatio),
    atMost(3, 'SUBMIT ÷ piping a ready file', ratio('submit: ours', 'submit: a ready file piped')),
    atLeast(5, 'SUBMIT: times faster than the SDK', ratio('submit: SDK with an array', 'submit: ours')),
    atMost(200, 'SUBMIT: most memory', rss('submit: ours'), 'MB'),
    only('SUBMIT: most memory of the SDK', rss('submit: SDK with an array'), 'MB'),
    atMost(2.5, 'COLLECT ÷ decoding alone', ratio('collect: ours', 'collect: decode only')),
    atMost(1, 'COLLECT ÷ Python into SQLite, from a local file', ratio('collect: ours', 'collect: python')),
    atLeast(
      4,
      'COLLECT: times faster than results() and UPDATE',
      ratio('collect: SDK and UPDATE by custom_id', 'collect: ours'),
    ),
    atLeast(1.3, 'EXPORT: times faster than the Python join', ratio('export: python', 'export: ours')),
    atMost(0.2, 'UPLOAD: memory ÷ that of filesUploadV2', rss('upload: ours') / rss('upload: filesUploadV2')),
  ];
  if (all.has('upload: curl')) list.push(atMost(2.5, 'UPLOAD ÷ curl', ratio('upload: ours', 'upload: curl')));
  for (const [name] of all) list.push(only(`time of ${name}`, ms(name), 'ms'));
  return list;
}
