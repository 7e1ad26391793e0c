// A template to a function from row to text: the fast path for plain columns, Liquid for the rest.
import { cellText } from '../core/cell.ts';
import { parsePlain, unknownColumnsText } from '../core/draft/template.ts';
import type { Compiled } from './compiled.ts';
import { compileLiquid } from './liquid.ts';

/**
 * Compiles a template against the columns of a file.
 * @returns the renderer, or the sentence that says why there is none (unknown column, Liquid syntax)
 */
export function compileTemplate(template: string, columns: readonly string[]): Compiled {
  const plain = parsePlain(template, columns);
  if (plain === null) return compileLiquid(template, columns);
  if (plain.unknown.length > 0) return { ok: false, text: unknownColumnsText(plain.unknown, columns) };
  const { segments } = plain;
  return {
    ok: true,
    segments,
    render(cells) {
      let text = '';
      for (const segment of segments)
        text += typeof segment === 'number' ? cellText(cells[segment]) : segment;
      return text;
    },
  };
}
