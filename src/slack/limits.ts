// Slack's sizes by name, and cutting to them. Source: docs.slack.dev/reference/block-kit.

export const LIMITS = {
  /** chat.update refuses more than 4,000 characters with msg_too_long; entities and emoji count for more than one. */
  messageText: 3000,
  messageBlocks: 50,
  sectionText: 3000,
  headerText: 150,
  contextText: 2000,
  actionButtons: 25,
  buttonText: 75,
  buttonValue: 2000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  modalTitle: 24,
  inputLabel: 2000,
  inputHint: 2000,
  inputText: 3000,
  optionText: 75,
  optionValue: 150,
  selectOptions: 100,
  preformatted: 3000,
  /** Of data_table with its header; older documentation has half of today's rows and characters. */
  tableRows: 101,
  tableText: 9500,
} as const;

/** Cuts plain text, and says so with an ellipsis; never inside a character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
  return `${text.slice(0, end)}…`;
}

/** Cuts mrkdwn, never inside an entity or a link, so that what is left is as safe as it was. */
export function clipMrkdwn<T extends string>(text: T, max: number): T {
  if (text.length <= max) return text;
  let cut = clip(text, max).slice(0, -1);
  const open = cut.lastIndexOf('<');
  if (open > cut.lastIndexOf('>')) cut = cut.slice(0, open);
  cut = cut.replace(/&[a-z]{0,3}$/, '');
  return `${cut}…` as T;
}
