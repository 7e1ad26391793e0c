// What people say to the bot in the thread of a job does what its buttons do; options stand behind a prompt.
import { expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\n';

function say(world: World, start: Message, text: string): Promise<Message> {
  return world.ana.say(world.marketing, `@${world.slack.botName} ${text}`, { threadTs: start.ts });
}

async function ended(world: World): Promise<Message> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  await world.ana.click(await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  return start;
}

it('in words or as a command, without its number, and whatever cannot be understood is answered', async () => {
  await using world = await openWorld();
  const { ana, claude } = world;
  const start = await ended(world);
  await say(world, start, 'how is it going?');
  await world.whisper(ana, 'In progress · #1');
  claude.finish(undefined, ({ customId }) =>
    customId.endsWith('-1')
      ? { type: 'succeeded' }
      : { type: 'errored', errorType: 'api_error', message: 'down' },
  );
  await world.cardInTime(start, 'Done with errors (1/2)');
  await say(world, start, 'please send me xlsx');
  await world.inTime('the workbook', () =>
    world.replies(start).some(({ files }) => files.some(({ name }) => name === 'people-results.xlsx')),
  );
  await say(world, start, 'row 2');
  await world.whisper(ana, 'Greet Ann');
  await say(world, start, 'Retry failed');
  const offer = await world.whisper(ana, '1 row would be sent again, $0.0006 at most');
  expect(claude.batches()).toHaveLength(1);
  await ana.click(offer, 'Retry 1 failed · $0.0006 at most');
  await world.card(start, 'In progress');
  await say(world, start, 'Stop it!');
  await world.card(start, 'Cancelling');
  await say(world, start, 'sing a song');
  await world.whisper(ana, 'I do not know what to do with that for job #1', 'retry failed');
  expect(problemsOf(world)).toEqual([]);
});

it('of several jobs in one thread are asked which one is meant', async () => {
  await using world = await openWorld();
  const { ana, marketing, slack } = world;
  const files = ['one.csv', 'two.csv'].map((name) => ({ name, content: CSV }));
  const start = await ana.say(marketing, `@${slack.botName} Greet {{name}}`, { files });
  await slack.waitFor(
    'both',
    () => world.replies(start).filter((one) => shown(one).includes('"Submit"')).length === 2,
  );
  await say(world, start, 'status');
  await world.whisper(ana, 'In this thread stand several jobs: #2, #1');
  await say(world, start, 'status #1');
  await world.whisper(ana, 'Draft #1');
  await say(world, start, 'submit #1');
  await world.whisper(ana, 'I do not do by words in a thread', '/batch submit');
  expect(world.claude.batches()).toHaveLength(0);
  expect(problemsOf(world)).toEqual([]);
});

it('of a job whose card is the top of the thread, for those who may', async () => {
  await using world = await openWorld();
  const { ana, slack, marketing } = world;
  await ana.say(marketing, 'a file', { files: [{ name: 'people.csv', content: CSV }] });
  await world.whisper(ana, 'Start a batch');
  await ana.command(marketing, '/batch new');
  const form = await slack.waitFor('the window', () =>
    JSON.stringify(slack.openView(ana)?.blocks ?? []).includes('Prompt') ? slack.openView(ana) : undefined,
  );
  await ana.submit(form, {
    Files: { files: [{ name: 'more.csv', content: CSV }] },
    Prompt: 'Greet {{name}}',
  });
  const card = await slack.waitFor('the card', () =>
    slack.messages(marketing).find((message) => shown(message).includes('"Submit"')),
  );
  const guest = slack.addPerson('guest', { role: 'multi-channel guest' });
  guest.join(marketing);
  await guest.say(marketing, `@${slack.botName} status`, { threadTs: card.ts });
  await world.whisper(guest, 'Guests cannot use me');
  await ana.say(marketing, `@${slack.botName} status`, { threadTs: card.ts });
  await world.whisper(ana, 'Draft #1');
  expect(problemsOf(world)).toEqual([]);
});

it('options behind a prompt are those of /batch build, and a wrong one makes no draft', async () => {
  await using world = await openWorld();
  const { ana } = world;
  const start = await world.drop(
    'people.csv',
    CSV,
    'Greet {{name}} --fields "mood: good|bad" —max-tokens 99',
  );
  await world.card(start, '"Submit"', 'Greet Ann', 'at most 99 tokens', 'Answer in columns:', '`mood`');
  await world.drop('people.csv', CSV, 'Greet {{name}} --fields "mood: nummer(x"');
  await world.whisper(ana, 'A parenthesis was opened but not closed');
  await world.drop('people.txt', 'a\nb', 'Greet --split word');
  await world.whisper(ana, '--split cannot be “word”');
  await ana.command(world.marketing, '/batch list');
  const list = await world.whisper(ana, '*#1*');
  expect(shown(list)).not.toContain('*#2*');
  expect(problemsOf(world)).toEqual([]);
});
