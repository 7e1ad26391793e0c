// Rows and problems, as they are met, to pages of one size.
import type { Problem } from '../../core/source/problem.ts';
import type { Page, Row } from '../reader.ts';

const PAGE_ROWS = 500;

/** @returns pages of 500 rows and problems; the last may hold fewer */
export async function* toPages(groups: AsyncIterable<readonly (Row | Problem)[]>): AsyncGenerator<Page> {
  let page: Page = { rows: [], problems: [] };
  for await (const group of groups) {
    for (const found of group) {
      if ('cells' in found) page.rows.push(found);
      else page.problems.push(found);
      if (page.rows.length + page.problems.length < PAGE_ROWS) continue;
      yield page;
      page = { rows: [], problems: [] };
    }
  }
  if (page.rows.length + page.problems.length > 0) yield page;
}
