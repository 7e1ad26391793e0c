// Builders of the operator in Slack: with rows and without, and what people see when one fails, hangs or yields rubbish.
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteFile } from '../../src/sqlite-file.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

/** Each is a whole builder. */
const BUILDERS: Record<string, string> = {
  'throws.mjs': `export default { summary: '', async *build({ args }) {
    yield { prompt: 'Hello' };
    throw new TypeError('The shop ' + args.shop + ' is closed.\\nCANARY second line');
  } };`,
  'loops.js': `export default { summary: '', async *build() { for (;;); } };`,
  'waits.js': `export default { summary: '', async *build() { await new Promise(() => setInterval(() => {}, 1000)); } };`,
  'rubbish.mjs': `export default { summary: '', async *build() {
    yield 'text'; yield null; yield undefined; yield { prompt: '' }; yield { prompt: 'x', stream: true };
    yield { custom_id: 'a b', prompt: 'Bad id' }; yield { params: [] }; yield { custom_id: 7, prompt: 'Good' };
    yield { custom_id: '7', prompt: 'Twice' }; yield { prompt: 'Hot', params: {} };
    yield { params: { temperature: 2, messages: [{ role: 'user', content: 'x' }] } };
    yield { prompt: 'Numbered' };
  } };`,
  'circle.mjs': `export default { summary: '', async *build() { const a = {}; a.a = a; yield a; } };`,
  'named.js': `import { defineBuilder } from 'claude-batches-for-slack';
    export default defineBuilder({ summary: '', async *build() { yield { prompt: 'Imported by name' }; } });`,
  'required.js': `const { defineBuilder } = require('claude-batches-for-slack');
    module.exports = defineBuilder({ summary: '', async *build() { yield { prompt: 'Required by name' }; } });`,
  'nothing.mjs': 'export const build = 1;',
  'broken.mjs': 'export default {',
  'spy.mjs': `export default { summary: '', async *build() {
    yield { prompt: 'I see ' + Object.keys(process.env).filter((name) => !name.startsWith('NODE_')).sort().join(' ') };
  } };`,
  'memory.mjs': `const held = []; export default { summary: '', async *build() {
    for (;;) held.push(Buffer.alloc(300_000_000, 1));
  } };`,
};

async function worldWithBuilders(): Promise<World> {
  const world = await openWorld();
  const folder = join(world.dataDir, 'builders');
  mkdirSync(folder);
  cpSync('samples/builders', folder, { recursive: true });
  symlinkSync(resolve('node_modules'), join(world.dataDir, 'node_modules'));
  for (const [name, text] of Object.entries(BUILDERS)) writeFileSync(join(folder, name), text);
  const tickets = join(world.dataDir, 'tickets.sqlite');
  const file = openSqliteFile(tickets);
  file.exec(`CREATE TABLE ticket (id INTEGER PRIMARY KEY, state TEXT, question TEXT);
    INSERT INTO ticket VALUES (1, 'open', 'Where is my desk?'), (2, 'closed', 'Thanks!'), (3, 'open', 'Do you deliver?')`);
  file.close();
  await world.stopBot();
  await world.startBot({
    PATH: '/usr/bin',
    BUILDERS_DIR: folder,
    BUILDERS_TIMEOUT_SECONDS: '9',
    BUILDERS_TICKETS: tickets,
  });
  return world;
}

function cardWith(world: World, ...words: string[]) {
  return world.slack.waitFor(
    `a card with ${words.join(' + ')}`,
    () =>
      world.slack
        .messages(world.marketing)
        .find((message) => words.every((word) => shown(message).includes(word))),
    25_000,
  );
}

describe('a builder', { timeout: 60_000 }, () => {
  it('makes requests of the rows of a file, several for each, and they are sent and answered', async () => {
    await using world = await worldWithBuilders();
    const { ana, marketing, claude } = world;
    const start = await ana.say(marketing, 'products', {
      files: [{ name: 'products.csv', content: 'id,name\n1,Mug\n2,Lamp\n' }],
    });
    await world.whisper(ana, 'Start a batch');
    await ana.command(marketing, '/batch build custom tones last --args "tones=warm,plain,dry"');
    const draft = await cardWith(
      world,
      '*6 requests*',
      'ready-made requests',
      'custom_id `1-warm`',
      '"Submit"',
    );
    expect(shown(draft)).toContain('Write one dry sentence about this product: Lamp');
    expect(shown(draft)).toContain('The requests were made by the builder tones.');
    await ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    claude.finish();
    await world.tick();
    await world.card(start, 'Done', '6 done');
    expect(problemsOf(world)).toEqual([]);
  });

  it('makes requests without a file, out of a database of its own', async () => {
    await using world = await worldWithBuilders();
    const { ana, marketing } = world;
    await ana.command(marketing, '/batch build custom open-tickets');
    const draft = await cardWith(world, '*2 requests*', 'custom_id `ticket-3`', '"Submit"');
    expect(shown(draft)).toContain('Where is my desk?');
    await ana.click(draft, 'Edit');
    const modal = await world.slack.waitFor('the modal', () => world.slack.openView(ana));
    await ana.submit(modal, { 'Max tokens per answer': '99' });
    await cardWith(world, '*2 requests*', 'at most 99 tokens', '"Submit"');
    expect(problemsOf(world)).toEqual([]);
  });

  it('takes defineBuilder from the name of this project, by import and by require', async () => {
    await using world = await worldWithBuilders();
    const { ana, marketing } = world;
    for (const name of ['named', 'required']) await ana.command(marketing, `/batch build custom ${name}`);
    await cardWith(world, 'Imported by name', '"Submit"');
    await cardWith(world, 'Required by name', '"Submit"');
    expect(problemsOf(world)).toEqual([]);
  });

  it('that yields rubbish has it left out row by row, with the reason', async () => {
    await using world = await worldWithBuilders();
    const { ana, marketing } = world;
    await ana.command(marketing, '/batch build custom rubbish');
    const draft = await cardWith(world, '*2 requests*', '10 rows will be skipped', '"Submit"');
    for (const words of [
      'Line 1: The builder gave something else than a request.',
      'Line 4: The request has neither params nor a prompt.',
      'Line 5: The request has a field stream',
      'and 5 more',
    ])
      expect(shown(draft)).toContain(words);
    expect(problemsOf(world)).toEqual([]);
  });

  it('that fails is told by its name, and why', { timeout: 90_000 }, async () => {
    await using world = await worldWithBuilders();
    const { ana, marketing } = world;
    const cases: [string, string][] = [
      ['throws --args shop=Oslo', 'The builder throws failed: The shop Oslo is closed.'],
      ['circle', 'The builder circle failed: Converting circular structure to JSON'],
      ['nothing', 'The builder nothing exports no build function by default.'],
      ['broken', 'The builder broken failed: '],
      ['tones', 'The builder tones failed: Name a file with the columns id and name'],
      ['memory', 'The builder memory used too much memory or ended by itself, so it was stopped.'],
      ['loops', 'The builder loops gave no request for 9 seconds, so it was stopped.'],
      ['waits', 'The builder waits gave no request for 9 seconds, so it was stopped.'],
    ];
    for (const [words] of cases) await ana.command(marketing, `/batch build custom ${words}`);
    for (const [, says] of cases) {
      const card = await cardWith(world, 'Failed', says);
      expect(shown(card)).not.toMatch(/CANARY|\\n\s+at |builders\/|file:/);
    }
    const line = world.logLines.find((one) => one.includes('throws.mjs')) ?? '';
    expect(line).toContain('throws.mjs:3');
    expect(line).not.toContain('Oslo');
    expect(problemsOf(world)).toEqual([]);
  });

  it('sees nothing of the bot, and only names in the folder are builders', async () => {
    await using world = await worldWithBuilders();
    const { ana, marketing } = world;
    await ana.command(marketing, '/batch build custom spy');
    await cardWith(world, 'I see BUILDERS_DIR BUILDERS_TICKETS BUILDERS_TIMEOUT_SECONDS PATH TZ');
    for (const name of ['../sources', 'spy.mjs', '/etc/passwd', 'Spy']) {
      await ana.command(marketing, `/batch build custom ${name}`);
      await world.whisper(ana, `There is no builder “${name}”.`, 'There are: broken, circle, loops');
    }
    await ana.command(marketing, '/batch build custom spy --prompt "Hello"');
    await world.whisper(ana, 'A builder writes the requests itself', 'Leave --prompt out');
    await ana.command(marketing, '/batch build custom spy --args warm');
    await world.whisper(ana, '“warm” is no name=value');
    expect(problemsOf(world)).toEqual([]);
  });
});
