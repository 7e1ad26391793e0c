// The escaper and the way back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, clipMrkdwn } from '../../src/slack/limits.ts';
import {
  code,
  date,
  include,
  inline,
  joinMrkdwn,
  type Mrkdwn,
  mention,
  mrkdwn,
  plain,
  unescapeSlack,
  unlinked,
} from '../../src/slack/mrkdwn.ts';
import { addresses, liveMarkup } from './live-markup.ts';

const NASTY = [
  '<!channel>',
  '<!here|x>',
  '<@U1>',
  '<#C1|x>',
  '<https://evil.test|Approve>',
  '&lt;!channel&gt;',
  '@everyone',
  '\u202egnp.exe',
];

describe('mrkdwn', () => {
  it.each(NASTY)('makes %j inert', (text) => {
    expect(liveMarkup(mrkdwn`*${text}*`)).toEqual([]);
    expect(liveMarkup(plain(text))).toEqual([]);
  });

  it('takes pieces as they are, and escapes objects that only look like one', () => {
    const forged = { mrkdwn: '<!channel>' as Mrkdwn };
    expect(mrkdwn`${mention('U0ANA')} ${include(mrkdwn`a & ${'b<'}`)}`).toBe('<@U0ANA> a & b&lt;');
    expect(mrkdwn`${forged}`).not.toContain('<!channel>');
  });

  it('does not compile where text was not escaped, or would be escaped twice', () => {
    const section = (text: Mrkdwn) => text;
    // @ts-expect-error a raw string is no mrkdwn
    section('<!channel>');
    // @ts-expect-error mrkdwn goes in by include
    expect(mrkdwn`${plain('&')}`).toBe('&amp;amp;');
  });

  it('mentions only what is a user id', () => {
    expect(mention('U0ANA').mrkdwn).toBe('<@U0ANA>');
    expect(mention('!channel').mrkdwn).toBe('!channel');
    expect(mention('U1> <!here').mrkdwn).toBe('U1&gt; &lt;!here');
  });

  it('tells a time in the reader’s zone, with a fallback', () => {
    expect(date(1_764_000_000_999).mrkdwn).toBe(
      '<!date^1764000000^{date_short_pretty} at {time}|2025-11-24 16:00 UTC>',
    );
    expect(date(0, '{time}', 'soon >').mrkdwn).toBe('<!date^0^{time}|soon &gt;>');
  });

  it('joins without empty parts', () => {
    expect(joinMrkdwn([plain('a'), plain(''), plain('b')], ' · ')).toBe('a · b');
  });

  it('keeps names on one line and out of code spans', () => {
    expect(inline(' a\n*b*\t`c` ')).toBe('a *b* ˋcˋ');
    expect(inline('\n')).toBe('unnamed');
    expect(inline('x'.repeat(100), 10)).toBe('xxxxxxxxx…');
    expect(code('a`<b').mrkdwn).toBe('`aˋ&lt;b`');
  });

  it('takes direction overrides and control characters out', () => {
    expect(plain('a\u202eb\u0000c\u2066d')).toBe('ab\ufffdcd');
    expect(plain('a\ud800b')).toBe('a\ufffdb');
  });

  it('breaks addresses where Slack would link them', () => {
    expect(addresses(unlinked('https://evil.test/x and slack://y'))).toEqual([]);
    expect(unlinked('products.csv')).toBe('products.csv');
  });

  it('is inert for thousands of texts, cut anywhere', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary' })))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 80 }), (raw, max) => {
        const cut = clipMrkdwn(mrkdwn`${raw} ${mention('U0ANA')} ${date(0)}`, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(liveMarkup(cut, ['U0ANA'])).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('clip', () => {
  it('says that it cut, and keeps characters whole', () => {
    expect(clip('abcdef', 6)).toBe('abcdef');
    expect(clip('abcdefg', 6)).toBe('abcde…');
    expect(clip('abcd😀fg', 6)).toBe('abcd…');
  });

  it('never cuts mrkdwn inside an entity or a date', () => {
    expect(clipMrkdwn(plain('abc&def'), 6)).toBe('abc…');
    expect(clipMrkdwn(mrkdwn`ab ${mention('U0ANA')} cd`, 10)).toBe('ab …');
  });
});

describe('unescapeSlack', () => {
  it.each([
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['&amp;lt;', '&lt;'],
    ['<https://x.test/a?b=1&amp;c=2>', 'https://x.test/a?b=1&c=2'],
    ['<http://x.test|x.test>', 'x.test'],
    ['<http://x.test/|x.test>', 'x.test'],
    ['<https://x.test|our guide>', 'our guide (https://x.test)'],
    ['<mailto:ann@x.test|ann@x.test>', 'ann@x.test'],
    ['<mailto:ann@x.test>', 'ann@x.test'],
    ['<tel:+491234|+49 1234>', '+49 1234'],
    ['<#C1|general>', '#general'],
    ['<#C1|>', '#C1'],
    ['<@U1|ann>', '@ann'],
    ['<@U1>', '@U1'],
    ['<!here>', '@here'],
    ['<!subteam^S1|@team>', '@team'],
    ['Describe {{name}}', 'Describe {{name}}'],
  ])('turns %j into %j', (sent, typed) => {
    expect(unescapeSlack(sent)).toBe(typed);
  });

  it('undoes the three entities of any typed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        const sent = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(unescapeSlack(sent)).toBe(typed);
      }),
    );
  });
});
