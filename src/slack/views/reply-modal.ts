// A reply as a window, for where there is no conversation to say it in.
import type { ModalView } from '@slack/types';
import { clip, LIMITS } from '../limits.ts';
import { visible } from '../mrkdwn.ts';
import type { Reply } from './reply.ts';

/** @param title cut to Slack's limit */
export function replyModal(title: string, { blocks }: Reply): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: clip(visible(title), LIMITS.modalTitle) },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}
