// What stands in place of a modal whose submission was refused: the reason, and nothing to press but Close.
import type { ModalView } from '@slack/types';
import type { Reply } from './reply.ts';

export function refusalModal({ blocks }: Reply): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Not saved' },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}
