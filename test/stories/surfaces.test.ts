// Where people hear what: for one person's eyes, in the thread, in the channel, or in a direct message; each kind of word has its place.
import { expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\n';

interface Town {
  world: World;
  /** Of a draft, #1. */
  draft: Message;
}

type Surface = 'ephemeral' | 'thread' | 'channel' | 'direct';

/** What is said · where it is heard, and nowhere else · by these words · when this is done. */
const SURFACES: [string, Surface, string, (town: Town) => Promise<unknown>][] = [
  [
    'help',
    'ephemeral',
    'How it goes',
    ({ world: { ana, marketing } }) => ana.command(marketing, '/batch help'),
  ],
  [
    'a wrong word',
    'ephemeral',
    'Did you mean',
    ({ world: { ana, marketing } }) => ana.command(marketing, '/batch lsit'),
  ],
  [
    'a list',
    'ephemeral',
    'newest first',
    ({ world: { ana, marketing } }) => ana.command(marketing, '/batch list'),
  ],
  [
    'one row',
    'ephemeral',
    'Greet Bo',
    ({ world: { ana, marketing } }) => ana.command(marketing, '/batch row #1 3'),
  ],
  [
    'what a month cost',
    'ephemeral',
    'spent',
    ({ world: { ana, marketing } }) => ana.command(marketing, '/batch usage'),
  ],
  [
    'settings',
    'ephemeral',
    'This channel',
    ({ world: { ana, marketing } }) => ana.command(marketing, '/batch settings'),
  ],
  [
    'a denial',
    'ephemeral',
    'Only an admin',
    ({ world: { ana, marketing } }) => ana.command(marketing, '/batch budget set here $5'),
  ],
  [
    'an offer',
    'ephemeral',
    'Start a batch',
    ({ world: { ana, marketing } }) =>
      ana.say(marketing, '', { files: [{ name: 'quiet.csv', content: CSV }] }),
  ],
  [
    'a mention without a file',
    'ephemeral',
    'Drop',
    ({ world: { ana, marketing, slack } }) => ana.say(marketing, `@${slack.botName} hello`),
  ],
  [
    'words in the thread that mean nothing',
    'ephemeral',
    'I do not know what to do',
    ({ world: { ana, marketing, slack }, draft }) =>
      ana.say(marketing, `@${slack.botName} sing`, { threadTs: draft.threadTs ?? '' }),
  ],
  [
    'a dropped file',
    'thread',
    '"Submit"',
    ({ world: { ana, marketing, slack } }) =>
      ana.say(marketing, `@${slack.botName} Greet {{name}}`, { files: [{ name: 'two.csv', content: CSV }] }),
  ],
  [
    'rows that are tried',
    'thread',
    'With answers like these',
    ({ world: { ana }, draft }) => ana.click(draft, 'Try 2 rows'),
  ],
  ['the results', 'thread', 'The files hold', submitAndFinish],
  [
    'a command that makes a draft of a file',
    'thread',
    '"Submit"',
    ({ world: { ana, marketing } }) => ana.command(marketing, '/batch build last --prompt "Salute {{name}}"'),
  ],
  [
    'help to words in a direct message',
    'ephemeral',
    'Drop',
    ({ world: { ana, slack } }) => ana.say(slack.directMessage(ana), 'hello'),
  ],
  [
    'the end, for whoever wants it there',
    'direct',
    'Open its card',
    async (town) => {
      await town.world.ana.command(town.world.marketing, '/batch settings --notify direct');
      await town.world.whisper(town.world.ana, '*You*');
      await submitAndFinish(town);
    },
  ],
];

it.each(SURFACES)('%s is heard here: %s', async (_what, surface, words, act) => {
  await using world = await openWorld();
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  const draft = await world.card(start, '"Submit"');
  const before = new Set(everything(world).map(({ key }) => key));
  await act({ world, draft });
  const found = await world.inTime('the words', () =>
    everything(world).find((one) => !before.has(one.key) && one.text.includes(words)),
  );
  expect(found.surface).toBe(surface);
  const where = everything(world).filter((one) => !before.has(one.key) && one.text.includes(words));
  expect(new Set(where.map((one) => one.surface))).toEqual(new Set([surface]));
  expect(problemsOf(world)).toEqual([]);
});

async function submitAndFinish({ world, draft }: Town): Promise<void> {
  await world.ana.click(draft, 'Submit');
  await world.slack.waitFor('the message batch', () => world.claude.batches().length === 1);
  world.claude.finish();
}

/** Every message of the bot, and where it is heard. A reply that was edited is one that is new. */
function everything({ slack, ana, ben, marketing }: World) {
  const own = slack.directMessage(ana);
  const public_ = slack.messages(marketing).filter(({ user }) => user === slack.botUserId);
  const direct = slack.messages(own).filter(({ user }) => user === slack.botUserId);
  const whispers = [ana, ben].flatMap((person) => slack.ephemerals(person));
  const of = (surface: Surface) => (message: Message) => ({
    surface,
    text: shown(message),
    key: `${message.channel} ${message.ts} ${message.text}`,
  });
  return [
    ...public_.filter(({ threadTs, ts }) => threadTs !== undefined && threadTs !== ts).map(of('thread')),
    ...public_.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts).map(of('channel')),
    ...direct.map(of('direct')),
    ...whispers.map(of('ephemeral')),
  ];
}
