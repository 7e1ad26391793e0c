// How often each label was given, as a line for the answers or for each of their fields.
import type { Tally } from '../../core/result/tally.ts';
import { inline, joinMrkdwn, type Mrkdwn, mrkdwn } from '../mrkdwn.ts';
import { number } from './words.ts';

const LABELS_SHOWN = 8;
const LABEL_CHARS = 60;

/** @returns e.g. '*sentiment*: positive 61 · negative 30 · neutral 9', the most frequent first */
export function labelLines({ labels }: Tally): Mrkdwn[] {
  return labels
    .filter(({ counts }) => counts.length > 0)
    .map(({ name, counts }) => {
      const shown = counts.slice(0, LABELS_SHOWN);
      const parts = shown.map(({ label, count }) => mrkdwn`${inline(label, LABEL_CHARS)} ${number(count)}`);
      const rest = counts.length - shown.length;
      if (rest > 0) parts.push(mrkdwn`and ${rest} more`);
      const title = name === null ? mrkdwn`Answers:` : mrkdwn`*${inline(name, LABEL_CHARS)}*:`;
      return joinMrkdwn([title, joinMrkdwn(parts, ' · ')], ' ');
    });
}
