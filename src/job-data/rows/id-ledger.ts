// custom_ids that come from the file: each may be used once, and leads back to its row.
import type { JobFile } from '../job-file.ts';
import type { RenderedRequest } from '../request/render.ts';
import type { StoredRow } from './stored-rows.ts';

export interface IdLedger {
  /** @returns null when the id is now this row's, or why it cannot be. */
  claim(request: RenderedRequest, row: StoredRow): { code: string; text: string } | null;
}

/**
 * @param fromFile false for numbered custom_ids, which are unique by themselves and need no table
 */
export function createIdLedger(file: JobFile, fromFile: boolean): IdLedger {
  if (!fromFile) return { claim: () => null };
  const insert = file.prepare('INSERT INTO request_id (custom_id, seq) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const firstLine = file.prepare<[string], { line: number }>(
    'SELECT row.line FROM request_id JOIN row USING (seq) WHERE custom_id = ?',
  );
  return {
    claim(request, row) {
      const { customId } = request.read();
      if (insert.run(customId, row.seq).changes === 1) return null;
      const line = firstLine.get(customId)?.line;
      return {
        code: 'duplicate-custom-id',
        text: `The custom_id “${customId}” is already used in line ${line}; it has to be unique.`,
      };
    },
  };
}
