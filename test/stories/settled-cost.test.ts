// What a job really cost and how its answers ended: to the micro-dollar, and each way to end counted apart.
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

/** A row's usage as Anthropic reports it, and its price in micro-dollars, worked out by hand. */
interface Priced {
  what: string;
  usage: Record<string, number | string | Record<string, number>>;
  micros: number;
}

const PLAIN = {
  input_tokens: 1000,
  output_tokens: 1000,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  service_tier: 'batch',
};

/** claude-haiku-5-5: $0.10 in, $0.50 out, five times as much above 100,000 tokens of prompt; half of it in a batch. */
const ROWS: Priced[] = [
  { what: 'plain', usage: PLAIN, micros: 50 + 250 },
  {
    what: 'cached',
    usage: {
      ...PLAIN,
      cache_creation_input_tokens: 3000,
      cache_creation: { ephemeral_5m_input_tokens: 2000, ephemeral_1h_input_tokens: 1000 },
      cache_read_input_tokens: 10_000,
    },
    micros: 50 + 125 + 100 + 50 + 250,
  },
  { what: 'long', usage: { ...PLAIN, input_tokens: 200_000 }, micros: 50_000 + 1250 },
  {
    what: 'long by what was cached',
    usage: { ...PLAIN, cache_read_input_tokens: 100_000 },
    micros: 250 + 2500 + 1250,
  },
  { what: 'kept in the US', usage: { ...PLAIN, inference_geo: 'us' }, micros: 330 },
  {
    what: 'with searches',
    usage: { ...PLAIN, server_tool_use: { web_search_requests: 2 } },
    micros: 300 + 20_000,
  },
];

async function runningJob(world: World, names: string[]): Promise<Message> {
  const start = await world.drop('people.csv', `name\n${names.join('\n')}\n`, 'Greet {{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  return start;
}

/** The cells of one column of the results. */
async function columnOf(world: World, start: Message, column: string): Promise<string[]> {
  const closing = await world.inTime('the files', () =>
    world.replies(start).find(({ files }) => files.length === 2),
  );
  const csv = world.slack.fileContent(closing.files[0]?.id ?? '').toString('utf8');
  const [header = [], ...rows] = parse(csv) as string[][];
  return rows.map((row) => row[header.indexOf(column)] ?? '');
}

describe('an ended job', () => {
  it('tells what it cost to the micro-dollar, with caches, long prompts, the US and web searches', async () => {
    await using world = await openWorld();
    const start = await runningJob(
      world,
      ROWS.map(({ what }) => what),
    );
    world.claude.finish(undefined, (_request, index) => ({
      type: 'succeeded',
      usage: ROWS[index]?.usage ?? {},
    }));
    // 0.076755, rounded up to the fourth digit.
    const card = await world.cardInTime(start, '6 done', 'It cost $0.0768');
    expect(shown(card)).toContain('205,000 tokens in, 6,000 out');
    const cells = await columnOf(world, start, 'cost_usd');
    expect(cells).toEqual(ROWS.map(({ micros }) => (micros / 1_000_000).toFixed(6)));
    expect(cells.reduce((sum, cell) => sum + Number(cell), 0)).toBeCloseTo(0.076755, 9);
    expect(problemsOf(world)).toEqual([]);
  });

  it('counts answers that were cut off, in each of three ways, and refused ones apart from whole ones', async () => {
    const reasons = [
      'end_turn',
      'max_tokens',
      'model_context_window_exceeded',
      'pause_turn',
      'refusal',
      'stop_sequence',
    ];
    await using world = await openWorld();
    const start = await runningJob(world, reasons);
    world.claude.finish(undefined, (_request, index) => ({
      type: 'succeeded',
      stopReason: reasons[index] ?? 'end_turn',
    }));
    const card = await world.cardInTime(start, '*2 done · 3 cut off · 1 refused* of 6 requests');
    expect(shown(card)).toContain('higher limit');
    expect(shown(card)).toContain('declined to answer');
    expect(await columnOf(world, start, 'stop_reason')).toEqual(reasons);
    await world.ana.command(world.marketing, '/batch retry #1 --only cut-off --max-tokens 4000');
    await world.whisper(world.ana, '3 rows would be sent again');
    expect(problemsOf(world)).toEqual([]);
  });
});
