// JSON: one object with an entry for each row, found by its id.
import type { ResultsTable, Writer } from './results-table.ts';
import { writeText } from './text-file.ts';

export const json: Writer = {
  name: 'json',
  async write(table, path) {
    writeText(path, pieces(table));
  },
};

/** An entry a line, so that the file can be looked at. */
function* pieces(table: ResultsTable): Generator<string> {
  let before = '{\n';
  for (const { id, value } of table.records()) {
    yield `${before}${JSON.stringify(id)}: ${JSON.stringify(value)}`;
    before = ',\n';
  }
  yield before === '{\n' ? '{}\n' : '\n}\n';
}
