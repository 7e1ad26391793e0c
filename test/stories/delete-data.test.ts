// Everything that people and Claude wrote in a job is deleted: here, in Slack and at Anthropic. What it cost stays.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name\nSecretAnn\nBo\n';
/** The beginning of an archive, and nothing more. */
const BROKEN = Buffer.from('PK\x03\x04 no archive');

/** A job that has ended, with its files and first answers in the thread. */
async function ended(world: World): Promise<Message> {
  const start = await world.drop('people.csv', CSV, 'SecretGreet {{name}}');
  const draft = await world.card(start, '"Submit"');
  await world.ana.click(draft, 'Try 2 rows');
  await world.card(start, 'tried at the standard price');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  world.claude.finish();
  await world.cardInTime(start, '2 done');
  await world.inTime('the files', () => world.replies(start).some(({ files }) => files.length === 2));
  await world.cardInTime(start, '2 answers');
  return start;
}

/** Everything in the bot's files, as one text. */
function stored(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('');
}

it('by its owner, after a look at what that means, and nothing of it is left', async () => {
  await using world = await openWorld();
  const { ana, ben, slack, claude, marketing } = world;
  const start = await ended(world);
  await ben.command(marketing, '/batch delete #1');
  await world.whisper(ben, 'was started by somebody else', `<@${ana.id}>`);
  await ana.command(marketing, '/batch delete #1');
  await ana.click(await world.whisper(ana, 'Delete the data of job #1'), 'Delete the data');
  const card = await world.card(start, 'were deleted', '2 done', 'It cost');
  expect(shown(card)).toContain(`by <@${ana.id}> on`);
  expect(shown(card)).not.toContain('"Retry');
  const left = world.replies(start);
  expect(left.flatMap(({ files }) => files.filter(({ deleted }) => !deleted))).toEqual([]);
  expect(left.map(shown).join()).not.toContain('SecretAnn');
  expect(claude.batches()).toEqual([]);
  await ana.command(marketing, '/batch results #1');
  await world.whisper(ana, 'The data of job #1 was deleted');
  await ana.command(marketing, '/batch row #1 2');
  await ana.command(marketing, '/batch retry #1');
  await slack.waitFor(
    'each refusal',
    () =>
      slack.ephemerals(ana).filter((one) => shown(one).includes('The data of job #1 was deleted.')).length ===
      3,
  );
  await ana.command(marketing, '/batch delete #1');
  await world.whisper(ana, 'was deleted already');
  await ana.command(marketing, '/batch usage');
  await world.whisper(ana, 'on 1 job');
  await ana.command(marketing, '/batch list');
  await world.whisper(ana, '*#1* 🗑️ Deleted');
  await slack.settle();
  await world.stopBot();
  expect(stored(join(world.dataDir, 'jobs')) + stored(join(world.dataDir, 'files'))).not.toMatch(
    /Secret(Ann|Greet)/,
  );
  expect(problemsOf(world)).toEqual([]);
});

it('is gone on with after Slack and Anthropic could not be asked, and after a restart', async () => {
  await using world = await openWorld();
  const { ana, slack, claude, marketing } = world;
  const start = await ended(world);
  slack.faults.add({ method: 'files.delete', kind: 'error', error: 'internal_error', times: 3 });
  claude.faults.add({
    method: 'DELETE',
    path: /batches/,
    kind: 'status',
    status: 529,
    errorType: 'overloaded_error',
  });
  await ana.command(marketing, '/batch delete #1');
  await ana.click(await world.whisper(ana, 'Delete the data of job #1'), 'Delete the data');
  await world.whisper(ana, 'is being deleted');
  await world.restart();
  await world.cardInTime(start, 'were deleted');
  expect(claude.batches()).toEqual([]);
  expect(problemsOf(world)).toEqual([]);
});

it('says what of it stays at Anthropic when the bot has another key by now', async () => {
  await using world = await openWorld({ batches: { apiKeys: ['sk-ant-old', 'sk-ant-new'] } });
  const { ana, claude, marketing } = world;
  const start = await ended(world);
  const [batch] = claude.batches();
  await world.stopBot();
  await world.startBot({ ANTHROPIC_API_KEY: 'sk-ant-new' });
  // A key of another workspace does not see it.
  const [path, errorType] = [/batches\/msgbatch/, 'not_found_error'];
  claude.faults.add({ method: 'DELETE', path, kind: 'status', status: 404, errorType });
  await ana.command(marketing, '/batch delete #1');
  await ana.click(await world.whisper(ana, 'Delete the data of job #1'), 'Delete the data');
  await world.cardInTime(start, 'were deleted', 'At Anthropic I could not delete', batch?.id ?? '');
  expect(problemsOf(world)).toEqual([]);
});

it('waits for the end of a job, and leaves drafts to Discard', async () => {
  await using world = await openWorld();
  const { ana, marketing } = world;
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  const draft = await world.card(start, '"Submit"');
  await ana.command(marketing, '/batch delete #1');
  await world.whisper(ana, 'Press Discard on its card');
  await ana.click(draft, 'Submit');
  await world.card(start, 'In progress');
  await ana.command(marketing, '/batch delete #1');
  await world.whisper(ana, 'has not ended', 'Cancel it');
  expect(problemsOf(world)).toEqual([]);
});

it('of a draft that was discarded, with the answers of its trial, and of a file that could not be used', async () => {
  await using world = await openWorld();
  const { ana, marketing } = world;
  const start = await world.drop('people.csv', CSV, 'SecretGreet {{name}}');
  const draft = await world.card(start, '"Submit"');
  await ana.command(marketing, '/batch delete #1');
  await world.whisper(ana, 'is a draft', 'Press Discard');
  await ana.click(draft, 'Try 2 rows');
  await world.card(start, 'With answers like these');
  await ana.click(await world.card(start, '"Discard"'), 'Discard');
  await world.card(start, '🗑️ Discarded', 'It was not submitted. Trying rows cost less than $0.0001.');
  const broken = await world.drop('broken.zip', BROKEN, 'SecretSort {{name}}');
  await world.card(broken, '❌ Failed');
  for (const [number, first] of [
    [1, start],
    [2, broken],
  ] as const) {
    await ana.command(marketing, `/batch delete #${number}`);
    await ana.click(await world.whisper(ana, `Delete the data of job #${number}`), 'Delete the data');
    await world.inTime('its end', () =>
      world.replies(first).some((message) => shown(message).includes('🗑️ Deleted')),
    );
    expect(world.replies(first)).toHaveLength(1);
  }
  world.advance(3 * 24 * 60 * 60_000);
  await world.tick();
  expect(stored(join(world.dataDir, 'jobs'))).not.toMatch(/Secret/);
  expect(stored(join(world.dataDir, 'files'))).not.toMatch(/no archive/);
  expect(problemsOf(world)).toEqual([]);
});

it('not while rows are being tried, whose price is still to be settled', async () => {
  await using world = await openWorld();
  const { ana, claude, marketing } = world;
  const start = await world.drop('people.csv', CSV, 'SecretGreet {{name}}');
  const draft = await world.card(start, '"Submit"');
  claude.faults.add({ method: 'POST', path: /^\/v1\/messages$/, kind: 'delay', delayMs: 1500, times: 2 });
  await ana.click(draft, 'Try 2 rows');
  await claude.waitFor('a call', () => claude.calls.some(({ path }) => path === '/v1/messages'));
  await ana.click(draft, 'Discard');
  await world.card(start, '🗑️ Discarded');
  await ana.command(marketing, '/batch delete #1');
  await world.whisper(ana, 'Rows of job #1 are being tried at the moment');
  await world.cardInTime(start, 'tried at the standard price');
  await ana.command(marketing, '/batch delete #1');
  await ana.click(await world.whisper(ana, 'Delete the data of job #1'), 'Delete the data');
  await world.cardInTime(start, '🗑️ Deleted', 'Trying rows cost');
  await ana.command(marketing, '/batch usage');
  const told = shown(await world.whisper(ana, 'You spent'));
  expect(told).not.toContain('reserved for what still runs');
  expect(problemsOf(world)).toEqual([]);
});
