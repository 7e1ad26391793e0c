// What was spent: by whom and on what, each with what they may see, as a chart, as a file, and once a month by itself.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openWorld, problemsOf, shown, type World, type WorldOptions } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\n';
const DAY_MS = 24 * 60 * 60_000;

/** Ben is the admin; each answer has half a million tokens, so that a job of two rows costs more than two dollars. */
async function openSpent(options: WorldOptions = {}): Promise<World> {
  const world = await openWorld(options);
  await world.stopBot();
  await world.startBot({ ADMINS: world.ben.id });
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  world.claude.finish(undefined, () => ({
    type: 'succeeded',
    usage: { input_tokens: 100, output_tokens: 500_000 },
  }));
  await world.cardInTime(start, '2 done');
  return world;
}

it('shows members their own, and admins everybody’s, with a chart', async () => {
  await using world = await openSpent();
  const { ana, ben, marketing } = world;
  await ben.command(marketing, '/batch usage');
  const whole = await world.whisper(ben, 'The workspace spent', `<@${ana.id}>: $`, '1 job');
  expect(whole.blocks.map(({ type }) => type)).toContain('data_visualization');
  await ben.command(marketing, '/batch usage --by model');
  await world.whisper(ben, '`claude-haiku-5-5`: $');
  await ben.command(marketing, '/batch usage --by job');
  await world.whisper(ben, '`#1`: $');
  await ben.command(marketing, '/batch usage --by channel');
  await world.whisper(ben, `<#${marketing.id}>: $`);
  const cara = world.slack.addPerson('cara');
  cara.join(marketing);
  await cara.command(marketing, '/batch usage');
  await world.whisper(cara, 'You spent nothing in');
  await ana.command(marketing, '/batch usage');
  await world.whisper(ana, 'You spent *$');
  await ana.command(marketing, '/batch usage November');
  await world.whisper(ana, '“November” is no month');
  await ana.command(marketing, '/batch usage 2020-01');
  await world.whisper(ana, 'You spent nothing in *January 2020*');
  expect(problemsOf(world)).toEqual([]);
});

it('tells what is only reserved apart from what is spent', async () => {
  await using world = await openSpent();
  const { ana, marketing } = world;
  const start = await world.drop('people.csv', CSV, 'Greet {{name}} again');
  await ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  await ana.command(marketing, '/batch usage');
  await world.whisper(ana, 'on 2 jobs, and at most $0.0011 more are reserved');
  expect(problemsOf(world)).toEqual([]);
});

it('says the same without a chart where Slack takes none', async () => {
  await using world = await openSpent({ slack: { refusedBlocks: ['data_visualization'] } });
  const { ana, marketing } = world;
  await ana.command(marketing, '/batch usage');
  const told = await world.whisper(ana, 'You spent *$');
  expect(told.blocks.map(({ type }) => type)).not.toContain('data_visualization');
  expect(problemsOf(world)).toEqual([]);
});

it('gives the ledger as a file, where nobody else reads it', async () => {
  await using world = await openSpent();
  const { ana, ben, marketing, slack } = world;
  await ben.command(marketing, '/batch usage --csv yes');
  await world.whisper(ben, 'is not attached in a channel');
  const direct = slack.directMessage(ben);
  await ben.command(direct, '/batch usage --csv yes');
  const message = await slack.waitFor('the file', () =>
    slack.messages(direct).find(({ files }) => files.length === 1),
  );
  expect(message.files[0]?.name).toMatch(/^ledger-20\d\d-\d\d\.csv$/);
  const lines = String(slack.fileContent(message.files[0]?.id ?? '')).split('\n');
  expect(lines[0]).toBe(
    'submitted_at,settled_at,person,channel,job,attempt,kind,model,reserved_usd,cost_usd',
  );
  expect(lines[1]).toMatch(
    new RegExp(`Z,${ana.id},${marketing.id},1,1,batch,claude-haiku-5-5,0\\.\\d{6},0\\.250\\d{3}$`),
  );
  expect(lines).toHaveLength(3);
  // What a bot that is killed leaves behind is gone at the next start; what belongs to jobs is not.
  const handouts = join(world.dataDir, 'files', 'handouts');
  await world.stopBot();
  mkdirSync(handouts, { recursive: true });
  writeFileSync(join(handouts, 'left'), 'a ledger');
  const others = readdirSync(join(world.dataDir, 'files')).filter((name) => name !== 'handouts');
  await world.startBot();
  expect(readdirSync(join(world.dataDir, 'files'))).toEqual(others);
  expect(others.length).toBeGreaterThan(0);
  expect(problemsOf(world)).toEqual([]);
});

it('tells a month once in the channel that the admins chose, and nobody else may choose it', async () => {
  await using world = await openSpent();
  const { ana, ben, marketing, slack } = world;
  await ana.command(marketing, '/batch settings --digest here');
  await world.whisper(ana, 'Only an admin');
  await ben.command(marketing, '/batch settings --digest here');
  await world.whisper(ben, `Each month’s spending is told in <#${marketing.id}>`);
  await world.tick();
  const digests = () =>
    slack.messages(marketing).filter((message) => shown(message).includes('The workspace spent'));
  expect(digests()).toEqual([]);
  world.advance(31 * DAY_MS);
  await world.inTime('the digest', () => digests().length === 1);
  expect(shown(digests()[0] ?? expect.fail())).toContain(`<@${ana.id}>: $`);
  await world.restart();
  await world.tick();
  await slack.settle();
  expect(digests()).toHaveLength(1);
  expect(problemsOf(world)).toEqual([]);
});
