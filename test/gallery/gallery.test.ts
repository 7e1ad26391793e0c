// The gallery shows all there is: every state, every builder of a message or view, every sentence about what cannot be; and nothing of it is lost on the page.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateBlocks, validateView } from '../../src/sim/slack/block-kit/validate.ts';
import { EMOJI } from '../../src/slack/views/words.ts';
import { stringsIn } from '../slack/fixture.ts';
import { sourceFiles } from '../support/imports.ts';
import type { Exhibit } from './exhibit.ts';
import { markupOf } from './page.ts';
import { openRooms } from './rooms.ts';
import { callsIn, sentences } from './sentences.ts';

const rooms = await openRooms();
const exhibits = rooms.flatMap((room) => room.exhibits);

describe('the gallery', () => {
  it('has a card for every word of how a job stands', () => {
    const headers = exhibits.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'header' ? [block.text.text] : [])),
    );
    for (const [word, emoji] of Object.entries(EMOJI))
      expect(
        headers.some((text) => text.startsWith(`${emoji} ${word}`)),
        word,
      ).toBe(true);
  });

  it('calls every builder of a message, window or tab', () => {
    const builders = readdirSync('src/slack/views').flatMap((file) => {
      const source = readFileSync(`src/slack/views/${file}`, 'utf8');
      return [...source.matchAll(BUILDER)].map((match) => match[1] ?? '');
    });
    expect(builders.length).toBeGreaterThan(40);
    const used = readdirSync('test/gallery/exhibits')
      .map((file) => readFileSync(`test/gallery/exhibits/${file}`, 'utf8'))
      .join();
    const missing = builders.filter((name) => !ELSEWHERE.has(name) && !used.includes(`${name}(`));
    expect(missing).toEqual([]);
  });

  it('has every sentence about what cannot be', () => {
    const calls = sourceFiles('.', ['src', 'commands'])
      .filter((file) => !file.startsWith('src/sim/'))
      .reduce((sum, file) => sum + callsIn(readFileSync(file, 'utf8')), 0);
    expect(sentences()).toHaveLength(calls);
    expect(calls).toBeGreaterThan(150);
    for (const { code, file, message, next } of sentences()) {
      expect(message.trim(), `${file}: ${code}`).not.toBe('');
      expect(next.trim(), `${file}: ${code}`).not.toBe('');
    }
  });

  it.each(rooms.map((room) => [room.name, room.exhibits] as const))(
    '%s: Slack takes all of it, and the page shows all of it',
    (_name, some) => {
      for (const exhibit of some) {
        expect(problemsOf(exhibit), exhibit.title).toEqual([]);
        const page = wordsOf(markupOf(exhibit));
        for (const text of wordsShown(exhibit)) expect(page, exhibit.title).toContain(text);
      }
    },
  );
});

/** Functions whose result is a message or a view. */
const BUILDER = /^export function (\w+)\((?:[^)]|\)(?!:))*\): (?:Message|ModalView|Reply|SlackHome)\b/gm;
/** Cards are shown by the one builder that chooses among them; `message` makes all the others. */
const ELSEWHERE = new Set([
  'message',
  'draftCard',
  'doneCard',
  'deletedCard',
  'needsApprovalCard',
  'submittingCard',
  'runningCard',
  'cancelingCard',
]);

function problemsOf({ surface, blocks, frame }: Exhibit): string[] {
  if (surface === 'message')
    return validateBlocks([...blocks], 'message').errors.map((error) => JSON.stringify(error));
  const view =
    surface === 'home'
      ? { type: 'home', blocks }
      : {
          type: 'modal',
          title: { type: 'plain_text', text: frame?.title ?? '' },
          ...(frame?.submit ? { submit: { type: 'plain_text', text: frame.submit } } : {}),
          close: { type: 'plain_text', text: 'Close' },
          blocks,
        };
  return validateView(view, surface).errors.map((error) => JSON.stringify(error));
}

/** What a person can see without pressing anything, in runs of letters: markup and layout part what belongs together. */
function wordsShown({ blocks, frame }: Exhibit): string[] {
  const visible = JSON.parse(JSON.stringify(blocks), (key, value) => (HIDDEN.has(key) ? undefined : value));
  const texts = stringsIn(visible.map(textsOf));
  const own = frame === null ? [] : [frame.title, frame.submit ?? '', frame.close ?? ''];
  return [...texts, ...own].flatMap((text) => withoutMarkup(text).match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}

/** Of a menu only the choice; what a dialog asks is seen after a click. */
const HIDDEN = new Set([
  'confirm',
  'options',
  'option_groups',
  'action_id',
  'block_id',
  'value',
  'url',
  'filter',
  'caption',
]);

/** The texts of a block, wherever they stand in it. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    (key === 'text' || key === 'initial_value') && typeof one === 'string' ? [one] : textsOf(one),
  );
}

/** Mentions and dates are shown as names and days. */
function withoutMarkup(text: string): string {
  return text
    .replace(/<!date\^[^>]*>|<[@#!][^>]*>/g, ' ')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replace(/&(lt|gt|amp);/g, ' ');
}

function wordsOf(markup: string): string {
  return markup
    .replace(/<[^>]*\bvalue="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<[^>]*\bplaceholder="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;|&quot;|&amp;|&lt;|&gt;/g, ' ');
}
