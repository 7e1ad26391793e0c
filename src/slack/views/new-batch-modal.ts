// The window for a new batch: files to upload, or those of a message, and what Claude should do with them.
import type { KnownBlock, ModalView } from '@slack/types';
import { CALLBACKS, encodeNewBatch, type NewBatchRef } from '../ids.ts';
import { inline, mrkdwn, plain } from '../mrkdwn.ts';
import { ACCEPTED_FILES } from './accepted-files.ts';
import { context, section } from './blocks.ts';
import { channelInput, fileInput, readFiles, readInputs, textInput } from './modal-inputs.ts';
import { count } from './words.ts';

const FILES = 'files';
const PROMPT = 'prompt';
const CHANNEL = 'channel';

/** Shown at once, while it is found out whether the person may. */
export const LOADING: ModalView = {
  type: 'modal',
  title: { type: 'plain_text', text: 'New batch' },
  close: { type: 'plain_text', text: 'Close' },
  blocks: [section(plain('One moment…'))],
};

/** @param names of the files of a message; empty: they are uploaded in the window */
export function newBatchModal(ref: NewBatchRef, names: readonly string[]): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACKS.newBatch,
    private_metadata: encodeNewBatch(ref),
    title: { type: 'plain_text', text: 'New batch' },
    submit: { type: 'plain_text', text: 'Make a draft' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      ...(names.length > 0 ? [filesOf(names)] : [filesInput()]),
      textInput({
        block: PROMPT,
        label: 'Prompt',
        hint: 'What Claude should do with each row or file, such as: Write a product description for {{name}}, where {{name}} stands for a column. It can be written later.',
        value: null,
        optional: true,
      }),
      ...(ref.channelId === null ? [placeInput()] : []),
      context(
        plain('You see the prompts and the price first; nothing is sent before somebody presses Submit.'),
      ),
    ],
  };
}

function filesOf(names: readonly string[]): KnownBlock {
  const [first = '', ...more] = names;
  const others = more.length === 0 ? '' : ` and ${count(more.length, 'more file')}`;
  return section(mrkdwn`*${inline(first)}*${others}`);
}

function filesInput(): KnownBlock {
  return fileInput({
    block: FILES,
    label: 'Files',
    hint: `Up to ten of at most 10 MB: ${ACCEPTED_FILES}. Drop larger ones into a channel.`,
  });
}

function placeInput(): KnownBlock {
  return channelInput({
    block: CHANNEL,
    label: 'Channel',
    hint: 'Where the card and the results go. I have to be a member there.',
  });
}

export interface NewBatch {
  prompt: string | null;
  channelId: string | null;
  /** Those that were uploaded in the window. */
  files: { fileId: string; name: string; sizeBytes: number }[];
}

/** @returns what was entered. @throws ZodError for what Slack never sends */
export function readNewBatch(state: unknown): NewBatch {
  const read = readInputs(state);
  return {
    prompt: read(PROMPT)?.trim() || null,
    channelId: read(CHANNEL) ?? null,
    files: readFiles(state, FILES),
  };
}
