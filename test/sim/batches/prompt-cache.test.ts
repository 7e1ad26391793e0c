// The stand-in's prompt cache: an earlier message batch fills it for later ones, and not for itself.
import { expect, it } from 'vitest';
import { openSim, PARAMS, type Sim } from './fixture.ts';

const LONG = 'Keep to the facts, be brief and friendly. '.repeat(80);
const HOUR_MS = 60 * 60_000;

function marked(text: string, question: string, control: object = { type: 'ephemeral', ttl: '1h' }) {
  const system = [{ type: 'text', text, cache_control: control }];
  return { ...PARAMS, system, messages: [{ role: 'user', content: question }] };
}

/** [read, written for an hour, written for five minutes] of each row, by custom_id. */
async function usesOf(sim: Sim, id: string) {
  sim.finish(id);
  const rows = await sim.rows(id);
  return rows
    .sort((a, b) => a.custom_id.localeCompare(b.custom_id))
    .map(({ result }) => {
      const usage = result.message?.usage;
      const written = usage?.cache_creation as Record<string, number> | null;
      return [
        Number(usage?.cache_read_input_tokens ?? 0),
        written?.ephemeral_1h_input_tokens ?? 0,
        written?.ephemeral_5m_input_tokens ?? 0,
      ];
    });
}

it('is written by each request of a cold message batch, and read by those of a later one', async () => {
  await using sim = await openSim();
  const [first = [], second = []] = await usesOf(sim, await sim.create(marked(LONG, 'a'), marked(LONG, 'b')));
  expect(first).toEqual([0, expect.any(Number), 0]);
  expect(second).toEqual(first);
  const [later, other] = await usesOf(sim, await sim.create(marked(LONG, 'c'), marked(`${LONG}!`, 'c')));
  expect(later).toEqual([first[1], 0, 0]);
  expect(other?.[0]).toBe(0);
  expect(first[1]).toBeGreaterThan(1000);
});

it('forgets after its time, which begins again with each read', async () => {
  let at = Date.UTC(2026, 10, 24);
  await using sim = await openSim({ now: () => at });
  const read = async (control?: object) =>
    (await usesOf(sim, await sim.create(marked(LONG, 'a', control))))[0]?.[0];
  expect(await read()).toBe(0);
  at += HOUR_MS - 1;
  expect(await read()).toBeGreaterThan(0);
  at += HOUR_MS - 1;
  expect(await read()).toBeGreaterThan(0);
  at += HOUR_MS;
  expect(await read()).toBe(0);
  at += HOUR_MS;
  expect(await read({ type: 'ephemeral' })).toBe(0);
  at += 5 * 60_000;
  expect(await read({ type: 'ephemeral' })).toBe(0);
});

it('holds nothing of a short text, of another model, or of a request that failed', async () => {
  await using sim = await openSim();
  expect(await usesOf(sim, await sim.create(marked('Be kind.', 'a')))).toEqual([[0, 0, 0]]);
  const failing = await sim.create(marked(LONG, 'a'));
  sim.finish(failing, () => 'errored');
  const haiku = { ...marked(LONG, 'a'), model: 'claude-haiku-4-5' };
  const sonnet = { ...marked(LONG, 'a'), model: 'claude-sonnet-5' };
  const uses = await usesOf(sim, await sim.create(marked(LONG, 'a'), haiku, sonnet));
  expect(uses.map(([read]) => read)).toEqual([0, 0, 0]);
  expect(uses.map(([, written]) => written !== 0)).toEqual([true, false, true]);
});
