// Ways that a job can go, seen through by a person who tries again while the bot is down.
import { join } from 'node:path';
import type { Outcome } from '../../../src/sim/batches/batch.ts';
import type { Channel, Message, Person } from '../../../src/sim/slack/index.ts';
import { openSqliteFile } from '../../../src/sqlite-file.ts';
import { isFirstRows } from '../../support/first-rows.ts';
import { shown } from '../../support/world.ts';
import type { Environment } from './bot-process.ts';
import type { Town } from './town.ts';

export interface Journey {
  name: string;
  env: Environment;
  /** What has to be there in the end. */
  expected: {
    /** How often each row is sent to Anthropic. */
    sent: Record<string, number>;
    closings: number;
    /** Of the rows of the newest results file; of a file that was deleted there are none. */
    statuses: string[];
    /** Messages in the thread besides the card, closing messages and first rows. */
    others?: number;
    /** Rows that are tried at once; a call of unknown outcome is never made again. */
    tried?: number;
  };
  /** Resolves when the person has what they want. */
  play(trip: Trip): Promise<void>;
}

/** One person with one job in one town, and an admin. */
export interface Trip {
  town: Town;
  by: Person;
  boss: Person;
  channel: Channel;
  start: Message;
}

const PATIENCE_MS = 60_000;
const ROWS = ['Ann', 'Bo', 'Cy'];
const once = { Ann: 1, Bo: 1, Cy: 1 };
const OVERLOADED: Outcome = { type: 'errored', errorType: 'overloaded_error', message: 'Overloaded' };

/** A person drops the file. */
export async function setOut(town: Town): Promise<Trip> {
  const by = town.slack.addPerson('ana');
  const boss = town.slack.addPerson('boss', { role: 'admin' });
  const channel = town.slack.addChannel('marketing', { members: [by, boss] });
  const files = [{ name: 'people.csv', content: `name\n${ROWS.join('\n')}\n` }];
  const start = await by.say(channel, `@${town.slack.botName} Greet {{name}}`, { files });
  return { town, by, boss, channel, start };
}

export const JOURNEYS: readonly Journey[] = [
  {
    name: 'one message batch',
    env: {},
    expected: { sent: once, closings: 1, statuses: ['succeeded', 'succeeded', 'succeeded'] },
    async play(trip) {
      await submit(trip, 1);
      trip.town.claude.finish();
      await until(trip, 'done', () => shows(trip, /3 done/) && filesOf(trip) === 2);
    },
  },
  {
    name: 'a retry at the end',
    env: {},
    expected: { sent: { ...once, Bo: 2 }, closings: 2, statuses: ['succeeded', 'succeeded', 'succeeded'] },
    async play(trip) {
      const { claude } = trip.town;
      await submit(trip, 1);
      claude.finish(undefined, (_request, index) => (index === 1 ? OVERLOADED : 'succeeded'));
      await until(trip, 'the first files', () => shows(trip, /Done with errors/) && filesOf(trip) === 2);
      await press(
        trip,
        /Retry 1 failed · [^"]+/,
        () => claude.batches().length > 1 || shows(trip, /attempt 2/),
      );
      await claude.waitFor('the retry', () => claude.batches().length > 1, PATIENCE_MS);
      claude.finish();
      await until(trip, 'all done', () => shows(trip, /3 done/) && filesOf(trip) === 4);
    },
  },
  {
    name: 'two message batches',
    env: { MAX_BATCH_REQUESTS: '2' },
    expected: { sent: once, closings: 1, statuses: ['succeeded', 'succeeded', 'succeeded'] },
    async play(trip) {
      await submit(trip, 2);
      trip.town.claude.finish();
      await until(trip, 'done', () => shows(trip, /3 done/) && filesOf(trip) === 2);
    },
  },
  {
    name: 'a cancel',
    env: {},
    expected: { sent: once, closings: 1, statuses: ['canceled', 'canceled', 'canceled'] },
    async play(trip) {
      const { claude } = trip.town;
      await submit(trip, 1);
      await until(trip, 'in progress', () => shows(trip, /"Cancel"/));
      await press(trip, /Cancel/, () => shows(trip, /Cancelling|Cancelled/));
      const isCanceling = () => claude.batches().every(({ status }) => status === 'canceling');
      await claude.waitFor('the cancel', isCanceling, PATIENCE_MS);
      claude.finish();
      await until(trip, 'cancelled', () => shows(trip, /Cancelled/) && filesOf(trip) === 2);
    },
  },
  {
    name: 'an approval',
    env: {},
    expected: { sent: once, closings: 1, statuses: ['succeeded', 'succeeded', 'succeeded'], others: 1 },
    async play(trip) {
      const { boss, town } = trip;
      await type(trip, boss, '/batch settings --approval-above $0', /everything that costs money/);
      await press(trip, /Submit/, () => shows(trip, /Needs approval/));
      const isSent = () => shows(trip, /In progress|Checking|Submitting|with Anthropic/);
      await press(trip, /Approve/, isSent, boss);
      await town.claude.waitFor('the message batch', () => town.claude.batches().length >= 1, PATIENCE_MS);
      town.claude.finish();
      await until(trip, 'done', () => shows(trip, /3 done/) && filesOf(trip) === 2);
    },
  },
  {
    name: 'a trial',
    env: {},
    expected: {
      sent: once,
      closings: 1,
      statuses: ['succeeded', 'succeeded', 'succeeded'],
      others: 1,
      tried: 3,
    },
    async play(trip) {
      const isTried = () => shows(trip, /tried at the standard price|No row of draft/);
      await press(trip, /Try 3 rows/, isTried);
      await submit(trip, 1);
      trip.town.claude.finish();
      await until(trip, 'done', () => shows(trip, /3 done/) && filesOf(trip) === 2);
    },
  },
  {
    name: 'a refusal',
    env: {},
    expected: { sent: once, closings: 1, statuses: ['succeeded', 'succeeded', 'succeeded'] },
    async play(trip) {
      const { claude } = trip.town;
      const errorType = 'billing_error';
      claude.faults.add({ method: 'POST', path: /batches$/, kind: 'status', status: 402, errorType });
      const isSent = () => shows(trip, /In progress|Checking|with Anthropic/);
      await press(trip, /Submit/, () => isSent() || shows(trip, /no credit left/));
      await submit(trip, 1);
      claude.finish();
      await until(trip, 'done', () => shows(trip, /3 done/) && filesOf(trip) === 2);
    },
  },
  {
    name: 'a schedule',
    env: {},
    expected: { sent: once, closings: 1, statuses: ['succeeded', 'succeeded', 'succeeded'], others: 1 },
    async play(trip) {
      const { by, town } = trip;
      await until(trip, 'a draft', () => shows(trip, /"Submit"/));
      await type(trip, by, '/batch recipe save greetings #1', /`greetings` · version/);
      for (const make = '/batch schedule greetings newest "0 7 * * *" --up-to $1'; ; ) {
        const list = await type(trip, by, '/batch schedule', /There are no schedules|greetings/);
        if (/of the newest file/.test(list)) break;
        await by.command(trip.channel, make).catch(() => {});
      }
      bringForward(town);
      // What comes of it stands below a card of its own.
      trip.start = await town.slack.waitFor('the card', () => ownCards(trip)[0], PATIENCE_MS);
      await town.claude.waitFor('the run', () => town.claude.batches().length > 0, PATIENCE_MS);
      town.claude.finish();
      await until(trip, 'done', () => shows(trip, /3 done/) && filesOf(trip) === 2);
      await until(trip, 'the word', () => shows(trip, /Schedule 1 made job #2/));
      if (ownCards(trip).length > 1) throw new Error('The time of the schedule made two cards.');
    },
  },
  {
    name: 'a deletion',
    env: {},
    expected: { sent: { Ann: 0, Bo: 0, Cy: 0 }, closings: 1, statuses: [] },
    async play(trip) {
      const { by, town } = trip;
      await submit(trip, 1);
      town.claude.finish();
      await until(trip, 'done', () => shows(trip, /3 done/) && filesOf(trip) === 2);
      await until(trip, 'the first rows', () => repliesTo(trip).some(isFirstRows));
      const isDeleted = () => shows(trip, /Deleted/) && shows(trip, /answers were deleted/);
      while (!isDeleted()) {
        await type(trip, by, '/batch delete #1', /Delete the data of job #1|was deleted already/);
        const asked = town.slack.ephemerals(by).findLast((one) => /"Delete the data"/.test(shown(one)));
        if (asked) await by.click(asked, 'Delete the data').catch(() => {});
        await town.slack.waitFor('the end of the data', isDeleted, 3000).catch(() => {});
      }
    },
  },
];

/** The bot's messages in the thread. */
export function repliesTo({ town, channel, start }: Trip): Message[] {
  return town.replies({ channel, start });
}

async function submit(trip: Trip, batches: number): Promise<void> {
  const { claude } = trip.town;
  await press(trip, /Submit/, () => shows(trip, /In progress|Checking|Submitting|with Anthropic/));
  await claude.waitFor('the message batches', () => claude.batches().length >= batches, PATIENCE_MS);
}

/** Types until one more answer shows the words: a command while the bot is down fails. @returns that answer */
async function type({ town, channel }: Trip, person: Person, line: string, words: RegExp): Promise<string> {
  const answers = () =>
    town.slack
      .ephemerals(person)
      .map(shown)
      .filter((text) => words.test(text));
  const before = answers().length;
  while (answers().length === before) {
    await person.command(channel, line).catch(() => {});
    await town.slack.waitFor(line, () => answers().length > before, 3000).catch(() => {});
  }
  return answers().at(-1) ?? '';
}

/** The time of the schedule is come: nobody here waits until seven in the morning. */
function bringForward({ dataDir }: Town): void {
  const file = openSqliteFile(join(dataDir, 'data', 'control.sqlite'));
  file.prepare('UPDATE schedule SET next_at = ? WHERE last_at IS NULL').run(Date.now() - 1000);
  file.close();
}

/** Cards that are the top of a thread. */
function ownCards({ town, channel }: Trip): Message[] {
  const { slack } = town;
  return slack
    .messages(channel)
    .filter(({ user, threadTs }) => user === slack.botUserId && threadTs === undefined);
}

/** Presses until it shows: a click while the bot is down fails, and the person clicks again. */
async function press(trip: Trip, label: RegExp, isTaken: () => boolean, person = trip.by): Promise<void> {
  const { slack } = trip.town;
  const button = new RegExp(`"text":"(${label.source})"`);
  const card = () => repliesTo(trip).find((message) => button.test(shown(message)));
  while (!isTaken()) {
    const found = await slack.waitFor(`a button ${label}`, () => isTaken() || card(), PATIENCE_MS);
    if (found === true) return;
    const text = button.exec(shown(found))?.[1] ?? '';
    await person.click(found, text).catch(() => {});
    await slack.waitFor('a change', () => isTaken() || undefined, 1500).catch(() => {});
  }
}

async function until({ town }: Trip, what: string, isSo: () => boolean): Promise<void> {
  await town.slack.waitFor(what, () => isSo() || undefined, PATIENCE_MS);
}

function shows(trip: Trip, words: RegExp): boolean {
  return repliesTo(trip).some((message) => words.test(shown(message)));
}

function filesOf(trip: Trip): number {
  return repliesTo(trip).flatMap(({ files }) => files).length;
}
