// Who is let in: every kind of account through every way to reach the bot, every role at every action, and settings.
import { describe, expect, it } from 'vitest';
import type { Channel, Message, Person } from '../../src/sim/slack/index.ts';
import { ACCEPTED_FILES } from '../../src/slack/views/accepted-files.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\n';

/** Waits until this person was told all of these words once more than before. */
async function told(
  world: World,
  person: Person,
  act: () => Promise<unknown>,
  ...words: string[]
): Promise<Message> {
  const before = world.slack.ephemerals(person).length;
  await act();
  return world.slack.waitFor(`words for ${person.name}: ${words.join(' + ')}`, () =>
    world.slack
      .ephemerals(person)
      .slice(before)
      .find((message) => words.every((word) => shown(message).includes(word))),
  );
}

async function draftOf(world: World): Promise<Message> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  return world.card(start, '"Submit"');
}

/** Every way that a person has to reach the bot, with the draft card of somebody else. */
const WAYS: Record<
  string,
  (world: World, person: Person, place: Channel, card: Message) => Promise<unknown>
> = {
  'a mention': ({ slack }, person, place) =>
    person.say(place, `@${slack.botName} Greet {{name}}`, { files: [{ name: 'x.csv', content: CSV }] }),
  'a message in a thread': ({ slack }, person, place, { threadTs = '' }) =>
    person.say(place, `@${slack.botName} again`, { threadTs }),
  'a direct message': ({ slack }, person) =>
    person.say(slack.directMessage(person), 'Greet {{name}}', { files: [{ name: 'x.csv', content: CSV }] }),
  'a command': (_, person, place) => person.command(place, '/batch list'),
  help: (_, person, place) => person.command(place, '/batch help'),
  'no command': (_, person, place) => person.command(place, '/batch nonsense'),
  'a click': (_, person, _place, card) => person.click(card, 'Submit'),
  'a click for a modal': (_, person, _place, card) => person.click(card, 'Edit'),
};

const REFUSED: [string, NonNullable<Parameters<World['slack']['addPerson']>[1]>, string][] = [
  ['a guest of several channels', { role: 'multi-channel guest' }, 'Guests cannot use me'],
  ['a guest of one channel', { role: 'single-channel guest' }, 'Guests cannot use me'],
  ['a person of another organisation', { otherTeamId: 'T0OTHER' }, 'only for members of the workspace'],
  ['a guest there', { otherTeamId: 'T0OTHER', role: 'single-channel guest' }, 'only for members'],
  ['an admin there', { otherTeamId: 'T0OTHER', role: 'admin' }, 'only for members of the workspace'],
];

describe('an account that is not let in', () => {
  it.each(REFUSED)(
    '%s is told so, whatever they do, and nothing comes of it',
    async (_name, options, words) => {
      await using world = await openWorld();
      const { slack, marketing } = world;
      const card = await draftOf(world);
      const eve = slack.addPerson('eve', options);
      eve.join(marketing);
      for (const way of Object.values(WAYS))
        await told(world, eve, () => way(world, eve, marketing, card), words);
      // A file without a word to the bot is answered with nothing.
      const before = slack.ephemerals(eve).length;
      await eve.say(marketing, 'look', { files: [{ name: 'quiet.csv', content: CSV }] });
      await slack.settle();
      await world.tick();
      expect(slack.ephemerals(eve)).toHaveLength(before);
      expect(slack.openView(eve)).toBeUndefined();
      await told(
        world,
        world.ana,
        () => world.ana.command(marketing, '/batch status #2'),
        'There is no job #2',
      );
      expect(world.claude.batches()).toHaveLength(0);
      expect(problemsOf(world)).toEqual([]);
    },
  );

  it('a bot starts nothing and is not answered; neither does an account that was deactivated meanwhile', async () => {
    await using world = await openWorld();
    const { slack, marketing, ben } = world;
    const card = await draftOf(world);
    const robot = slack.addPerson('robot', { role: 'bot' });
    robot.join(marketing);
    await robot.say(marketing, `@${slack.botName} Greet`, { files: [{ name: 'x.csv', content: CSV }] });
    await slack.settle();
    await world.tick();
    expect(slack.ephemerals(robot)).toEqual([]);
    ben.deactivate();
    await told(world, ben, () => ben.click(card, 'Submit'), 'This account is deactivated');
    await told(
      world,
      world.ana,
      () => world.ana.command(marketing, '/batch status #2'),
      'There is no job #2',
    );
    expect(world.claude.batches()).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });

  it('a member whose account is deactivated while the window is open saves nothing', async () => {
    await using world = await openWorld();
    const { slack, ben } = world;
    const card = await draftOf(world);
    await ben.click(card, 'Edit');
    const modal = await slack.waitFor('the modal', () => slack.openView(ben));
    ben.deactivate();
    world.advance(6 * 60_000);
    await ben.submit(modal, { Prompt: 'Insult {{name}}' });
    const instead = await slack.waitFor('the refusal', () => slack.openView(ben));
    expect(slack.viewTranscript(instead)).toContain('This account is deactivated');
    await told(world, world.ana, () => world.ana.command(world.marketing, '/batch status #1'), 'Greet Ann');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a channel shared with another organisation', () => {
  it('is left alone until an admin allows it, and then is for members alone', async () => {
    await using world = await openWorld();
    const { slack, ana, marketing } = world;
    const card = await draftOf(world);
    const boss = slack.addPerson('boss', { role: 'owner' });
    const guest = slack.addPerson('partner', { otherTeamId: 'T0OTHER' });
    const shared = slack.addChannel('shared', { members: [ana, boss, guest], extShared: true });
    const drop = () =>
      ana.say(shared, `@${slack.botName} Greet {{name}}`, { files: [{ name: 'x.csv', content: CSV }] });
    await told(world, ana, drop, 'shared with other organisations');
    await told(
      world,
      boss,
      () => boss.command(shared, '/batch settings --shared-channels on'),
      'shared with other',
    );
    const direct = slack.directMessage(boss);
    await told(world, boss, () => boss.command(direct, '/batch settings --shared-channels on'), 'allowed');
    await world.card(await drop(), '"Submit"', '#2');
    await told(world, guest, () => guest.command(shared, '/batch status #2'), 'only for members');
    expect(card.channel).toBe(marketing.id);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('when Slack cannot be asked', () => {
  it('who clicks or types is refused with a sentence, and what was dropped waits until it can', async () => {
    await using world = await openWorld();
    const { slack, marketing } = world;
    const cara = slack.addPerson('cara');
    cara.join(marketing);
    const card = await draftOf(world);
    slack.faults.add({ method: 'users.info', kind: 'error', error: 'user_not_visible', times: 2 });
    await told(world, cara, () => cara.click(card, 'Submit'), 'Slack does not tell me who you are');
    await told(
      world,
      cara,
      () => cara.command(marketing, '/batch list'),
      'Slack does not tell me who you are',
    );
    slack.faults.add({ method: 'users.info', kind: 'error', error: 'internal_error', times: 6 });
    await told(world, cara, () => cara.click(card, 'Submit'), 'cannot ask Slack at the moment');
    const start = await cara.say(marketing, `@${slack.botName} Greet {{name}}`, {
      files: [{ name: 'x.csv', content: CSV }],
    });
    await world.inTime('the faults to be over', () => slack.faults.waiting().length === 0);
    await world.cardInTime(start, '"Submit"', '#2');
    expect(world.claude.batches()).toHaveLength(0);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('roles', () => {
  it('every role at every action: it happens, or they are told who may and how to ask', async () => {
    await using world = await openWorld();
    const { slack, ana, marketing } = world;
    const boss = slack.addPerson('boss', { role: 'admin' });
    const people = {
      viewer: slack.addPerson('vera'),
      submitter: slack.addPerson('sam'),
      'submitter by group': slack.addPerson('gus'),
      approver: slack.addPerson('pia'),
      admin: boss,
    };
    for (const person of Object.values(people)) person.join(marketing);
    const group = slack.addUserGroup([people['submitter by group']]);
    await told(
      world,
      boss,
      () =>
        boss.command(
          marketing,
          `/batch settings --submitters ${people.submitter.id},${group} --approvers ${people.approver.id}`,
        ),
      `<@${people.submitter.id}>`,
      `<!subteam^${group}>`,
    );
    const roles = Object.keys(people) as (keyof typeof people)[];
    const mayAct: Record<string, (keyof typeof people)[]> = {
      see: roles,
      build: roles,
      submit: ['submitter', 'submitter by group', 'admin'],
      configure: ['admin'],
    };
    let jobs = 0;
    for (const role of roles) {
      const person = people[role];
      const start = await person.say(marketing, `@${slack.botName} Greet {{name}}`, {
        files: [{ name: `${person.name}.csv`, content: CSV }],
      });
      jobs += 1;
      const card = await world.card(start, '"Submit"', `#${jobs}`);
      await told(world, person, () => person.command(marketing, `/batch status #${jobs}`), `#${jobs}`);
      const submits = async () => person.click(card, 'Submit');
      if (mayAct.submit?.includes(role)) {
        await submits();
        await world.card(start, 'In progress');
      } else {
        for (const act of [submits, () => person.command(marketing, `/batch submit #${jobs}`)])
          await told(world, person, act, 'Only certain people', `<@${people.submitter.id}>`, 'ask an admin');
      }
      const configures = () => person.command(marketing, '/batch settings --shared-channels off');
      await told(
        world,
        person,
        configures,
        mayAct.configure?.includes(role) ? 'not allowed' : 'Only an admin may change',
      );
    }
    expect(world.claude.batches()).toHaveLength(mayAct.submit?.length ?? 0);
    await told(
      world,
      ana,
      () => ana.command(marketing, '/batch settings'),
      'May approve',
      `<@${people.approver.id}>`,
    );
    expect(problemsOf(world)).toEqual([]);
  });

  it('ADMINS are admins without being any in Slack', async () => {
    await using world = await openWorld();
    const { ana, ben, marketing } = world;
    await world.stopBot();
    await world.startBot({ ADMINS: ben.id });
    await told(world, ana, () => ana.command(marketing, '/batch settings --channels here'), `<@${ben.id}>`);
    await told(
      world,
      ben,
      () => ben.command(marketing, '/batch settings --channels here'),
      `<#${marketing.id}>`,
    );
    const other = world.slack.addChannel('other', { members: [ana] });
    await told(world, ana, () => ana.command(other, '/batch list'), 'in certain channels only');
    await told(
      world,
      ana,
      () => ana.command(world.slack.directMessage(ana), '/batch list'),
      'no jobs here yet',
    );
    expect(world.logLines.some((line) => line.includes('settings changed') && line.includes(ben.id))).toBe(
      true,
    );
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('a job of another conversation', () => {
  it('is for outsiders as if it were not there, through every command and button, and open to admins', async () => {
    await using world = await openWorld();
    const { slack, ana, claude } = world;
    const boss = slack.addPerson('boss', { role: 'admin' });
    const eve = slack.addPerson('eve');
    const secret = slack.addChannel('secret', { members: [ana], private: true });
    const lobby = slack.addChannel('lobby', { members: [ana, eve, boss] });
    const start = await ana.say(secret, `@${slack.botName} Greet {{name}}`, {
      files: [{ name: 'salaries.csv', content: CSV }],
    });
    const draft = await world.card(start, '"Submit"');
    await ana.command(lobby, '/batch watch #1');
    const copy = await slack.waitFor('the card in the lobby', () =>
      slack.messages(lobby).find((message) => shown(message).includes('"Submit"')),
    );
    for (const verb of ['status', 'watch', 'results', 'retry', 'cancel', 'submit']) {
      const real = await told(
        world,
        eve,
        () => eve.command(lobby, `/batch ${verb} #1`),
        'There is no job #1',
      );
      const none = await told(
        world,
        eve,
        () => eve.command(lobby, `/batch ${verb} #77`),
        'There is no job #77',
      );
      expect(real.text.replaceAll('#1', '#77')).toBe(none.text);
    }
    for (const label of ['Submit', 'Edit', 'Discard'])
      await told(world, eve, () => eve.click(copy, label), 'There is no job behind this button');
    expect(slack.openView(eve)).toBeUndefined();
    await ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    const running = await slack.waitFor('the running card in the lobby', () =>
      slack.messages(lobby).find((message) => shown(message).includes('"Cancel"')),
    );
    await told(world, eve, () => eve.click(running, 'Cancel'), 'There is no job behind this button');
    const id = claude.batches()[0]?.id ?? '';
    for (const verb of ['status', 'watch', 'results'])
      await told(
        world,
        eve,
        () => eve.command(lobby, `/batch ${verb} ${id}`),
        'Anthropic knows no message batch',
      );
    await told(world, eve, () => eve.command(lobby, '/batch list'), 'no jobs here yet');
    await told(world, boss, () => boss.command(lobby, '/batch status #1'), 'salaries.csv', 'In progress');
    expect(slack.ephemerals(eve).filter((message) => shown(message).includes('salaries'))).toEqual([]);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('/batch settings', () => {
  it('sets for a channel which files are taken up; any member may', async () => {
    await using world = await openWorld();
    const { slack, ana, ben, marketing } = world;
    await told(
      world,
      ben,
      () => ben.command(marketing, '/batch settings --offer mention'),
      'only files dropped with',
    );
    await ana.say(marketing, 'look', { files: [{ name: 'quiet.csv', content: CSV }] });
    await slack.settle();
    await world.tick();
    expect(slack.ephemerals(ana)).toEqual([]);
    await world.card(await world.drop('loud.csv', CSV, 'Greet {{name}}'), '"Submit"');
    const reply = await told(world, ben, () => ben.command(marketing, '/batch settings'), '"Change"');
    await ben.click(reply, 'Change');
    const modal = await slack.waitFor('the modal', () => slack.openView(ben));
    expect(slack.viewTranscript(modal)).not.toContain('Who may submit');
    await ben.submit(modal, { 'Files in this channel': 'No files; commands alone' });
    await world.drop('never.csv', CSV, 'Greet {{name}}');
    await world.whisper(ana, 'set to take up no files');
    await ana.command(marketing, '/batch build last --prompt "Greet {{name}}"');
    await world.whisper(ana, 'Job #2 is a draft now');
    await world.restart();
    await told(world, ana, () => ana.command(marketing, '/batch settings'), 'commands alone');
    await told(
      world,
      ana,
      () => ana.command(slack.directMessage(ana), '/batch settings --offer always'),
      'A direct message has no settings',
    );
    expect(problemsOf(world)).toEqual([]);
  });

  it('has a window for admins that changes what they change, and nothing else', async () => {
    await using world = await openWorld();
    const { slack, ana, marketing } = world;
    const boss = slack.addPerson('boss', { role: 'admin' });
    boss.join(marketing);
    const reply = await told(
      world,
      boss,
      () => boss.command(marketing, '/batch settings'),
      'every full member',
    );
    await boss.click(reply, 'Change');
    const modal = await slack.waitFor('the modal', () => slack.openView(boss));
    await boss.submit(modal, { 'Who may submit': [boss.id], 'Model of a new draft': 'claude-sonnet-5-5' });
    await told(
      world,
      boss,
      () => boss.command(marketing, '/batch settings'),
      'claude-sonnet-5-5',
      `<@${boss.id}>`,
      'the admins',
      'all that I am in',
    );
    await boss.click(reply, 'Change');
    const again = await slack.waitFor('the modal', () => slack.openView(boss));
    await boss.submit(again, { 'Approval in this channel above': '$0', 'Monthly digest': true });
    const here = ['Needs approval: everything that costs money', `spending is told in <#${marketing.id}>`];
    await told(world, boss, () => boss.command(marketing, '/batch settings'), ...here);
    await boss.click(reply, 'Change');
    const third = await slack.waitFor('the modal', () => slack.openView(boss));
    await boss.submit(third, {
      'Approval in this channel above': 'Off',
      'Monthly digest': false,
      'Hours to approve': '1000',
    });
    expect(JSON.stringify(slack.openView(boss)?.blocks)).toContain('“1000” is no number of hours');
    await told(world, boss, () => boss.command(marketing, '/batch settings'), ...here);
    const start = await world.drop('x.csv', CSV, 'Greet {{name}}');
    const card = await world.card(
      start,
      '"Submit"',
      'claude-sonnet-5-5',
      'Here everything needs the approval',
    );
    await told(world, ana, () => ana.click(card, 'Submit'), 'Only certain people');
    expect(problemsOf(world)).toEqual([]);
  });

  it('writes back nothing that somebody else changed while a window was open', async () => {
    await using world = await openWorld();
    const { slack, ana, ben, marketing } = world;
    const bosses = ['boss', 'chief'].map((name) => slack.addPerson(name, { role: 'admin' }));
    const [boss, chief] = bosses as [Person, Person];
    for (const one of bosses) one.join(marketing);
    const windowOf = async (person: Person) => {
      const reply = await told(world, person, () => person.command(marketing, '/batch settings'), '"Change"');
      await person.click(reply, 'Change');
      return slack.waitFor('the modal', () => slack.openView(person));
    };
    const early = await windowOf(boss);
    const other = await windowOf(chief);
    await chief.submit(other, { 'Approval above': '$5', 'Who may submit': [ana.id] });
    await boss.submit(early, { 'Hours to approve': '48' });
    await told(
      world,
      boss,
      () => boss.command(marketing, '/batch settings'),
      '$5.00',
      '48 hours',
      `<@${ana.id}>`,
    );
    const late = await windowOf(boss);
    await chief.command(marketing, `/batch settings --submitters ${ana.id},${ben.id}`);
    await world.whisper(chief, `<@${ben.id}>`);
    await boss.submit(late, { 'Who may submit': [], 'Hours to approve': '12' });
    const refusal = slack.viewTranscript(await slack.waitFor('the modal', () => slack.openView(boss)));
    expect(refusal).toContain('“Who may submit” was changed by somebody else');
    await told(world, boss, () => boss.command(marketing, '/batch settings'), '48 hours', `<@${ben.id}>`);
    expect(problemsOf(world)).toEqual([]);
  });

  it('says what is wrong with what was typed', async () => {
    await using world = await openWorld();
    const { slack, marketing } = world;
    const boss = slack.addPerson('boss', { role: 'admin' });
    boss.join(marketing);
    const cases: [string, string][] = [
      ['--submitters @ana', 'is no id of a person'],
      ['--channels #general', 'is no id of a channel'],
      ['--model gpt-4', 'cannot be the default model'],
      ['--offer sometimes', '--offer cannot be'],
      ['--submitters ","', 'A list has 1 to 100 ids'],
    ];
    for (const [options, words] of cases)
      await told(world, boss, () => boss.command(marketing, `/batch settings ${options}`), words);
    await told(world, boss, () => boss.command(marketing, '/batch settings'), 'every full member');
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('an invitation to a channel', () => {
  it('is answered to whoever invited, with how to begin, and to nobody else', async () => {
    await using world = await openWorld();
    const { ana, ben, slack } = world;
    const research = slack.addChannel('research', { members: [ana, ben], bot: false });
    ana.invite(research);
    const welcome = await world.whisper(
      ana,
      'Drop a file here',
      `It can be ${ACCEPTED_FILES}.`,
      'nothing is sent before somebody presses Submit',
    );
    await ana.click(welcome, 'Settings of this channel');
    await slack.waitFor('the settings', () => slack.openView(ana));
    const cara = slack.addPerson('cara');
    cara.join(research);
    const guest = slack.addPerson('guest', { role: 'multi-channel guest' });
    const shop = slack.addChannel('shop', { members: [guest], bot: false });
    guest.invite(shop);
    await world.whisper(guest, 'Guests cannot use me');
    await slack.settle();
    expect(slack.ephemerals(ben)).toEqual([]);
    expect(slack.ephemerals(cara)).toEqual([]);
    expect(slack.messages(research)).toEqual([]);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('whoever opens the messages of the app', () => {
  it('is told once how to begin, and admins what they may set', async () => {
    await using world = await openWorld();
    const { ana, slack } = world;
    const boss = slack.addPerson('boss', { role: 'admin' });
    const guest = slack.addPerson('guest', { role: 'multi-channel guest' });
    const messages = (person: typeof ana) => slack.messages(slack.directMessage(person));
    for (const person of [ana, boss, guest]) await person.openHome('messages');
    const [hello] = await slack.waitFor('the welcome', () =>
      messages(ana).length > 0 ? messages(ana) : undefined,
    );
    if (hello === undefined) throw new Error('There is no welcome.');
    expect(shown(hello)).toContain('Drop a file here');
    expect(shown(hello)).not.toContain('You are an admin');
    await slack.waitFor('the other welcome', () =>
      messages(boss).some((one) => shown(one).includes('You are an admin')),
    );
    await Promise.all([ana.openHome('messages'), ana.openHome('messages')]);
    await slack.settle();
    await world.restart();
    await ana.openHome('messages');
    await slack.settle();
    await world.tick();
    expect(messages(ana)).toHaveLength(1);
    expect(messages(guest)).toEqual([]);
    await ana.click(hello, 'New batch');
    await slack.waitFor('the window', () => slack.openView(ana)?.title === 'New batch');
    expect(problemsOf(world)).toEqual([]);
  });
});
