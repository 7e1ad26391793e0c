// Tables in other clothes: a workbook, a JSON file and a packed CSV become drafts; a hostile workbook gets a sentence.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { textRow, workbookOf } from '../support/workbook.ts';
import { openWorld, problemsOf, shown } from '../support/world.ts';
import { zipOf } from '../support/zip.ts';

const PROMPT = 'Say something about {{name}}';

describe('a dropped', () => {
  it('workbook is a draft of its first sheet; a command reads another one', async () => {
    await using world = await openWorld();
    const sheets = {
      Leads: textRow(1, ['name', 'city']) + textRow(2, ['Ann', 'Oslo']) + textRow(3, ['Bo', 'Rome']),
      'Old leads': textRow(1, ['name']) + textRow(2, ['Cy']),
    };
    const start = await world.drop('leads.xlsx', await workbookOf({ sheets }), PROMPT);
    const card = await world.card(start, '"Submit"', '2 requests', 'Say something about Ann');
    expect(shown(card)).toContain('The sheet “Leads” was read; the workbook has 2: Leads, Old leads.');
    const { ana, slack, marketing } = world;
    await ana.command(marketing, `/batch build xlsx last --sheet "old leads" --prompt "${PROMPT}"`);
    await slack.waitFor('a draft of the other sheet', () =>
      slack.messages(marketing).find((message) => shown(message).includes('Say something about Cy')),
    );
    await ana.command(marketing, `/batch build last --sheet New --prompt "${PROMPT}"`);
    await slack.waitFor('the sheets that there are', () =>
      slack
        .messages(marketing)
        .find((message) => shown(message).includes('Its sheets are: Leads, Old leads.')),
    );
    expect(problemsOf(world)).toEqual([]);
  });

  it('JSON file is a draft of its list', async () => {
    await using world = await openWorld();
    const content = JSON.stringify(
      { total: 2, people: [{ name: 'Ann' }, { name: 'Bo', tags: ['x'] }] },
      null,
      2,
    );
    const start = await world.drop('people.json', content, PROMPT);
    const card = await world.card(start, '"Submit"', '2 requests', 'Say something about Ann');
    expect(shown(card)).toContain('The rows are the items of the list “people”.');
    expect(problemsOf(world)).toEqual([]);
  });

  it('packed CSV is a draft of what is inside', async () => {
    await using world = await openWorld();
    const start = await world.drop('people.csv.gz', gzipSync('name\nAnn\nBo\n'), PROMPT);
    const card = await world.card(start, '"Submit"', '2 requests', 'Say something about Ann');
    expect(shown(card)).toContain('The file was unpacked.');
    expect(problemsOf(world)).toEqual([]);
  });

  it('bomb in the clothes of a workbook gets a sentence, and the bot goes on', async () => {
    await using world = await openWorld();
    const bomb = await zipOf({
      'xl/workbook.xml': '<workbook/>',
      'xl/worksheets/sheet1.xml': Buffer.alloc(2_000_000),
    });
    const start = await world.drop('bomb.xlsx', bomb, PROMPT);
    const card = await world.card(start, 'Unpacked, the file would be far larger than it looks');
    expect(shown(card)).not.toContain('"Submit"');
    const good = await world.drop('good.csv', 'name\nAnn\n', PROMPT);
    await world.card(good, '"Submit"');
    expect(problemsOf(world)).toEqual([]);
  });
});
