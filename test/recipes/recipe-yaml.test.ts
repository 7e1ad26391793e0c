// A recipe as YAML says everything of it, and nothing else can be read as one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import { EFFORTS, THINKING } from '../../src/core/draft/thinking.ts';
import { UserError } from '../../src/core/errors.ts';
import { fits, neededColumns, readRecipeName, recipeSettings } from '../../src/core/recipe/recipe.ts';
import { recipeFromYaml, recipeToYaml } from '../../src/recipes/recipe-yaml.ts';

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return `${error.message} ${error.next}`;
    throw error;
  }
  return expect.fail('It was not refused.');
}

it('is read back as it was, whatever people write', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 });
  const settings = fc
    .record({
      prompt: text,
      system: fc.option(text),
      model: fc.constant('claude-haiku-5-5'),
      maxTokens: fc.integer({ min: 1, max: 100_000 }),
      idColumn: fc.option(text),
      split: fc.option(fc.constantFrom('line', 'paragraph', 'whole')),
      sheet: fc.option(text),
      batchRequests: fc.option(fc.integer({ min: 1, max: 100_000 })),
      mergesDuplicates: fc.boolean(),
      usesCache: fc.boolean(),
      effort: fc.constantFrom(null, ...EFFORTS),
      thinking: fc.constantFrom(null, ...THINKING),
    })
    .map((some) => recipeSettings({ ...defaultSettings('x'), ...some }));
  fc.assert(
    fc.property(settings, fc.array(text, { maxLength: 5 }), (kept, columns) => {
      const recipe = { name: 'product-texts', settings: kept, columns };
      expect(recipeFromYaml(recipeToYaml(recipe))).toEqual(recipe);
    }),
  );
});

it('keeps fields as people write them', () => {
  const yaml =
    'recipe: mood\nprompt: Judge {{review}}\nmodel: m\nmax_tokens: 9\nfields: "mood: good|bad, score: integer (1 to 10)"\n';
  const recipe = recipeFromYaml(yaml);
  expect(recipe.settings.answerFields.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'mood choice',
    'score integer',
  ]);
  expect(recipeFromYaml(recipeToYaml(recipe))).toEqual(recipe);
  expect(recipeToYaml(recipe)).toContain('mood: good|bad\n  score: integer (1 to 10)');
});

it.each([
  ['{', 'The file is no YAML'],
  ['[]', 'The file is no recipe'],
  ['recipe: a\nprompt: b\nmodel: m\nmax_tokens: many', 'max_tokens'],
  ['recipe: a\nprompt: b\nmodel: m\nmax_tokens: 5\nsurprise: 1', 'surprise'],
  ['recipe: a b\nprompt: b\nmodel: m\nmax_tokens: 5', 'is no name of a recipe'],
  ['recipe: a\nprompt: b\nmodel: m\nmax_tokens: 5\nfields: "mood: nonsense(x"', 'fields:'],
  ['a: &a [x]\nb: *a', 'The file is no'],
])('refuses %s in words', (yaml, words) => {
  expect(refusal(() => recipeFromYaml(yaml))).toContain(words);
});

describe('a recipe', () => {
  it('needs the columns that its prompt and ids name, all of them when it names none', () => {
    const settings = (prompt: string, idColumn: string | null = null) =>
      recipeSettings({ ...defaultSettings('m'), prompt, idColumn });
    expect(neededColumns(settings('Describe {{ Name }}', 'sku'), ['name', 'price', 'sku'])).toEqual([
      'name',
      'sku',
    ]);
    expect(neededColumns(settings('{% if price %}{{price}}{% endif %}'), ['name', 'price'])).toEqual([
      'price',
    ]);
    expect(neededColumns(settings('Sum it up'), ['a', 'b'])).toEqual(['a', 'b']);
  });

  it('fits files with its columns, in any case and order', () => {
    expect(fits({ columns: ['name', 'sku'] }, ['SKU', 'x', 'Name'])).toBe(true);
    expect(fits({ columns: ['name', 'sku'] }, ['name'])).toBe(false);
    expect(fits({ columns: [] }, ['name'])).toBe(false);
  });

  it('has a name that can be typed', () => {
    expect(readRecipeName(' Product-Texts ')).toBe('product-texts');
    expect(refusal(() => readRecipeName(''))).toContain('has no name');
    for (const name of ['a b', '-a', 'a'.repeat(41), '../x'])
      expect(refusal(() => readRecipeName(name))).toContain('no name');
  });
});
