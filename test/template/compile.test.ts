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
  ])('%s', (template, text) => expect(render(template)).toBe(text));

  it('shows numbers, nothing and nested values of JSONL', () => {
    expect(render('{{a}}|{{b}}|{{c}}|{{d}}', [1.5, null, { x: [1] }], ['a', 'b', 'c', 'd'])).toBe(
      '1.5||{"x":[1]}|',
    );
    expect(render('{{ c.x | join: "," }}', [null, null, { x: [1, 2] }], ['a', 'b', 'c'])).toBe('1,2');
  });

  it.each([
    ['{{nmae}}', '{{nmae}}'],
    ['{{ nmae | upcase }}', '{{nmae}}'],
    ['{% if colour %}x{% endif %}', '{{colour}}'],
  ])('names the unknown column of %s', (template, name) => {
    const compiled = compileTemplate(template, COLUMNS);
    expect(compiled.ok ? '' : compiled.text).toContain(name);
  });

  it('says in plain words which filter there is not, and where else it cannot be read', () => {
    const textOf = (template: string) => {
      const compiled = compileTemplate(template, COLUMNS);
      return compiled.ok ? '' : compiled.text;
    };
    expect(textOf('{{ name | upcas }}')).toContain('the filter “upcas”, which Liquid does not have');
    expect(textOf('Hi {% if name %}')).toMatch(/not valid Liquid \(line 1, character \d+\)/);
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
  it.each([
    '{% render "package.json" %}',
    '{% include "../package.json" %}',
    '{% layout "package.json" %}',
    '{{ name.constructor.name }}',
    '{{ row.__proto__ }}',
    '{% for i in (1..100000000) %}x{% endfor %}',
    '{% for i in (1..10000) %}{% for j in (1..10000) %}x{% endfor %}{% endfor %}',
    '{{ "x" | times: 1e9 }}{{ name | nosuchfilter }}',
    `${'{% if name %}'.repeat(5000)}`,
    '{% assign a = "xxxxxxxxxx" %}{% for i in (1..30) %}{% assign a = a | append: a %}{% endfor %}{{ a }}',
  ])('%s', (template) => {
    const before = performance.now();
    let text = '';
    try {
      text = render(template);
    } catch (error) {
      text = error instanceof Error ? error.message : '';
    }
    expect(performance.now() - before).toBeLessThan(1500);
    expect(text).not.toContain('claude-batches-for-slack');
    expect(text).not.toContain('[native code]');
    expect(text.length).toBeLessThan(1_100_000);
  });
});
