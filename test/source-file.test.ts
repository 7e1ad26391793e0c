// SOURCES_FILE: what may stand in it, every problem at once, and no password in what is said.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
import { readSourceFile, secretsOf } from '../src/source-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'sources-'));
const path = join(folder, 'sources.json');
const database = join(folder, 'reviews.sqlite');
writeFileSync(database, '');
afterAll(() => rmSync(folder, { recursive: true }));

const URL_VALUE = 'postgres://bot:p%40ss-word@db.example/shop';
const ENV = { SHOP_URL: URL_VALUE };
const READ = { name: 'reviews', kind: 'sqlite', path: database, query: 'SELECT 1', channels: ['C012AB3CD'] };
const SHOP = {
  name: 'shop',
  kind: 'postgres',
  urlFrom: 'SHOP_URL',
  results: { table: 'x.y' },
  channels: ['G12'],
};

function read(content: unknown, env: Record<string, string> = ENV) {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readSourceFile(path, env);
}

describe('SOURCES_FILE', () => {
  it('names databases, where they may be used and what for', () => {
    expect(read({ sources: [READ, SHOP] })).toEqual({
      problems: [],
      sources: [
        {
          name: 'reviews',
          kind: 'sqlite',
          location: database,
          query: 'SELECT 1',
          resultsTable: null,
          channels: ['C012AB3CD'],
        },
        {
          name: 'shop',
          kind: 'postgres',
          location: URL_VALUE,
          query: null,
          resultsTable: 'x.y',
          channels: ['G12'],
        },
      ],
    });
  });

  it.each([
    [{ ...READ, name: 'a b' }, 'SOURCES_FILE, source 1: name has to be 1 to 40 letters, digits, - and _.'],
    [{ ...READ, kind: 'mysql' }, 'SOURCES_FILE, source 1: kind has to be sqlite or postgres.'],
    [{ ...READ, channels: [] }, 'SOURCES_FILE, source 1: channels has to name at least one conversation.'],
    [
      { ...READ, channels: ['#marketing'] },
      'SOURCES_FILE, source 1: channels have to be ids of conversations, such as C012AB3CD.',
    ],
    [{ ...READ, query: 'DELETE FROM x' }, 'SOURCES_FILE, source 1: query has to begin with SELECT or WITH.'],
    [{ ...READ, path: '/no/such/file' }, 'SOURCES_FILE, source reviews: there is no file at its path.'],
    [
      { ...READ, query: undefined },
      'SOURCES_FILE, source reviews: it needs a query to read, or results.table to write into.',
    ],
    [
      { ...SHOP, results: { table: 'a"; --' } },
      'SOURCES_FILE, source 1: results.table has to be a name of letters, digits and _.',
    ],
    [
      { ...SHOP, urlFrom: URL_VALUE },
      'SOURCES_FILE, source 1: urlFrom has to be the name of an environment variable, not the URL itself.',
    ],
    [
      { ...SHOP, urlFrom: 'NOT_SET' },
      'SOURCES_FILE, source shop: NOT_SET has to be set to a URL that begins with postgres://.',
    ],
    [{ ...SHOP, url: URL_VALUE }, 'SOURCES_FILE, source 1: entry: Unrecognized key: "url".'],
  ])('says what is wrong: %#', (source, problem) => {
    expect(read({ sources: [source] }).problems).toEqual([problem]);
  });

  it.each([['no JSON'], [[]], [{}]])('has to be a list of sources: %j', (content) => {
    expect(read(content).problems).toEqual(['SOURCES_FILE has to be JSON of the form {"sources": [ … ]}.']);
  });

  it('is told with everything else that is wrong, two of one name and a missing file too', () => {
    expect(read({ sources: [READ, { ...READ, name: 'REVIEWS' }] }).problems).toEqual([
      'SOURCES_FILE has more than one source reviews.',
    ]);
    expect(readSourceFile(join(folder, 'none'), {}).problems).toEqual([
      'SOURCES_FILE names a file that cannot be read.',
    ]);
    read({
      sources: [
        { ...SHOP, urlFrom: 'OTHER' },
        { ...READ, channels: [] },
      ],
    });
    try {
      readConfig({
        SOURCES_FILE: path,
        SLACK_APP_TOKEN: 'xapp-1',
        ANTHROPIC_API_KEY: 'k',
        OTHER: 'secret-value',
      });
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      expect(error.problems).toHaveLength(3);
      expect(error.message).not.toContain('secret-value');
    }
  });

  it('knows what of it must not be logged', () => {
    const [reviews, shop] = read({ sources: [READ, SHOP] }).sources;
    expect(reviews && secretsOf(reviews)).toEqual([]);
    expect(shop && secretsOf(shop)).toEqual([URL_VALUE, 'p%40ss-word', 'p@ss-word']);
  });
});
