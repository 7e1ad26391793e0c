// Three rows of a draft are answered before it is submitted: the price first, each call once, the answers in the thread.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openSqliteFile } from '../../src/sqlite-file.ts';
import { png } from '../support/documents.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const ROWS = Array.from({ length: 9 }, (_, index) => `Person ${index + 1}`);
const CSV = `name\n${ROWS.join('\n')}\n`;
const ASKED = { method: 'POST' as const, path: /^\/v1\/messages$/ };
const asked = ({ claude }: World) => claude.calls.filter(({ path }) => path === '/v1/messages');

async function draftOf(world: World, prompt = 'Greet {{name}}'): Promise<[start: Message, draft: Message]> {
  const start = await world.drop('people.csv', CSV, prompt);
  return [start, await world.card(start, '"Submit"')];
}

/** The button's label and what it asks to confirm. */
function tryButton(card: Message): string {
  const buttons = card.blocks.flatMap((block) => (block as { elements?: unknown[] }).elements ?? []);
  return JSON.stringify(
    buttons.find((one) => (one as { action_id?: string }).action_id === 'job_try_rows') ?? '',
  );
}

/** What stands in the store when the bot was killed after a click and before its calls. */
function planTrial(world: World): void {
  const file = openSqliteFile(join(world.dataDir, 'control.sqlite'));
  file.exec(`INSERT INTO trial (job_id, revision, seq, state, round, asked_by, preview)
      SELECT id, revision, 4, 'planned', 1, owner_id, '{"line":5,"file":null,"prompt":"Greet Person 4"}' FROM job;
    INSERT INTO owed_message (key, job_id, kind, state, attempts, file_ids, detail)
      SELECT id || ':trial:1:1', id, 'trial', 'owed', 0, '[]', '{"revision":' || revision || '}' FROM job;`);
  file.close();
}

describe('Try 3 rows', () => {
  it('asks rows spread over the file, tells answers and cost in the thread, and makes the price a range', async () => {
    await using world = await openWorld({
      batches: {
        answer: () => ({ text: 'Hello <!channel> *you*', usage: { input_tokens: 20, output_tokens: 200 } }),
      },
    });
    const [start, draft] = await draftOf(world);
    expect(tryButton(draft)).toContain('Try 3 rows');
    expect(tryButton(draft)).toMatch(/for \$0\.\d+ at most/);
    await world.ana.click(draft, 'Try 3 rows');
    await world.whisper(world.ana, 'Claude is answering 3 rows of draft #1', 'for $0.');
    const told = await world.card(start, '3 rows of draft #1', 'tried at the standard price');
    for (const words of ['Line 2', 'Greet Person 1', 'Line 6', 'Greet Person 5', 'Line 10', 'Greet Person 9'])
      expect(shown(told)).toContain(words);
    expect(told.text).not.toContain('<!channel>');
    expect(shown(told)).toContain('20 tokens in');
    const card = await world.card(start, 'Price as a batch: about $', 'the 3 rows tried', '"Submit"');
    expect(tryButton(card)).toBe('""');
    expect(asked(world)).toHaveLength(3);
    expect(world.claude.batches()).toEqual([]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is charged once for the same draft, whoever presses how often, and after a restart', async () => {
    await using world = await openWorld();
    const { ana, ben, marketing } = world;
    const [start, draft] = await draftOf(world);
    await Promise.all(
      [ana, ben, ana, ben].map((person) => person.click(draft, 'Try 3 rows', { stale: true })),
    );
    await world.card(start, 'tried at the standard price');
    await world.card(start, 'the 3 rows tried');
    await world.restart();
    await world.tick();
    await ben.click(draft, 'Try 3 rows', { stale: true });
    await world.whisper(ben, 'were tried already, and nothing has changed since');
    await ana.command(marketing, '/batch try #1');
    await world.whisper(ana, 'were tried already');
    expect(asked(world)).toHaveLength(3);
    expect(
      world.replies(start).filter(({ text }) => text.includes('tried at the standard price')),
    ).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('costs no more than was told, also where the rows that are tried are the dearest, and warns of a budget', async () => {
    await using world = await openWorld({
      batches: { answer: () => ({ text: 'Long', usage: { input_tokens: 20, output_tokens: 60_000 } }) },
    });
    const { ana, ben, marketing } = world;
    await world.stopBot();
    await world.startBot({ ADMINS: ben.id });
    const line = (index: number) => {
      const limits = { model: 'claude-sonnet-5-5', max_tokens: index === 0 ? 60_000 : 10 };
      const messages = [{ role: 'user', content: `Tell ${index}` }];
      return JSON.stringify({ custom_id: `r${index}`, params: { ...limits, messages } });
    };
    const start = await world.drop(
      'ready.jsonl',
      Array.from({ length: 50 }, (_, n) => line(n)).join('\n'),
      'Here they are',
    );
    const draft = await world.card(start, '"Submit"');
    const most = Number(/for \$(\d+\.\d+) at most/.exec(tryButton(draft))?.[1]);
    // The first row alone may have 60,000 tokens at $10 per million.
    expect(most).toBeGreaterThan(0.6);
    await ben.command(marketing, `/batch budget set workspace $${(most * 1.1).toFixed(2)}`);
    await world.whisper(ben, 'The workspace: $0.00 of $0.6');
    await ana.click(draft, 'Try 3 rows');
    const told = await world.card(start, 'tried at the standard price');
    const cost = Number(/Line 1\*.*?\$(\d+\.\d+)/s.exec(shown(told))?.[1]);
    expect(cost).toBeGreaterThan(0.6);
    expect(cost).toBeLessThanOrEqual(most);
    await world.inTime('the warning', () => world.replies(start).some(({ text }) => text.includes(' % of')));
    expect(problemsOf(world)).toEqual([]);
  });

  it('sends each row as its batch would, files and fields included', async () => {
    const params: unknown[] = [];
    await using world = await openWorld({
      batches: {
        answer: (given) => {
          params.push(given);
          return '{"kind":"photo","name":"*A*"}';
        },
      },
    });
    const { ana, marketing, claude } = world;
    const start = await ana.say(marketing, 'pictures', { files: [{ name: 'a.png', content: png(9, 9) }] });
    await world.whisper(ana, 'Start a batch');
    await ana.command(
      marketing,
      '/batch build last --prompt "What is it?" --fields "kind: photo|drawing, name"',
    );
    await world.card(start, '"Submit"', 'Try this row');
    await ana.command(marketing, '/batch try 1');
    const told = await world.card(start, 'tried at the standard price', 'a.png', 'kind: photo\\nname: *A*');
    expect(shown(told)).not.toContain('a.png · 0 tokens');
    await ana.click(await world.card(start, '"Submit"'), 'Submit');
    await claude.waitFor('the message batch', () => claude.batches().length === 1);
    expect(params[0]).toEqual(claude.batches()[0]?.requests[0]?.params);
    expect(JSON.stringify(params[0])).toContain('"base64"');
    expect(problemsOf(world)).toEqual([]);
  });

  it('can be asked again for rows that were refused, which cost nothing', async () => {
    await using world = await openWorld();
    const [start, draft] = await draftOf(world);
    world.claude.faults.add({ ...ASKED, kind: 'status', status: 429, retryAfterSeconds: 5, times: 2 });
    await world.ana.click(draft, 'Try 3 rows');
    const told = await world.card(start, '1 row of draft #1', 'Nothing was charged');
    expect(shown(told)).toContain('taking no more requests');
    await world.ben.click(await world.card(start, 'the 1 row tried', '"Submit"'), 'Try 3 rows');
    await world.card(start, '3 rows of draft #1', 'tried at the standard price');
    await world.card(start, 'the 3 rows tried');
    expect(asked(world)).toHaveLength(5);
    expect(problemsOf(world)).toEqual([]);
  });

  it('of unknown outcome is told and never repeated by itself; an edited draft can be tried anew', async () => {
    await using world = await openWorld();
    const { ana, slack } = world;
    const [start, draft] = await draftOf(world);
    world.claude.faults.add({ ...ASKED, kind: 'reset-after', times: 3 });
    await ana.click(draft, 'Try 3 rows');
    await world.card(start, 'No row of draft #1', 'it is not known whether this row was charged');
    await world.tick();
    await ana.click(draft, 'Try 3 rows', { stale: true });
    await world.whisper(ana, 'were tried already');
    expect(asked(world)).toHaveLength(3);
    await ana.click(draft, 'Edit');
    const modal = await slack.waitFor('the modal', () => slack.openView(ana));
    await ana.submit(modal, { Prompt: 'Praise {{name}}' });
    await ana.click(await world.card(start, 'Praise Person 1', '"Submit"'), 'Try 3 rows');
    await world.card(start, '3 rows of draft #1', 'Praise Person 9');
    expect(asked(world)).toHaveLength(6);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that the bot did not survive is not asked again after its start', async () => {
    await using world = await openWorld();
    const [start, draft] = await draftOf(world);
    world.claude.faults.add({ ...ASKED, kind: 'hang', times: 3 });
    await world.ana.click(draft, 'Try 3 rows');
    await world.claude.waitFor('the calls', () => asked(world).length === 3);
    await world.restart();
    await world.tick();
    await world.card(start, 'No row of draft #1', 'it is not known whether this row was charged');
    expect(asked(world)).toHaveLength(3);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that was begun before the bot was killed is asked after its start, once', async () => {
    await using world = await openWorld();
    const [start] = await draftOf(world);
    await world.stopBot();
    planTrial(world);
    await world.startBot();
    await world.tick();
    await world.card(start, '1 row of draft #1', 'Line 5', 'tried at the standard price');
    await world.tick();
    expect(asked(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is dropped, and costs nothing, where the draft was submitted before its rows were asked', async () => {
    await using world = await openWorld();
    const [start, draft] = await draftOf(world);
    await world.ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    await world.stopBot();
    planTrial(world);
    await world.startBot();
    await world.tick();
    await world.card(start, 'No row of draft #1', 'submitted before this row was asked. Nothing was charged');
    expect(asked(world)).toEqual([]);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that was dropped for a submission which came to nothing can be begun again', async () => {
    await using world = await openWorld();
    const { ana, claude } = world;
    const [start, draft] = await draftOf(world);
    claude.faults.add({ method: 'GET', path: /batches$/, kind: 'delay', delayMs: 1500 });
    const errorType = 'billing_error';
    claude.faults.add({ method: 'POST', path: /batches$/, kind: 'status', status: 402, errorType });
    await ana.click(draft, 'Submit');
    await claude.waitFor('the question before', () => claude.faults.waiting().length === 1);
    planTrial(world);
    await world.tick();
    await world.card(start, 'No row of draft #1');
    await ana.click(await world.cardInTime(start, 'no credit left', '"Submit"'), 'Try 3 rows');
    await world.cardInTime(start, '1 row of draft #1', 'Greet Person 4', 'tried at the standard price');
    expect(asked(world)).toHaveLength(1);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is told once when Slack did not confirm it', async () => {
    await using world = await openWorld();
    const [start, draft] = await draftOf(world);
    world.slack.faults.add({ method: 'chat.postMessage', kind: 'reset-after' });
    await world.ana.click(draft, 'Try 3 rows');
    await world.card(start, 'tried at the standard price');
    for (let turn = 0; turn < 3; turn++) {
      await world.tick();
      world.advance(150_000);
    }
    expect(
      world.replies(start).filter(({ text }) => text.includes('tried at the standard price')),
    ).toHaveLength(1);
    expect(asked(world)).toHaveLength(3);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is for drafts that could be sent, and for those who may see them', async () => {
    await using world = await openWorld();
    const { ana, ben, marketing, slack } = world;
    const start = await world.drop('people.csv', CSV, null);
    const card = await world.card(start, 'Write the prompt');
    expect(tryButton(card)).toBe('""');
    await ana.command(marketing, '/batch try #1');
    await world.whisper(ana, 'cannot be tried yet', 'Press Edit');
    const elsewhere = slack.addChannel('elsewhere', { members: [ben] });
    await ben.command(elsewhere, '/batch try #1');
    await world.whisper(ben, 'There is no job #1 that you can see here');
    expect(asked(world)).toEqual([]);
    expect(problemsOf(world)).toEqual([]);
  });
});
