// Text objects, options and confirm dialogs.
import { textAt } from '../json.ts';
import { all, type Check, flag, list, object, oneOf, ringsEverybody, rule, text } from './check.ts';
import { LIMITS } from './limits.ts';

const PLAIN_ONLY = rule((value) => (value.type === 'plain_text' ? undefined : 'must be a plain_text object'));
const PLAIN_OR_MRKDWN = rule((value) =>
  value.type === 'plain_text' || value.type === 'mrkdwn'
    ? undefined
    : 'must be a plain_text or mrkdwn object',
);
const NO_BROADCAST = rule((value, inspection) => {
  if (value.type === 'mrkdwn' && ringsEverybody(textAt(value, 'text') ?? '')) {
    inspection.warnings.push('a live <!channel>, <!here> or <!everyone>');
  }
  return undefined;
});

/** A plain_text object of 1 to `max` characters. */
export function plain(max: number): Check {
  return all(PLAIN_ONLY, object({ text: text(max, 1), emoji: flag }, 'text'));
}

/** A plain_text or mrkdwn object of 1 to `max` characters. */
export function anyText(max: number): Check {
  const mrkdwn = object({ text: text(max, 1), verbatim: flag }, 'text');
  const plainText = object({ text: text(max, 1), emoji: flag }, 'text');
  const chosen: Check = (value, pointer, inspection) => {
    const isMrkdwn = textAt(value, 'type') === 'mrkdwn';
    (isMrkdwn ? mrkdwn : plainText)(value, pointer, inspection);
  };
  return all(PLAIN_OR_MRKDWN, NO_BROADCAST, chosen);
}

export const id = text(LIMITS.id, 1);

export const confirm = object(
  {
    title: plain(LIMITS.confirmTitle),
    text: anyText(LIMITS.confirmText),
    confirm: plain(LIMITS.confirmButton),
    deny: plain(LIMITS.confirmButton),
    style: oneOf('primary', 'danger'),
  },
  'title',
  'text',
  'confirm',
  'deny',
);

/** An option; radio buttons and checkboxes also take mrkdwn. */
export function option(label: Check = plain(LIMITS.optionText)): Check {
  return object(
    {
      text: label,
      value: text(LIMITS.optionValue, 1),
      description: anyText(LIMITS.optionDescription),
      url: text(LIMITS.url, 1),
    },
    'text',
    'value',
  );
}

export const optionGroup = object(
  { label: plain(LIMITS.optionText), options: list(option(), LIMITS.selectOptions, 1) },
  'label',
  'options',
);
