// One thing that people see in Slack, in one state, with a title that names both.
import type { KnownBlock, ModalView, View } from '@slack/types';

export type Surface = 'message' | 'modal' | 'home';

export interface Exhibit {
  title: string;
  surface: Surface;
  blocks: readonly KnownBlock[];
  /** What notifications show and screen readers read; null where there is none. */
  text: string | null;
  /** Title and buttons of a window. */
  frame: { title: string; submit: string | null; close: string | null } | null;
}

export interface Room {
  name: string;
  exhibits: Exhibit[];
}

/** @returns a message, as it stands in a conversation */
export function seen(title: string, message: { text?: string; blocks: readonly KnownBlock[] }): Exhibit {
  return { title, surface: 'message', blocks: message.blocks, text: message.text ?? '', frame: null };
}

/** @returns a text that Slack takes no blocks with, as the comment of files */
export function said(title: string, text: string): Exhibit {
  return seen(title, { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });
}

/** @returns a window */
export function opened(title: string, view: ModalView): Exhibit {
  return {
    title,
    surface: 'modal',
    blocks: view.blocks as KnownBlock[],
    text: null,
    frame: {
      title: view.title.text,
      submit: view.submit?.text ?? null,
      close: view.close?.text ?? null,
    },
  };
}

/** @returns a Home tab */
export function home(title: string, view: Pick<View, 'blocks'>): Exhibit {
  return { title, surface: 'home', blocks: view.blocks as KnownBlock[], text: null, frame: null };
}
