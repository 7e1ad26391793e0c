// Judges a whole list of blocks or a whole view.
import { isObject, type JsonObject, objectsAt, textAt } from '../json.ts';
import { block } from './blocks.ts';
import {
  type BlockError,
  flag,
  type Inspection,
  list,
  object,
  oneOf,
  report,
  type Surface,
  text,
} from './check.ts';
import { cellCharacters } from './data-blocks.ts';
import { LIMITS } from './limits.ts';
import { id, plain } from './texts.ts';

export interface Verdict {
  errors: BlockError[];
  /** Mistakes Slack lets pass but people suffer from. */
  warnings: string[];
}

/**
 * @param blocks the payload's `blocks`
 * @param pointer where they stand, such as `/blocks`
 */
export function validateBlocks(blocks: unknown, surface: Surface, pointer = '/blocks'): Verdict {
  const inspection: Inspection = { surface, errors: [], warnings: [] };
  const max = surface === 'message' ? LIMITS.messageBlocks : LIMITS.viewBlocks;
  list(block, max)(blocks, pointer, inspection);
  const all = Array.isArray(blocks) ? blocks.filter(isObject) : [];
  checkBlockIds(all, pointer, inspection);
  checkTotals(all, pointer, inspection);
  return { errors: inspection.errors, warnings: inspection.warnings };
}

function checkBlockIds(blocks: JsonObject[], pointer: string, inspection: Inspection): void {
  const seen = new Set<string>();
  for (const [index, entry] of blocks.entries()) {
    const blockId = textAt(entry, 'block_id');
    if (blockId === undefined) continue;
    if (seen.has(blockId))
      report(inspection, `${pointer}/${index}/block_id`, `block_id ${blockId} is used twice`);
    seen.add(blockId);
  }
}

function checkTotals(blocks: JsonObject[], pointer: string, inspection: Inspection): void {
  const ofType = (type: string) => blocks.filter((entry) => entry.type === type);
  const markdown = ofType('markdown').reduce((sum, entry) => sum + (textAt(entry, 'text')?.length ?? 0), 0);
  if (markdown > LIMITS.markdown)
    report(inspection, pointer, `markdown blocks hold more than ${LIMITS.markdown} characters`);
  if (ofType('table').length > 1) report(inspection, pointer, 'only_one_table_allowed');
  if (ofType('plan').length > 1) report(inspection, pointer, 'only one plan is allowed');
  if (ofType('data_visualization').length > LIMITS.chartsPerMessage) {
    report(inspection, pointer, `no more than ${LIMITS.chartsPerMessage} data_visualization blocks`);
  }
  const cells = ofType('data_table').reduce((sum, entry) => sum + cellCharacters(entry), 0);
  if (cells > LIMITS.dataTableCharacters) report(inspection, pointer, 'data tables hold too many characters');
}

const VIEW_FIELDS = {
  blocks: () => undefined,
  callback_id: id,
  clear_on_close: flag,
  close: plain(LIMITS.viewTitle),
  external_id: text(LIMITS.id),
  notify_on_close: flag,
  private_metadata: text(LIMITS.privateMetadata),
  submit: plain(LIMITS.viewTitle),
  submit_disabled: flag,
  title: plain(LIMITS.viewTitle),
  type: oneOf('modal', 'home'),
};
const modal = object(VIEW_FIELDS, 'type', 'title', 'blocks');
const { blocks, callback_id, external_id, private_metadata, type } = VIEW_FIELDS;
const home = object({ blocks, callback_id, external_id, private_metadata, type }, 'type', 'blocks');

/** Judges a view payload for the surface it is sent to. */
export function validateView(view: unknown, surface: 'modal' | 'home'): Verdict {
  const inspection: Inspection = { surface, errors: [], warnings: [] };
  (surface === 'modal' ? modal : home)(view, '/view', inspection);
  if (textAt(view, 'type') !== surface) report(inspection, '/view/type', `must be ${surface}`);
  const hasInput = objectsAt(view, 'blocks').some((entry) => entry.type === 'input');
  if (surface === 'modal' && hasInput && isObject(view) && view.submit === undefined) {
    report(inspection, '/view', 'missing required field: submit');
  }
  const verdict = validateBlocks(isObject(view) ? view.blocks : undefined, surface, '/view/blocks');
  return {
    errors: [...inspection.errors, ...verdict.errors],
    warnings: [...inspection.warnings, ...verdict.warnings],
  };
}

/** The lines Slack puts into `response_metadata.messages`. */
export function errorLines(errors: BlockError[]): string[] {
  return errors.map(({ message, pointer }) => `[ERROR] ${message} [json-pointer:${pointer}]`);
}
