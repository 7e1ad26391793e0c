// One row of the control data is spoilt: its job waits for a human, and everybody else notices nothing.
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\n';

async function runningJob(world: World): Promise<Message> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  return start;
}

/** Changes the control data while the bot is stopped. @returns the id of job #1 */
function poison({ dataDir }: World, sql: string): string {
  const control = new Database(`${dataDir}/control.sqlite`);
  const id = String(control.prepare('SELECT id FROM job WHERE number = 1').pluck().get());
  control.prepare(sql).run(id);
  control.close();
  return id;
}

/** What is spoilt, the statement that does it, and what the person reads who asks for the job. */
const POISONS: [string, string, string][] = [
  ['the state of a job', "UPDATE job SET state = 'exploded' WHERE id = ?", 'cannot be read'],
  ['the settings of a job', "UPDATE job SET settings = '{' WHERE id = ?", 'cannot be read'],
  ['the report of a job', "UPDATE job SET report = '7' WHERE id = ?", 'cannot be read'],
  ['the source of a job', "UPDATE job SET source = 'null' WHERE id = ?", 'cannot be read'],
  ['the state of a message batch', "UPDATE batch SET state = 'exploded' WHERE job_id = ?", 'cannot be read'],
  ['the shape of the source', "UPDATE job SET source = '{}' WHERE id = ?", 'cannot be read'],
  ['the shape of the settings', "UPDATE job SET settings = '{}' WHERE id = ?", 'cannot be read'],
  ['the shape of the counts', "UPDATE batch SET counts = '[]' WHERE job_id = ?", 'cannot be read'],
  ['the counts of a message batch', "UPDATE batch SET counts = 'x' WHERE job_id = ?", 'cannot be read'],
];

describe('a spoilt row', () => {
  it.each(POISONS)(
    '%s stops no other job, is named in the log, and is told to who asks',
    async (_what, sql, words) => {
      await using world = await openWorld();
      const { ana, claude, marketing } = world;
      const [spoilt, other] = [await runningJob(world), await runningJob(world)];
      const card = await world.card(spoilt, '"Cancel"');
      await world.stopBot();
      const id = poison(world, sql);
      world.logLines.length = 0;
      await world.startBot();
      claude.finish();
      await world.cardInTime(other, '2 done');
      await world.inTime('the files', () => world.replies(other).some(({ files }) => files.length === 2));
      expect(errorsAbout(world, id)).not.toEqual([]);

      await ana.command(marketing, '/batch status #1');
      await world.whisper(ana, words, 'operator', 'Error code');
      await ana.command(marketing, '/batch list');
      await world.whisper(ana, 'newest first', '*#2*');
      const before = world.slack.ephemerals(ana).length;
      await ana.click(card, 'Cancel');
      await world.slack.waitFor('an answer to the click', () => world.slack.ephemerals(ana).length > before);
      const third = await runningJob(world);
      claude.finish();
      await world.cardInTime(third, '2 done');
      expect(claude.batches()).toHaveLength(3);
      expect(problemsOf(world)).toEqual([]);
    },
  );

  it.each([
    ['the files of a message', "UPDATE owed_message SET file_ids = '[' WHERE job_id = ?"],
    ['the details of a message', "UPDATE owed_message SET detail = '{' WHERE job_id = ?"],
    ['the state of a message', "UPDATE owed_message SET state = 'exploded' WHERE job_id = ?"],
  ])('%s stops no other job, and is named in the log', async (_what, sql) => {
    await using world = await openWorld();
    const [, other] = [await runningJob(world), await runningJob(world)];
    await world.stopBot();
    const id = poison(world, sql);
    world.logLines.length = 0;
    await world.startBot();
    world.claude.finish();
    await world.cardInTime(other, '2 done');
    expect(errorsAbout(world, id)).not.toEqual([]);
    await world.ana.command(world.marketing, '/batch status #1');
    await world.whisper(world.ana, '#1');
    expect(problemsOf(world)).toEqual([]);
  });

  it('of an event stops no other event, and is given up after an hour', async () => {
    await using world = await openWorld();
    await world.stopBot();
    const control = new Database(`${world.dataDir}/control.sqlite`);
    control.prepare("INSERT INTO event (id, received_at, body) VALUES ('Ev0', ?, '{')").run(Date.now());
    control.close();
    await world.startBot();
    const start = await runningJob(world);
    world.advance(61 * 60_000);
    await world.tick();
    expect(errorsAbout(world, 'Ev0').at(-1)).toContain('"givenUp":true');
    const count = errorsAbout(world, 'Ev0').length;
    await world.tick();
    expect(errorsAbout(world, 'Ev0')).toHaveLength(count);
    world.claude.finish();
    await world.cardInTime(start, '2 done');
    expect(problemsOf(world)).toEqual([]);
  });
});

function errorsAbout({ logLines }: World, id: string): string[] {
  return logLines.filter((line) => line.includes('"level":50') && line.includes(id));
}
