// What people do and see, step by step: everything that is new or changed in their conversations, as text.
import type { Channel, Person } from '../../src/sim/slack/index.ts';
import type { World } from './world.ts';

export interface Diary {
  /** A person does something that the conversation does not show: a command, a click. */
  does(person: Person, what: string): void;
  /** Waits until the bot is at rest, and writes down what changed since the last time, under these words. */
  note(words: string): Promise<void>;
  heading(words: string): void;
  /** Words of our own. */
  say(words: string): void;
  /** Everything so far, as Markdown. */
  page(): string;
}

interface Seen {
  /** Where it stands; what is seen together is sorted by it. */
  place: string;
  text: string;
}

/** @param people whose ephemeral messages, direct messages, windows and Home tabs are seen */
export function keepDiary(world: World, channels: readonly Channel[], people: readonly Person[]): Diary {
  const { slack } = world;
  const lines: string[] = [];
  let done: string[] = [];
  let known = new Map<string, string>();

  function everything(): Map<string, Seen> {
    const own = people.map((person) => slack.directMessage(person));
    const messages = [...channels, ...own].flatMap((channel) => slack.messages(channel));
    const whispers = people.flatMap((person) => slack.ephemerals(person));
    const all = new Map<string, Seen>();
    for (const message of [...messages, ...whispers]) {
      const parent = message.threadTs ?? message.ts;
      const indent = message.threadTs === undefined || message.threadTs === message.ts ? '' : '  ';
      const text = slack.messageTranscript(message).replace(/^/gm, indent);
      all.set(`${message.channel} ${message.ts}`, { place: `${parent} ${message.ts}`, text });
    }
    for (const person of people) {
      const views = { window: slack.openView(person), home: slack.homeView(person) };
      for (const [kind, view] of Object.entries(views)) {
        if (view === undefined) continue;
        const text = `On ${person.name}’s screen: ${slack.viewTranscript(view)}`;
        all.set(`${kind} ${person.id}`, { place: `9 ${kind} ${person.name}`, text });
      }
    }
    return all;
  }

  return {
    does: (person, what) => void done.push(`▸ ${person.name} ${what}`),
    heading: (words) => void lines.push(`## ${words}`, ''),
    say: (words) => void lines.push(words),
    async note(words) {
      // What the first tick starts may be followed up by the second.
      for (let turn = 0; turn < 2; turn++) {
        await world.tick();
        await slack.settle();
      }
      const now = everything();
      const changed = [...now].filter(([key, { text }]) => known.get(key) !== text);
      changed.sort(([, a], [, b]) => (a.place < b.place ? -1 : 1));
      const shown = changed.map(([key, { text }]) => withoutOld(text, known.get(key)));
      lines.push(words, '', '```', ...done, ...shown.map(shortened).map(steady), '```', '');
      known = new Map([...now].map(([key, { text }]) => [key, text]));
      done = [];
    },
    page: () => lines.join('\n'),
  };
}

/** Of what was changed, its first line and those that were not there before. */
function withoutOld(text: string, before: string | undefined): string {
  if (before === undefined) return text;
  const old = new Set(before.split('\n'));
  const [first = '', ...more] = text.split('\n');
  const changed = more.filter((line) => !old.has(line));
  return [first.replace(/^( *[^:]+):/, '$1 (changed):'), ...changed].join('\n');
}

const ROWS_SHOWN = 4;

/** Of a long table only its first rows. */
function shortened(text: string): string {
  return text.replace(/(?:^.* \| .*\n)+/gm, (table) => {
    const rows = table.trimEnd().split('\n');
    const more = rows.length - ROWS_SHOWN;
    if (more < 2) return table;
    const indent = rows[0]?.match(/^ */)?.[0] ?? '';
    return `${[...rows.slice(0, ROWS_SHOWN), `${indent}… ${more} more rows`].join('\n')}\n`;
  });
}

/** Ids that are made by chance, as ones that always look the same. */
function steady(text: string): string {
  return text.replace(/msgbatch_01\w+/g, 'msgbatch_01…').replace(/(custom_id `)\w{10}-/g, '$1…-');
}
