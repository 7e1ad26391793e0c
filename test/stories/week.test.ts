// One week of three people in one channel. What they did and saw is docs/tour.md, word for word.
import { expect, it } from 'vitest';
import type { Message, Person } from '../../src/sim/slack/index.ts';
import { type Diary, keepDiary } from '../support/diary.ts';
import { answerOfTheWeek, reviews, tickets } from '../support/week-files.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const MONDAY = Date.UTC(2026, 10, 2);
const QUESTION =
  'What does this customer of our {{product}} think? {{review}} --fields "mood: good|bad|mixed, topic: price|quality|delivery"';

const INTRODUCTION = `# One week in one channel

Ana does marketing, Cem does support, and Bea runs the workspace. This is what they do with the bot from Monday to Sunday, and what they see
at the end of each step; long tables are cut. A test plays the week with the real bot between stand-ins for Slack and Anthropic, and fails
when a word of it differs from this page.

Lines with ▸ are what somebody does. What stands further in is in a thread; *changed* marks a message that was edited, with the lines that are
new; buttons stand in [brackets]. Times are those of UTC.
`;

it('goes as the docs tell it', async () => {
  await using world = await openWorld({ startsAt: MONDAY, batches: { answer: answerOfTheWeek } });
  const week = await begin(world);
  await monday(week);
  await tuesday(week);
  await wednesday(week);
  await thursday(week);
  await friday(week);
  await sunday(week);
  await expect(week.diary.page()).toMatchFileSnapshot('../../docs/tour.md');
  expect(problemsOf(world)).toEqual([]);
});

/** Ana of marketing, Bea who is an admin, Cem of support, and what they do in one channel. */
interface Week {
  world: World;
  ana: Person;
  bea: Person;
  cem: Person;
  diary: Diary;
  /** The clock goes on to a day (0: Monday) and a time of it. */
  at(day: number, time: string): void;
  types(person: Person, line: string): Promise<void>;
  clicks(person: Person, message: Message, label: string): Promise<void>;
  /** Drops a file; with words, the bot is mentioned. */
  drops(person: Person, name: string, content: string, words: string | null): Promise<Message>;
  invites(person: Person): void;
}

async function begin(world: World): Promise<Week> {
  const { ana, slack } = world;
  const bea = slack.addPerson('bea', { role: 'admin' });
  const cem = slack.addPerson('cem');
  const channel = slack.addChannel('customer-voice', { members: [ana, bea, cem], bot: false });
  const diary = keepDiary(world, [channel], [ana, bea, cem]);
  return {
    world,
    ana,
    bea,
    cem,
    diary,
    at(day, time) {
      const [hours = 0, minutes = 0] = time.split(':').map(Number);
      const ms = ((day * 24 + hours) * 60 + minutes) * 60_000;
      world.advance(MONDAY + ms - world.now());
    },
    async types(person, line) {
      // Ids are made by chance.
      diary.does(person, `types ${line.replaceAll(bea.id, 'U0BEA')}`);
      await person.command(channel, line);
    },
    async clicks(person, message, label) {
      const asked = slack.lastConfirm(person);
      await person.click(message, label);
      const confirm = slack.lastConfirm(person);
      const question = confirm === asked ? '' : `, and is asked: ${confirm?.replaceAll('\n', ' ')}`;
      diary.does(person, `presses ${label}${question}`);
    },
    drops(person, name, content, words) {
      diary.does(person, `drops ${name}`);
      return person.say(channel, words === null ? '' : `@${slack.botName} ${words}`, {
        files: [{ name, content }],
      });
    },
    invites(person) {
      diary.does(person, `invites @${slack.botName} to #${channel.name}`);
      person.invite(channel);
    },
  };
}

/** Waits as cardInTime does, in seconds that no minute on the page is made of. */
function inSeconds(world: World, start: Message, ...words: string[]): Promise<Message> {
  const found = () =>
    world.replies(start).find((message) => words.every((word) => shown(message).includes(word)));
  return world.inTime(`a message in the thread with ${words.join(' + ')}`, found, 1000);
}

/** Waits for the closing message and the first answers below it. */
async function results(world: World, start: Message, answers: string): Promise<void> {
  await inSeconds(world, start, 'The files hold');
  await inSeconds(world, start, 'The first answers', answers);
}

async function monday({ world, ana, bea, diary, at, types, clicks, drops, invites }: Week): Promise<void> {
  diary.say(INTRODUCTION);
  diary.heading('Monday');
  at(0, '09:00');
  invites(bea);
  await world.whisper(bea, 'Thank you for having me');
  await types(bea, '/batch budget set here $5');
  await world.whisper(bea, '$0.00 of $5.00');
  await types(bea, `/batch settings --approval-above $2 --approvers ${bea.id}`);
  await world.whisper(bea, 'what can cost more than $2.00');
  await diary.note(
    '**9:00.** Bea, an admin of the workspace, invites the bot. She gives the channel five dollars a month, and wants to approve what can cost more than two.',
  );

  at(0, '09:10');
  const start = await drops(ana, 'reviews-october.csv', reviews(48), QUESTION);
  const draft = await world.card(start, '"Submit"');
  await diary.note(
    '**9:10.** Ana drops the reviews of October and says what she wants to know of each. Nothing is sent yet.',
  );

  at(0, '09:12');
  await clicks(ana, draft, 'Try 3 rows');
  await world.card(start, 'With answers like these');
  await diary.note(
    '**9:12.** Three rows are answered right away; from them the card tells what all of them are likely to cost.',
  );

  at(0, '09:15');
  await clicks(ana, draft, 'Submit');
  await world.card(start, 'In progress');
  await diary.note('**9:15.** She submits it.');

  at(0, '09:52');
  world.claude.finish();
  await results(world, start, '48 answers');
  await diary.note(
    '**9:52.** Anthropic is done. One message calls Ana; the files and the first answers are in the thread.',
  );

  at(0, '10:05');
  await types(ana, '/batch recipe save moods #1');
  await world.whisper(ana, '`moods` · version 1');
  await diary.note('**10:05.** She keeps prompt, fields and model under a name, for the reviews to come.');
}

async function tuesday({ world, bea, cem, diary, at, clicks, drops }: Week): Promise<void> {
  diary.heading('Tuesday');
  at(1, '10:00');
  const start = await drops(
    cem,
    'tickets.csv',
    tickets(400),
    'Reply to {{customer}} in two friendly sentences: {{message}} --model claude-sonnet-5-5',
  );
  const draft = await world.card(start, '"Submit"');
  await diary.note(
    '**10:00.** Cem has 400 tickets and takes a larger model. The card says that it needs approval, and what it does to the budget.',
  );

  at(1, '10:02');
  await clicks(cem, draft, 'Submit');
  const card = await world.card(start, '🔐 Needs approval');
  await world.card(start, 'asks to send 400 requests');
  await diary.note('**10:02.** He submits it. Nothing is sent: Bea is asked, with the reason.');

  at(1, '10:20');
  await clicks(bea, card, 'Approve');
  await world.card(start, 'In progress', `Approved by <@${bea.id}>`);
  await diary.note(
    '**10:20.** Bea approves it, and it is sent in the name of Cem. What it may cost is reserved: the channel is told that its budget nears its end.',
  );

  at(1, '11:10');
  world.claude.finish();
  await results(world, start, '400 answers');
  await diary.note('**11:10.** It is done, and what was reserved beyond its real cost is free again.');
}

async function wednesday({ world, ana, diary, at, clicks, drops }: Week): Promise<void> {
  diary.heading('Wednesday');
  at(2, '14:00');
  const start = await drops(ana, 'reviews-shop.csv', reviews(12, 200), QUESTION);
  await clicks(ana, await world.card(start, '"Submit"'), 'Submit');
  await world.card(start, 'In progress');
  await diary.note('**14:00.** Ana asks the same about the reviews of the shop.');

  at(2, '14:40');
  world.claude.finish(undefined, () => ({
    type: 'errored',
    errorType: 'api_error',
    message: 'Internal server error',
  }));
  const card = await inSeconds(world, start, '❌ Failed', 'Retry 12 failed');
  await inSeconds(world, start, 'Failed (0/12)', 'The files hold');
  await diary.note(
    '**14:40.** Anthropic has a bad day: every request fails. Nothing is billed, and the card says what can be done.',
  );

  at(2, '15:30');
  await clicks(ana, card, 'Retry 12 failed · $0.0063 at most');
  await world.card(start, 'In progress');
  await diary.note('**15:30.** She sends those rows again with one click.');

  at(2, '16:10');
  world.claude.finish();
  await inSeconds(world, start, '*Done*', 'The files hold');
  await results(world, start, '12 answers');
  await diary.note('**16:10.** This time they are answered, and stand in the same files.');
}

async function thursday({ world, cem, diary, at, types, drops }: Week): Promise<void> {
  diary.heading('Thursday');
  at(3, '11:00');
  await types(cem, '/batch schedule moods newest "0 7 * * 5" Europe/Berlin --up-to $0.50');
  await world.whisper(cem, '*Schedule 1 is made*');
  await diary.note(
    '**11:00.** Cem wants the recipe to run each Friday over the newest file, and lets it spend fifty cents by itself.',
  );

  at(3, '17:00');
  await drops(cem, 'reviews-week-45.csv', reviews(30, 300), null);
  await world.whisper(cem, 'each row or file of reviews-week-45.csv');
  await diary.note(
    '**17:00.** He drops the reviews of the week without a word. The offer is for his eyes alone, and he leaves it.',
  );
}

async function friday({ world, ana, cem, diary, at, clicks, drops, types }: Week): Promise<void> {
  const { slack, claude } = world;
  diary.heading('Friday');
  at(4, '06:00');
  const card = await world.inTime(
    'the scheduled job',
    () =>
      slack
        .messages({ ...world.marketing, id: slack.ephemerals(cem)[0]?.channel ?? '' })
        .find((message) => shown(message).includes('In progress · #4')),
    1000,
  );
  await diary.note(
    '**6:00** (7:00 in Berlin). The schedule makes the job, and sends it, because it costs less than Cem allowed.',
  );

  at(4, '06:50');
  claude.finish();
  await results(world, card, '30 answers');
  await diary.note('**6:50.** It is done before anybody is at work.');

  at(4, '10:00');
  const start = await drops(ana, 'reviews-all.csv', reviews(900, 1000), QUESTION);
  await clicks(ana, await world.card(start, '"Submit"'), 'Submit');
  const running = await world.card(start, 'In progress');
  await diary.note(
    '**10:00.** Ana submits all reviews of the year, and then sees that it is the wrong file.',
  );

  at(4, '10:12');
  await clicks(ana, running, 'Cancel');
  await world.card(start, 'Cancelling');
  await diary.note('**10:12.** She cancels it.');

  at(4, '10:15');
  claude.finish(undefined, (_, index) => (index < 200 ? 'succeeded' : 'canceled'));
  await results(world, start, '200 answers');
  await diary.note('**10:15.** What was answered until then is billed, and is there; the rest is neither.');

  at(4, '15:00');
  const large = await drops(
    cem,
    'tickets-year.csv',
    tickets(1200),
    'Reply to {{customer}} in two friendly sentences: {{message}} --model claude-sonnet-5-5',
  );
  const draft = await world.card(large, '"Submit"', 'Over the budget');
  await clicks(cem, draft, 'Submit');
  await world.whisper(cem, 'budget');
  await diary.note(
    '**15:00.** Cem tries all tickets of the year, which is more than the channel may spend. It is not sent.',
  );

  at(4, '15:07');
  await types(cem, '/batch list');
  await world.whisper(cem, '*#6* 📝 Draft');
  await diary.note('**15:07.** The jobs of the channel.');
}

async function sunday({ world, ana, bea, diary, at, types }: Week): Promise<void> {
  diary.heading('Sunday');
  at(6, '18:00');
  await types(bea, '/batch usage');
  await world.whisper(bea, 'The workspace spent');
  await ana.openHome();
  diary.does(ana, 'opens the Home tab');
  await world.slack.waitFor('the Home tab', () => world.slack.homeView(ana));
  await diary.note('**18:00.** Bea sees what everybody spent; Ana sees what is hers.');
}
