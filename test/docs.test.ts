// What is written down is true: README, .env.example, manifest and the coverage tables are held against the code.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../commands/index.ts';
import { VARIABLES } from '../src/config.ts';
import { DEFAULT_MAX_TOKENS } from '../src/core/draft/settings.ts';
import { estimate } from '../src/core/money/estimate.ts';
import { PRICES } from '../src/core/money/price-table.ts';
import { batchCostMicros, priceOf } from '../src/core/money/pricing.ts';
import { ROUTES } from '../src/sim/batches/routes.ts';
import { usageOf } from '../src/slack/command.ts';
import { SUBSCRIBED } from '../src/slack/listeners/index.ts';
import { sourceFiles } from './support/imports.ts';

const readme = readFileSync('README.md', 'utf8');
const operating = readFileSync('docs/operating.md', 'utf8');
const architecture = readFileSync('ARCHITECTURE.md', 'utf8');
/** Of the tests, not of the bot. */
const OTHER_VARIABLES = ['TORTURE_SEED', 'TORTURE_PERCENT'];
const manifest = parse(readFileSync('manifest.yml', 'utf8'));

describe('README.md', () => {
  it('names every command by its usage line, and no other', () => {
    for (const command of commands) expect(readme).toContain(`\`${usageOf(command)}\``);
    const named = [...readme.matchAll(/^`\/batch (\w+)/gm)].map((match) => match[1]);
    expect(named.sort()).toEqual(commands.map(({ name }) => name).sort());
  });

  it('says on its first screen how to try it and how to test it', () => {
    const screen = readme.split('\n').slice(0, 25).join('\n');
    expect(screen).toContain('npm ci && npm run demo');
    expect(screen).toContain('npm ci && npm test');
  });

  it('speaks only of scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = [
      ...(readme + operating).matchAll(/npm (?:run )?(demo|test|start|dev|build|check|[a-z-]+)(?=[`\s,])/g),
    ].map((match) => match[1] ?? '');
    for (const name of named.filter((word) => word !== 'ci')) expect(Object.keys(scripts)).toContain(name);
  });

  it('speaks only of variables that the bot reads', () => {
    const named = [...(readme + operating).matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.length).toBeGreaterThan(10);
    for (const name of named) expect([...VARIABLES, ...OTHER_VARIABLES]).toContain(name);
  });

  it('has an example of prices that follows from the table of prices', () => {
    expect(readme).toContain(`may have ${DEFAULT_MAX_TOKENS.toLocaleString('en-US')} tokens unless`);
    expect(readme).toContain(`Prices as of ${PRICES.asOf}.`);
    const lines = [...readme.matchAll(/^\| `(claude-[^`]+)`.*?\| \$([\d.]+) \| \$([\d.]+) \|$/gm)];
    expect(lines).toHaveLength(3);
    for (const [, model = '', most, typical] of lines) expect([most, typical]).toEqual(example(model));
  });
});

/** A thousand requests of 100 tokens each, in dollars and cents: every answer at its limit, and all of 100 tokens. */
function example(model: string): string[] {
  const inputTokens = 100_000;
  const load = {
    model,
    requests: 1000,
    inputTokens,
    longestInputTokens: 100,
    maxOutputTokens: 1000 * DEFAULT_MAX_TOKENS,
    isUsOnly: false,
    withServerTools: 0,
  };
  const price = priceOf(model, 100);
  if (price === null) throw new Error(`There is no price of ${model}.`);
  const most = estimate([load], 'counted', PRICES.asOf)?.batchHighMicros ?? 0;
  const typical = batchCostMicros({ inputTokens, outputTokens: 100_000 }, price);
  return [most, typical].map((micros) => (Math.ceil(micros / 10_000) / 100).toFixed(2));
}

describe('ARCHITECTURE.md', () => {
  it('names only files and folders that there are', () => {
    const named = [...architecture.matchAll(/`([a-z][\w./-]*)`/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => /\/|\.(?:ts|md)$/.test(name));
    expect(named.length).toBeGreaterThan(50);
    const roots = ['.', 'src', 'src/formats', 'src/jobs'];
    const sources = sourceFiles('.', ['src', 'commands']);
    const isThere = (name: string) =>
      roots.some((root) => existsSync(join(root, name))) || sources.some((file) => file.endsWith(`/${name}`));
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });
});

const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

describe('every document', () => {
  it('links only to files that are there', () => {
    for (const document of DOCUMENTS) {
      const links = [...readFileSync(document, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
        (match) => match[1] ?? '',
      );
      for (const link of links)
        expect(existsSync(join(dirname(document), link)), `${document} → ${link}`).toBe(true);
    }
  });

  it('links only to chapters that are there', () => {
    for (const document of DOCUMENTS)
      for (const [, file = '', chapter] of readFileSync(document, 'utf8').matchAll(
        /\]\((?!https?:)([^)#]*)#([^)]+)\)/g,
      )) {
        const target = file === '' ? document : join(dirname(document), file);
        expect(chaptersOf(target), `${document} → ${file}#${chapter}`).toContain(chapter);
      }
  });
});

/** @returns the names that GitHub gives to the headings of a page */
function chaptersOf(document: string): string[] {
  return [...readFileSync(document, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('.env.example', () => {
  it('names exactly the variables that the bot reads', () => {
    const named = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(
      (match) => match[1] ?? '',
    );
    expect(named.sort()).toEqual([...VARIABLES].sort());
  });

  it('is the only place besides the configuration that reads the environment', () => {
    const readers = sourceFiles('.', ['src', 'commands']).filter((file) =>
      readFileSync(file, 'utf8').includes('process.env'),
    );
    // main hands it to readConfig, the demo picks a key, a worker gets nothing but a path to look for programs.
    expect(readers.sort()).toEqual(['src/demo.ts', 'src/job-data/worker-process.ts', 'src/main.ts']);
  });
});

/** What each call, event and surface of Slack needs (docs.slack.dev). */
const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const SCOPE_OF_METHOD: Record<string, string | string[] | null> = {
  'auth.test': null,
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'files.delete': 'files:write',
  'chat.postEphemeral': 'chat:write',
  'conversations.history': HISTORY,
  'conversations.replies': HISTORY,
  'conversations.info': ['channels:read', 'groups:read', 'mpim:read'],
  'users.info': 'users:read',
  'usergroups.users.list': 'usergroups:read',
  'files.info': 'files:read',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'reactions.add': 'reactions:write',
  'reactions.remove': 'reactions:write',
  'views.open': null,
  'views.publish': null,
  'views.update': null,
};
const SCOPE_OF_EVENT: Record<string, string> = {
  app_mention: 'app_mentions:read',
  file_shared: 'files:read',
  'message.im': 'im:history',
};

describe('manifest.yml', () => {
  const calls = sourceFiles('.', ['src/slack', 'src'])
    .filter((file) => !file.startsWith('src/sim'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/client\.([a-z]+)\.([a-zA-Z.]+)\(/g)]
        .filter((match) => match[1] !== 'messages' && match[1] !== 'models' && match[1] !== 'socket')
        .map((match) => `${match[1]}.${match[2]}`),
    );

  it('asks for exactly the scopes that the code uses', () => {
    const methods = [...new Set(calls)];
    for (const method of methods)
      expect(Object.keys(SCOPE_OF_METHOD), `what scope does ${method} need?`).toContain(method);
    const needed = [
      ...methods.flatMap((method) => SCOPE_OF_METHOD[method] ?? []),
      ...Object.keys(SUBSCRIBED).map((event) => SCOPE_OF_EVENT[event]),
      'commands',
    ];
    const asked: string[] = manifest.oauth_config.scopes.bot;
    expect([...asked].sort()).toEqual(
      [...new Set(needed.filter((scope) => typeof scope === 'string'))].sort(),
    );
    expect(Object.keys(SCOPE_OF_METHOD).filter((method) => !methods.includes(method))).toEqual([]);
  });

  it('subscribes to exactly the events that are handled', () => {
    expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual(
      Object.keys(SUBSCRIBED).sort(),
    );
  });

  it('has the one slash command, interactivity, and every command in its hint', () => {
    expect(manifest.features.slash_commands.map(({ command }: { command: string }) => command)).toEqual([
      '/batch',
    ]);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    for (const { name } of commands) expect(manifest.features.slash_commands[0].usage_hint).toContain(name);
  });
});

describe('the coverage table of the Message Batches stand-in', () => {
  it('names exactly the routes that there are', () => {
    const table = readFileSync('src/sim/batches/coverage.md', 'utf8');
    const named = [...table.matchAll(/^\| `((?:GET|POST|DELETE) [^`]+)`\s*\| (supported|partly)/gm)].map(
      (match) => match[1] ?? '',
    );
    expect(named.sort()).toEqual(ROUTES.map(({ name }) => name).sort());
  });
});
