// Templates: columns, Liquid, and what nobody should be able to do with them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { compileTemplate } from '../../src/template/compile.ts';

const COLUMNS = ['name', 'price', 'product name'];

function render(template: string, cells: Json[] = ['Ann', '3', 'Big Lamp'], columns = COLUMNS): string {
  const compiled = compileTemplate(template, columns);
  if (!compiled.ok) throw new Error(compiled.text);
  return compiled.render(cells);
}

describe('a template', () => {
  it.each([
    ['Hi {{name}}!', 'Hi Ann!'],
    ['{{ product name }}', 'Big Lamp'],
    ['{{ product name | upcase }}', 'BIG LAMP'],
    ['{{ name | upcase }} {{price}}', 'ANN 3'],
    ['{% if price == "3" %}three{% else %}other{% endif %}', 'three'],
    ['{{ row["product name"] | size }}', '8'],
    ['{% assign x = name | append: "!" %}{{ x }}', 'Ann!'],
    ['{{ NAME | upcase }}', 'ANN'],
    ['{{- product name | upcase -}}  !', 'BIG LAMP!'],
    ['Answer as {"a":{"b":"{{product name}}"}}', 'Answer as {"a":{"b":"Big Lamp"}}'],
    ['{{ name | default: price }}', 'Ann'],
  ])('%s', (template, text) => expect(render(template)).toBe(text));

  it('shows numbers, nothing and nested values of JSONL', () => {
    expect(render('{{a}}|{{b}}|{{c}}|{{d}}', [1.5, null, { x: [1] }], ['a', 'b', 'c', 'd'])).toBe(
      '1.5||{"x":[1]}|',
    );
    expect(render('{% if c %}{{c}}{% endif %}', [null, null, { x: [1] }], ['a', 'b', 'c'])).toBe('{"x":[1]}');
    expect(render('{{ c.x | join: "," }}', [null, null, { x: [1, 2] }], ['a', 'b', 'c'])).toBe('1,2');
  });

  it.each([
    ['{{nmae}}', '{{nmae}}'],
    ['{{ nmae | upcase }}', '{{nmae}}'],
    ['{% if colour %}x{% endif %}', '{{colour}}'],
    ['{{ row["colour"] | upcase }}', '{{colour}}'],
  ])('names the unknown column of %s', (template, name) => {
    const compiled = compileTemplate(template, COLUMNS);
    expect(compiled.ok ? '' : compiled.text).toContain(name);
  });

  it('says in plain words which filter there is not, and where else it cannot be read', () => {
    const textOf = (template: string) => {
      const compiled = compileTemplate(template, COLUMNS);
      return compiled.ok ? '' : compiled.text;
    };
    expect(textOf('{{ name | upcas }}')).toContain('the filter “upcas”, which cannot be used here');
    expect(textOf('Hi {% if name %}')).toMatch(/not valid Liquid \(line 1, character \d+\)/);
  });

  it('reaches columns with any name, also those that mean something to Liquid', () => {
    for (const column of [
      'row',
      'empty',
      'true',
      'a.b',
      'a "b"',
      "it's",
      'b\\s',
      '1st',
      'größe',
      'price ($)',
    ]) {
      expect(render(`{{ ${column} | append: "!" }}`, ['x'], [column]), column).toBe('x!');
      expect(render(`{{${column}}}`, ['x'], [column]), column).toBe('x');
    }
  });

  it.each(['{{ "now" | date: "%s" }}', '{{ name | date: "%s" }}', '{{ name | date_to_xmlschema }}'])(
    'has no clock: %s',
    (template) => {
      expect(() => render(template, ['now', '', ''])).toThrow('no date here');
    },
  );

  it('reads dates of the file, and has no dice', () => {
    expect(render('{{ name | date: "%Y" }}', ['2024-06-05', '', ''])).toBe('2024');
    expect(compileTemplate('{{ name | split: "" | sample }}', COLUMNS)).toMatchObject({ ok: false });
  });

  it('never evaluates what stands in a cell', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('{{name}}', '{% include "x" %}', '{{ "a" | upcase }}', '{% raw %}', '$&', '$1'),
    );
    fc.assert(
      fc.property(cell, (text) => {
        expect(render('<{{name}}>', [text, '', ''])).toBe(`<${text}>`);
        expect(render('<{{ name | append: "" }}>', [text, '', ''])).toBe(`<${text}>`);
      }),
    );
  });
});

describe('a hostile template', () => {
  const templates = [
    '{% render "package.json" %}',
    '{% include "../package.json" %}',
    '{% layout "package.json" %}',
    // Without quotes: that is how these tags name a file here.
    '{% render package.json %}',
    '{% include package.json %}',
    '{% layout package.json %}',
    '{% include name %}',
    '{{ name.constructor.name }}',
    '{{ row.__proto__ }}',
    '{% for i in (1..100000000) %}x{% endfor %}',
    '{% for i in (1..10000) %}{% for j in (1..10000) %}x{% endfor %}{% endfor %}',
    '{% for i in (1..900) %}{% for j in (1..900) %}{% for k in (1..900) %}{% endfor %}{% endfor %}{% endfor %}',
    '{% tablerow i in (1..900000) %}{{ i }}{% endtablerow %}',
    '{{ 1 | date: "%99999999999d" }}',
    `{{ name${' '.repeat(90_000)}`,
    `{{${'\t'.repeat(90_000)}{%`,
    `{{${' a'.repeat(45_000)}|`,
    '{{a'.repeat(30_000),
    '{{ "x" | times: 1e9 }}{{ name | nosuchfilter }}',
    `${'{% if name %}'.repeat(5000)}`,
    '{% assign a = "xxxxxxxxxx" %}{% for i in (1..30) %}{% assign a = a | append: a %}{% endfor %}{{ a }}',
  ];
  const named = templates.map((template) => [template.slice(0, 60), template] as const);
  // Those that blow up would take minutes without their limits.
  it.each(named)('%s', { timeout: 10_000 }, (_name, template) => {
    let text = '';
    try {
      text = render(template);
    } catch (error) {
      text = error instanceof Error ? error.message : '';
    }
    expect(text).not.toContain('claude-batches-for-slack');
    expect(text).not.toContain('[native code]');
    expect(text.length).toBeLessThan(1_100_000);
  });
});
