// The elements people use: buttons, selects, inputs. docs.slack.dev/reference/block-kit/block-elements
import { all, type Check, flag, list, number, object, oneOf, oneOfTypes, only, rule, text } from './check.ts';
import { LIMITS } from './limits.ts';
import { anyText, confirm, id, option, optionGroup, plain } from './texts.ts';

const COMMON = { action_id: id, focus_on_load: flag, placeholder: plain(LIMITS.placeholder) };
const dispatchActionConfig = object({
  trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2),
});
const length = number(0, LIMITS.inputLength);
const anyValue: Check = () => undefined;

export const button = object(
  {
    action_id: id,
    text: plain(LIMITS.buttonText),
    value: text(LIMITS.buttonValue, 1),
    url: text(LIMITS.url, 1),
    style: oneOf('primary', 'danger'),
    confirm,
    accessibility_label: text(LIMITS.accessibilityLabel, 1),
  },
  'text',
);

export const image = object(
  {
    image_url: text(LIMITS.url, 1),
    slack_file: anyValue,
    alt_text: text(LIMITS.altText, 1),
  },
  'alt_text',
);

const optionsOrGroups = rule((value) =>
  (value.options === undefined) === (value.option_groups === undefined)
    ? 'exactly one of options and option_groups is needed'
    : undefined,
);
const initialIsAnOption = rule((value) => {
  const groups = Array.isArray(value.option_groups) ? value.option_groups : [];
  const choices = [
    ...(Array.isArray(value.options) ? value.options : []),
    ...groups.flatMap((group) => (Array.isArray(group?.options) ? group.options : [])),
  ].map((choice) => JSON.stringify(choice));
  const initial = Array.isArray(value.initial_options) ? [...value.initial_options] : [];
  if (value.initial_option !== undefined) initial.push(value.initial_option);
  const stray = initial.some((choice) => !choices.includes(JSON.stringify(choice)));
  return stray ? 'the initial option is none of the options' : undefined;
});

function staticSelect(initial: Record<string, Check>): Check {
  const options = list(option(), LIMITS.selectOptions, 1);
  const groups = list(optionGroup, LIMITS.optionGroups, 1);
  const fields = { ...COMMON, options, option_groups: groups, confirm, ...initial };
  return all(object(fields), optionsOrGroups, initialIsAnOption);
}

const single = { initial_option: option() };
const multiple = {
  initial_options: list(option(), LIMITS.selectOptions, 1),
  max_selected_items: number(1, 100),
};

function pickSelect(initial: string): Check {
  return object({
    ...COMMON,
    confirm,
    [initial]: anyValue,
    response_url_enabled: flag,
    default_to_current_conversation: flag,
    filter: anyValue,
    min_query_length: number(0, 100),
    max_selected_items: number(1, 100),
  });
}

const richOption = option(anyText(LIMITS.optionText));

/** What may stand in an `actions` block or as a section's accessory. */
const ACTION_ELEMENTS: Record<string, Check> = {
  button,
  overflow: object({ action_id: id, options: list(option(), LIMITS.overflowOptions, 1), confirm }, 'options'),
  static_select: staticSelect(single),
  multi_static_select: staticSelect(multiple),
  external_select: pickSelect('initial_option'),
  users_select: pickSelect('initial_user'),
  multi_users_select: pickSelect('initial_users'),
  conversations_select: pickSelect('initial_conversation'),
  multi_conversations_select: pickSelect('initial_conversations'),
  channels_select: pickSelect('initial_channel'),
  multi_channels_select: pickSelect('initial_channels'),
  radio_buttons: all(
    object(
      {
        action_id: id,
        options: list(richOption, LIMITS.radioOptions, 1),
        initial_option: richOption,
        confirm,
        focus_on_load: flag,
      },
      'options',
    ),
    initialIsAnOption,
  ),
  checkboxes: all(
    object(
      {
        action_id: id,
        options: list(richOption, LIMITS.checkboxOptions, 1),
        initial_options: list(richOption, LIMITS.checkboxOptions, 1),
        confirm,
        focus_on_load: flag,
      },
      'options',
    ),
    initialIsAnOption,
  ),
  datepicker: object({ ...COMMON, initial_date: text(10, 10), confirm }),
  timepicker: object({ ...COMMON, initial_time: text(5, 5), timezone: text(100), confirm }),
  datetimepicker: only(
    object({ action_id: id, focus_on_load: flag, initial_date_time: number(0, 9_999_999_999), confirm }),
    'message',
    'modal',
  ),
};

const textInput = {
  ...COMMON,
  initial_value: text(LIMITS.inputLength),
  dispatch_action_config: dispatchActionConfig,
};
const minBelowMax = rule((value) => {
  const min = Number(value.min_length ?? value.min_value ?? Number.NEGATIVE_INFINITY);
  const max = Number(value.max_length ?? value.max_value ?? Number.POSITIVE_INFINITY);
  return min > max ? 'the minimum is above the maximum' : undefined;
});

/** What may stand in an `input` block. */
const INPUT_ELEMENTS: Record<string, Check> = {
  ...Object.fromEntries(
    Object.entries(ACTION_ELEMENTS).filter(([type]) => type !== 'button' && type !== 'overflow'),
  ),
  plain_text_input: all(
    object({ ...textInput, multiline: flag, min_length: length, max_length: number(1, LIMITS.inputLength) }),
    minBelowMax,
  ),
  number_input: only(
    all(
      object(
        { ...textInput, is_decimal_allowed: flag, min_value: text(30), max_value: text(30) },
        'is_decimal_allowed',
      ),
      minBelowMax,
    ),
    'modal',
  ),
  email_text_input: only(object(textInput), 'modal'),
  url_text_input: only(object(textInput), 'modal'),
  rich_text_input: only(object({ ...textInput, initial_value: anyValue }), 'modal', 'home'),
  file_input: only(
    object({ action_id: id, filetypes: list(text(50, 1), 100), max_files: number(1, LIMITS.maxFiles) }),
    'modal',
  ),
};

const feedback = object(
  {
    text: plain(LIMITS.buttonText),
    value: text(LIMITS.buttonValue),
    accessibility_label: text(LIMITS.accessibilityLabel),
  },
  'text',
  'value',
);

/** What may stand in a `context_actions` block. */
export const CONTEXT_ACTION_ELEMENTS: Record<string, Check> = {
  feedback_buttons: object(
    { action_id: id, positive_button: feedback, negative_button: feedback },
    'positive_button',
    'negative_button',
  ),
  icon_button: object(
    {
      action_id: id,
      icon: oneOf('trash'),
      text: plain(LIMITS.buttonText),
      value: text(LIMITS.buttonValue),
      accessibility_label: text(LIMITS.accessibilityLabel),
      visible_to_user_ids: anyValue,
      confirm,
    },
    'icon',
    'text',
  ),
};

/** One of the elements an `actions` block takes. */
export const actionElement = oneOfTypes(ACTION_ELEMENTS, 'element');
/** One of the elements an `input` block takes. */
export const inputElement = oneOfTypes(INPUT_ELEMENTS, 'input element');
