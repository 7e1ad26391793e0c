// The draft card: what would be sent, what will not and why, what it costs, and what to press.
import type { KnownBlock } from '@slack/types';
import type { Estimate } from '../../core/estimate.ts';
import type { DraftReport, Job } from '../../core/job.ts';
import { formatDollars } from '../../core/pricing.ts';
import type { Problem } from '../../core/problem.ts';
import type { JobView } from '../../ports/conversation.ts';
import { ACTIONS, encodeJobRef } from '../ids.ts';
import { clip } from '../limits.ts';
import { include, join, type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { actions, button, context, type Message, message, preformatted, section } from './blocks.ts';
import { cardHeader, cardText } from './parts.ts';
import { count } from './words.ts';

const PREVIEW_CHARS = 600;
const PROBLEMS_SHOWN = 5;
const COLUMNS_SHOWN = 20;
const NAME_CHARS = 60;

export function draftCard(view: JobView): Message {
  const { job } = view;
  const { report } = job;
  if (report === null)
    return message(cardText(view, 'Draft', 'It is being read.'), [cardHeader(view, 'Draft')]);
  const isReady = report.blockers.length === 0 && report.estimate !== null;
  const text = isReady ? readyText(report) : (report.blockers[0]?.text ?? 'It has no price yet.');
  return message(cardText(view, 'Draft', text), [
    cardHeader(view, 'Draft'),
    ...(job.notice === null ? [] : [section(mrkdwn`⚠️ ${job.notice}`)]),
    section(join([foundLine(report), modelLine(job)], '\n')),
    ...report.blockers.map((blocker) =>
      section(mrkdwn`✋ *To do:* ${blocker.text}${hint(blocker.code, report)}`),
    ),
    ...previewBlocks(report),
    ...skippedBlocks(report),
    ...(report.estimate === null ? [] : [section(priceText(report.estimate, job))]),
    ...(report.notes.length === 0 ? [] : [context(...report.notes.slice(0, 8).map(plain))]),
    buttons(job, report, isReady),
  ]);
}

function readyText(report: DraftReport): string {
  const price = report.estimate === null ? '' : `, at most ${formatDollars(report.estimate.batchHighMicros)}`;
  return `${count(report.requests, 'request')}${price}. Press Submit to send it.`;
}

function foundLine(report: DraftReport): Mrkdwn {
  const requests = mrkdwn`*${count(report.requests, 'request')}* from ${count(report.rows, 'row')}`;
  if (report.readyMade) return mrkdwn`${include(requests)} of ready-made requests`;
  const names = report.columns
    .slice(0, COLUMNS_SHOWN)
    .map((name) => mrkdwn`\`${clip(name.replaceAll('`', 'ˋ'), NAME_CHARS)}\``);
  const more =
    report.columns.length > COLUMNS_SHOWN ? [mrkdwn`and ${report.columns.length - COLUMNS_SHOWN} more`] : [];
  const label = report.columns.length === 1 ? plain('Column') : plain('Columns');
  return join([requests, join([label, ...names, ...more], ' ')], ' · ');
}

function modelLine({ settings }: Job): Mrkdwn {
  const parts = [
    mrkdwn`Model \`${settings.model}\``,
    mrkdwn`at most ${settings.maxTokens.toLocaleString('en-US')} tokens per answer`,
  ];
  if (settings.system !== null) parts.push(plain('with a system prompt'));
  if (settings.idColumn !== null) parts.push(mrkdwn`custom_id from ${clip(settings.idColumn, NAME_CHARS)}`);
  return join(parts, ' · ');
}

/** An example in the file's own columns, for a person who has not written a prompt yet. */
function hint(code: string, { columns }: DraftReport): string {
  if (code !== 'no-prompt') return '';
  const [first = 'text', second] = columns;
  const example =
    second === undefined
      ? `Summarize: {{${first}}}`
      : `Write a short description of {{${first}}}. Use: {{${second}}}`;
  return ` What should Claude do with each row? For example: “${clip(example, 200)}”`;
}

function previewBlocks(report: DraftReport): KnownBlock[] {
  return report.previews.flatMap(({ line, customId, prompt }) => [
    context(mrkdwn`Preview · line ${line} · custom_id \`${customId}\``),
    preformatted(clip(prompt, PREVIEW_CHARS)),
  ]);
}

function skippedBlocks({ skipped }: DraftReport): KnownBlock[] {
  if (skipped.count === 0) return [];
  const lines = skipped.first.slice(0, PROBLEMS_SHOWN).map(problemLine);
  const rest = skipped.count - lines.length;
  if (rest > 0) lines.push(mrkdwn`… and ${rest.toLocaleString('en-US')} more`);
  return [section(join([mrkdwn`*${count(skipped.count, 'row')} will be skipped:*`, ...lines], '\n'))];
}

function problemLine({ line, text }: Problem): Mrkdwn {
  return line === null ? mrkdwn`• ${clip(text, 300)}` : mrkdwn`• Line ${line}: ${clip(text, 300)}`;
}

function priceText(price: Estimate, { settings }: Job): Mrkdwn {
  const low = formatDollars(price.batchLowMicros);
  const high = formatDollars(price.batchHighMicros);
  const standard = formatDollars(price.standardHighMicros);
  const saved = formatDollars(price.standardHighMicros - price.batchHighMicros);
  const limit = settings.maxTokens.toLocaleString('en-US');
  const tokens = price.inputTokens.toLocaleString('en-US');
  const basis =
    price.basis === 'counted'
      ? 'counted by Anthropic on a sample'
      : 'guessed from the length, because Anthropic could not be asked';
  return join(
    [
      mrkdwn`*Price as a batch: ${high} at most.* At the standard rate ${standard}, so a batch saves ${saved} (50%).`,
      mrkdwn`${low} of it is the input, about ${tokens} tokens (${basis}); the rest depends on how long the answers are, up to ${limit} tokens each. An estimate, at prices of ${price.pricesAsOf}.`,
    ],
    '\n',
  );
}

function buttons(job: Job, report: DraftReport, isReady: boolean): KnownBlock {
  const value = encodeJobRef({ jobId: job.id, revision: job.revision });
  const noPrompt = report.blockers.some(({ code }) => code === 'no-prompt');
  const edit = button({
    label: noPrompt ? 'Write the prompt' : 'Edit',
    action: ACTIONS.edit,
    value,
    ...(noPrompt ? { style: 'primary' } : {}),
  });
  const discard = button({
    label: 'Discard',
    action: ACTIONS.discard,
    value,
    confirm: {
      title: `Discard job #${job.number}?`,
      text: 'The draft and its rows are deleted. Nothing was sent or charged.',
      yes: 'Discard',
      no: 'Keep it',
    },
  });
  return isReady ? actions(submitButton(job, report, value), edit, discard) : actions(edit, discard);
}

function submitButton(job: Job, report: DraftReport, value: string) {
  const high = formatDollars(report.estimate?.batchHighMicros ?? 0);
  return button({
    label: 'Submit',
    action: ACTIONS.submit,
    value,
    style: 'primary',
    confirm: {
      title: `Submit job #${job.number}?`,
      text: `${count(report.requests, 'request')} to ${clip(job.settings.model, 60)} for ${high} at most, charged to this workspace’s Anthropic account. Your name is shown on the card.`,
      yes: `Submit for ${high} at most`,
      no: 'Not yet',
    },
  });
}
