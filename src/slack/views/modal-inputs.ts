// The inputs that a modal is made of, each held to Slack's limits; the value of each is found under its block.
import type { KnownBlock, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { clip, LIMITS } from '../limits.ts';
import { mrkdwn, visible } from '../mrkdwn.ts';
import { section } from './blocks.ts';

const ACTION = 'value';
const TICKED = 'yes';

/** What every input has. */
interface Input {
  block: string;
  label: string;
  hint: string;
  optional?: boolean;
}

function inputBlock({ block, label, hint, optional = false }: Input) {
  return {
    type: 'input' as const,
    block_id: block,
    optional,
    label: { type: 'plain_text' as const, text: clip(label, LIMITS.inputLabel) },
    hint: { type: 'plain_text' as const, text: clip(visible(hint), LIMITS.inputHint) },
  };
}

/** @param input.isShort one line is enough @returns an input for text, or a note in its place when the text is longer than Slack lets an input be */
export function textInput(input: Input & { value: string | null; isShort?: boolean }): KnownBlock {
  const { value, label } = input;
  if ((value?.length ?? 0) > LIMITS.inputText) {
    return section(
      mrkdwn`*${label}* has more than the ${LIMITS.inputText} characters that fit into this window, so it stays as it is. To use a shorter one, drop the file again.`,
    );
  }
  return {
    ...inputBlock(input),
    element: {
      type: 'plain_text_input',
      action_id: ACTION,
      multiline: input.isShort !== true,
      max_length: LIMITS.inputText,
      ...(value ? { initial_value: value } : {}),
    },
  };
}

/** @returns an input for a whole number of at least 1; it starts empty when the value is none */
export function numberInput(input: Input & { value: number | null }): KnownBlock {
  const isValid = Number.isSafeInteger(input.value) && Number(input.value) >= 1;
  return {
    ...inputBlock(input),
    element: {
      type: 'number_input',
      action_id: ACTION,
      is_decimal_allowed: false,
      min_value: '1',
      ...(isValid ? { initial_value: String(input.value) } : {}),
    },
  };
}

/** @param current the value of the option that is chosen; none is when there is no such option */
export function selectInput(input: Input & { options: PlainTextOption[]; current: string }): KnownBlock {
  const options = input.options.slice(0, LIMITS.selectOptions);
  const initial = options.find(({ value }) => value === input.current);
  return {
    ...inputBlock(input),
    element: {
      type: 'static_select',
      action_id: ACTION,
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

/** @returns an input for any number of the options; none is chosen at first, and none has to be */
export function choicesInput(input: Omit<Input, 'optional'> & { options: PlainTextOption[] }): KnownBlock {
  return {
    ...inputBlock({ ...input, optional: true }),
    element: {
      type: 'multi_static_select',
      action_id: ACTION,
      options: input.options.slice(0, LIMITS.selectOptions),
    },
  };
}

/** @returns a picker of people or of channels; none may be chosen */
export function idsInput(
  input: Omit<Input, 'optional'> & { of: 'users' | 'channels'; ids: readonly string[] },
): KnownBlock {
  const initial = input.ids.length > 0 ? [...input.ids] : undefined;
  return {
    ...inputBlock({ ...input, optional: true }),
    element:
      input.of === 'users'
        ? {
            type: 'multi_users_select',
            action_id: ACTION,
            ...(initial === undefined ? {} : { initial_users: initial }),
          }
        : {
            type: 'multi_conversations_select',
            action_id: ACTION,
            filter: { include: ['public', 'private'], exclude_bot_users: true },
            ...(initial === undefined ? {} : { initial_conversations: initial }),
          },
  };
}

/** @returns an input that uploads files. Slack takes ten at most, of 10 MB each (docs.slack.dev/reference/block-kit/block-elements/file-input-element) */
export function fileInput(input: Omit<Input, 'optional'>): KnownBlock {
  return { ...inputBlock(input), element: { type: 'file_input', action_id: ACTION, max_files: 10 } };
}

/** @returns a picker of one channel; the conversation where the window was opened is chosen when it is one */
export function channelInput(input: Omit<Input, 'optional'>): KnownBlock {
  return {
    ...inputBlock(input),
    element: {
      type: 'conversations_select',
      action_id: ACTION,
      default_to_current_conversation: true,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
    },
  };
}

/** @returns one box to tick; nothing has to be ticked */
export function checkboxInput(
  input: Omit<Input, 'optional'> & { option: string; isTicked: boolean },
): KnownBlock {
  const options = [option(input.option, TICKED)];
  return {
    ...inputBlock({ ...input, optional: true }),
    element: {
      type: 'checkboxes',
      action_id: ACTION,
      options,
      ...(input.isTicked ? { initial_options: options } : {}),
    },
  };
}

/** @returns whether what was read of a checkbox means that it is ticked */
export function isTicked(read: string | null): boolean {
  return read === TICKED;
}

/** @param value at most 150 characters: a cut one would mean something else */
export function option(label: string, value: string): PlainTextOption {
  return { text: { type: 'plain_text', text: clip(visible(label), LIMITS.optionText) }, value };
}

const Values = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_option: z.object({ value: z.string() }).nullish(),
      selected_options: z.array(z.object({ value: z.string() })).nullish(),
      selected_users: z.array(z.string()).nullish(),
      selected_conversations: z.array(z.string()).nullish(),
      selected_conversation: z.string().nullish(),
      files: z
        .array(z.object({ id: z.string(), name: z.string().nullish(), size: z.number().nullish() }))
        .nullish(),
    }),
  ),
);

/** @returns the ids chosen in a picker, none when nobody is; undefined when there is no such input. @throws ZodError as readInputs does */
export function readPicker(state: unknown, block: string): string[] | undefined {
  const input = Values.parse(state)[block]?.[ACTION];
  return input && (input.selected_users ?? input.selected_conversations ?? []);
}

/** @returns the values of the options that were chosen. @throws ZodError as readInputs does */
export function readChoices(state: unknown, block: string): string[] {
  return (Values.parse(state)[block]?.[ACTION]?.selected_options ?? []).map(({ value }) => value);
}

/** @returns the files uploaded in an input, by what is known of them before Slack is asked. @throws ZodError as readInputs does */
export function readFiles(
  state: unknown,
  block: string,
): { fileId: string; name: string; sizeBytes: number }[] {
  const files = Values.parse(state)[block]?.[ACTION]?.files ?? [];
  return files.map(({ id, name, size }) => ({ fileId: id, name: name ?? 'file', sizeBytes: size ?? 0 }));
}

/**
 * Reads `view.state.values`.
 * @returns a reader: the text or chosen value of a block's input, null when it is empty, undefined when there is no such input
 * @throws ZodError for what Slack never sends
 */
export function readInputs(state: unknown): (block: string) => string | null | undefined {
  const values = Values.parse(state);
  return (block) => {
    const input = values[block]?.[ACTION];
    return (
      input &&
      (input.value ??
        input.selected_conversation ??
        input.selected_option?.value ??
        input.selected_options?.[0]?.value ??
        null)
    );
  };
}
