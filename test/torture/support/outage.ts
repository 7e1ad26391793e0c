// Everything a person can do while the bot's storage is out: each gets words, nothing is bought, and all goes on after it.

import Database from 'better-sqlite3';
import { expect } from 'vitest';
import type { Channel, Message, Person } from '../../../src/sim/slack/index.ts';
import { withoutFirstRows } from '../../support/first-rows.ts';
import { shown } from '../../support/world.ts';
import type { Town } from './town.ts';

export interface Outage {
  /** What a person has to read, e.g. 'disk of this bot is full'. */
  words: string;
  begin(): void;
  /** Resolves when it is over. */
  end(): Promise<void>;
}

const PATIENCE_MS = 30_000;
const CSV = 'name\nAnn\nBo\n';

/** @param number of this outage in its town, for names that are not taken */
export async function playOutage(town: Town, outage: Outage, number: number): Promise<void> {
  const { slack, claude } = town;
  const ana = slack.addPerson(`ana-${number}`);
  const channel = slack.addChannel(`outage-${number}`, { members: [ana] });
  const running = await drop(town, ana, channel);
  await ana.click(await card(town, running, channel, '"Submit"'), 'Submit');
  await card(town, running, channel, 'In progress');
  const draft = await drop(town, ana, channel);
  const button = await card(town, draft, channel, '"Submit"');
  const before = claude.batches().length;

  outage.begin();
  await ana.click(button, 'Submit');
  await told(town, ana, outage.words, 'Nothing was sent', 'operator');
  await ana.command(channel, '/batch build last Greet {{name}}');
  await told(town, ana, outage.words, 'Error code');
  await ana.command(channel, '/batch list');
  await told(town, ana, 'newest first');
  const dropped = await drop(town, ana, channel);
  await told(town, ana, outage.words, 'Your message waits');
  claude.finish();
  await told(town, ana, outage.words, 'goes on by itself');
  expect(claude.batches()).toHaveLength(before);
  expect(intentsMissing(town)).toEqual([]);
  await outage.end();

  await card(town, running, channel, '2 done');
  const later = await card(town, dropped, channel, '"Submit"');
  await ana.click(await card(town, draft, channel, '"Submit"'), 'Submit');
  await ana.click(later, 'Submit');
  await claude.waitFor('both', () => claude.batches().length === before + 2, PATIENCE_MS);
  await card(town, draft, channel, 'In progress');
  await card(town, dropped, channel, 'In progress');
  claude.finish();
  for (const start of [running, draft, dropped]) {
    await card(town, start, channel, '2 done');
    await slack.waitFor('the files', () => withFiles(town, start, channel).length === 1, PATIENCE_MS);
    expect(withoutFirstRows(town.replies({ channel, start }))).toHaveLength(2);
  }
  expect(claude.batches()).toHaveLength(before + 2);
}

function drop({ slack }: Town, person: Person, channel: Channel): Promise<Message> {
  const files = [{ name: 'people.csv', content: CSV }];
  return person.say(channel, `@${slack.botName} Greet {{name}}`, { files });
}

function card(town: Town, start: Message, channel: Channel, words: string): Promise<Message> {
  const find = () => town.replies({ channel, start }).find((message) => shown(message).includes(words));
  return town.slack.waitFor(`a card with ${words}`, find, PATIENCE_MS);
}

function withFiles(town: Town, start: Message, channel: Channel): Message[] {
  return town.replies({ channel, start }).filter(({ files }) => files.length > 0);
}

async function told({ slack }: Town, person: Person, ...words: string[]): Promise<void> {
  const isIt = (message: Message) => words.every((word) => shown(message).includes(word));
  await slack.waitFor(
    `the words ${words.join(' + ')}`,
    () => slack.ephemerals(person).some(isIt),
    PATIENCE_MS,
  );
}

/** Message batches at Anthropic that no durable intent speaks of: neither under their id nor as under way. */
export function intentsMissing({ claude, dataDir }: Pick<Town, 'claude' | 'dataDir'>): string[] {
  const control = new Database(`${dataDir}/data/control.sqlite`, { readonly: true });
  const known = new Set(
    control.prepare('SELECT remote_id FROM batch WHERE remote_id IS NOT NULL').pluck().all(),
  );
  const underWay = control.prepare("SELECT count(*) FROM batch WHERE state = 'submitting'").pluck().get();
  control.close();
  const orphans = claude.batches().flatMap(({ id }) => (known.has(id) ? [] : [id]));
  return orphans.slice(Number(underWay));
}
