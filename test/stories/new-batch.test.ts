// A batch begun in a window: by command, by shortcut, from the Home tab, and of a message's files, also in a thread.
import { expect, it } from 'vitest';
import { ACCEPTED_FILES } from '../../src/slack/views/accepted-files.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const FILE = { name: 'people.csv', content: 'name\nAnn\nBo\n' };

type Window = NonNullable<ReturnType<World['slack']['openView']>>;

/** Waits until the person's window shows all of these words. */
function window(world: World, person: World['ana'], ...words: string[]): Promise<Window> {
  return world.slack.waitFor(`a window with ${words.join(' + ')}`, () => {
    const view = world.slack.openView(person);
    const text = JSON.stringify(view?.blocks ?? []);
    return view !== undefined && words.every((word) => text.includes(word)) ? view : undefined;
  });
}

it('a command opens it, and the draft is made where it was typed', async () => {
  await using world = await openWorld();
  const { ana, slack, marketing } = world;
  await ana.command(marketing, '/batch new');
  const form = await window(world, ana, 'Prompt', `at most 10 MB: ${ACCEPTED_FILES}.`);
  await ana.submit(form, { Files: { files: [FILE] }, Prompt: 'Greet {{name}}' });
  await window(world, ana, 'Draft #1 is being made', `<#${marketing.id}>`);
  const draft = await slack.waitFor('the draft', () =>
    slack.messages(marketing).find((message) => shown(message).includes('"Submit"')),
  );
  expect(shown(draft)).toContain('Greet Ann');
  await ana.click(draft, 'Submit');
  await slack.waitFor('its start', () =>
    slack.messages(marketing).some((message) => shown(message).includes('In progress')),
  );
  expect(world.claude.batches()).toHaveLength(1);
  expect(problemsOf(world)).toEqual([]);
});

it('a shortcut and the Home tab open it with a choice of the channel, where the bot has to be a member', async () => {
  await using world = await openWorld();
  const { ana, slack, marketing } = world;
  await ana.shortcut('new_batch');
  await ana.submit(await window(world, ana, 'Prompt'), { Files: { files: [FILE] }, Channel: marketing.id });
  await window(world, ana, 'Draft #1 is being made');
  await slack.waitFor('the draft', () =>
    slack.messages(marketing).some((message) => shown(message).includes('Write the prompt')),
  );
  const elsewhere = slack.addChannel('elsewhere', { members: [ana], bot: false });
  await ana.openHome();
  const home = await slack.waitFor('the tab', () => slack.homeView(ana));
  await ana.click(home, 'New batch');
  await ana.submit(await window(world, ana, 'Prompt'), { Files: { files: [FILE] }, Channel: elsewhere.id });
  await window(world, ana, 'I am not a member of this conversation', '/invite');
  expect(problemsOf(world)).toEqual([]);
});

it('the files of a message become a draft in its thread, once', async () => {
  await using world = await openWorld();
  const { ana, ben, slack, marketing } = world;
  const start = await ana.say(marketing, 'here they are');
  const reply = await ana.say(marketing, 'the names', { files: [FILE], threadTs: start.ts });
  await ben.messageShortcut(start, 'batch_files');
  await window(world, ben, 'This message has no files');
  await ben.messageShortcut(reply, 'batch_files');
  await ben.submit(await window(world, ben, '*people.csv*'), { Prompt: 'Greet {{name}}' });
  await window(world, ben, 'Draft #1 is being made');
  await world.card(start, '"Submit"', 'Greet Ann');
  await ana.messageShortcut(reply, 'batch_files');
  await ana.submit(await window(world, ana, '*people.csv*'), {});
  await window(world, ana, 'These files are a job already');
  expect(slack.messages(marketing)).toHaveLength(3);
  expect(problemsOf(world)).toEqual([]);
});

it('is refused in the window to those who may not', async () => {
  await using world = await openWorld();
  const { slack, marketing, ana } = world;
  const guest = slack.addPerson('guest', { role: 'multi-channel guest' });
  guest.join(marketing);
  await guest.shortcut('new_batch');
  await window(world, guest, 'Guests cannot use me');
  const start = await ana.say(marketing, 'here', { files: [FILE] });
  await guest.messageShortcut(start, 'batch_files');
  await window(world, guest, 'Guests cannot use me');
  expect(problemsOf(world)).toEqual([]);
});
