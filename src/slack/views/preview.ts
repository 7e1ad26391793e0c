// Rendered prompts of some rows, exactly as they would be sent.
import type { KnownBlock } from '@slack/types';
import type { Settings } from '../../core/draft/settings.ts';
import type { DraftReport } from '../../core/job/job.ts';
import { clip } from '../limits.ts';
import { code, include, inline, mrkdwn, visible } from '../mrkdwn.ts';
import { context, preformatted } from './blocks.ts';

const PREVIEWS_SHOWN = 3;
const PREVIEW_CHARS = 600;
const NAME_CHARS = 60;

/** @returns each preview under the line of its row, and its custom_id where that is the person's own; what people wrote is never read as markup */
export function previewBlocks(report: DraftReport, { idColumn }: Pick<Settings, 'idColumn'>): KnownBlock[] {
  const hasOwnIds = report.readyMade || idColumn !== null;
  return report.previews
    .slice(0, PREVIEWS_SHOWN)
    .flatMap(({ line, file, customId, prompt }) => [
      context(
        mrkdwn`Preview · ${file ? inline(file, NAME_CHARS) : `line ${line}`}${hasOwnIds ? include(mrkdwn` · custom_id ${code(customId)}`) : ''}`,
      ),
      preformatted(clip(visible(prompt), PREVIEW_CHARS)),
    ]);
}
