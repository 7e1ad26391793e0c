// The one sentence for a workbook that is damaged inside.
import { UserError } from '../../../core/errors.ts';

/** @returns the error for a workbook whose parts are missing, cut or no XML */
export function brokenWorkbook(cause?: unknown): UserError {
  return new UserError(
    'broken-workbook',
    'The workbook is damaged: a part of it is missing or cannot be read.',
    'Open it in Excel, save it again and drop the new file; or save the sheet as CSV.',
    { cause },
  );
}
