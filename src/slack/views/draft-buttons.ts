// What a person can press on a draft card.
import type { Button, KnownBlock } from '@slack/types';
import { needsApproval } from '../../core/job/approval.ts';
import type { DraftReport, Job } from '../../core/job/job.ts';
import { overdrawn } from '../../core/money/budget.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import type { JobView } from '../../ports/conversation.ts';
import { ACTIONS, encodeJobRef } from '../ids.ts';
import { inline } from '../mrkdwn.ts';
import { atMostWords, toolsWords } from './at-most.ts';
import { actions, button } from './blocks.ts';
import { recipeMenu } from './recipe.ts';
import { count, triedWords } from './words.ts';

/** @returns whether a person has to write the prompt before anything else */
export function lacksPrompt({ settings }: Job, report: DraftReport): boolean {
  return settings.prompt === null && report.blockers.some(({ field }) => field === 'prompt');
}

/** @returns the buttons; Submit only when nothing stands in its way and the price is known */
export function draftButtons(view: JobView, report: DraftReport): KnownBlock {
  const { job } = view;
  const value = encodeJobRef({ jobId: job.id, revision: job.revision });
  const isReady = report.blockers.length === 0 && report.estimate !== null;
  const submit = isReady ? [submitButton(view, report, value)] : [];
  return actions(
    ...submit,
    ...tryButton(report, value),
    editButton(lacksPrompt(job, report), value),
    ...recipeMenu(job, view.recipes),
    discardButton(view, value),
  );
}

function submitButton(
  { job, approvalLimitMicros, standings }: JobView,
  report: DraftReport,
  value: string,
): Button {
  const highMicros = report.estimate?.batchHighMicros ?? 0;
  const high = formatDollars(highMicros);
  const isOver = overdrawn(standings, highMicros) !== null;
  const mustAsk = !isOver && needsApproval(highMicros, approvalLimitMicros);
  const model = inline(job.settings.model, 60);
  const to = report.readyMade ? `to the models they name (${model} where they name none)` : `to ${model}`;
  return button({
    label: 'Submit',
    action: ACTIONS.submit,
    value,
    style: 'primary',
    confirm: {
      title: `Submit job #${job.number}?`,
      text: `${count(report.requests, 'request')} ${to} for ${report.estimate === null ? high : atMostWords(report.estimate)}, paid by this workspace’s Anthropic account. Your name is shown on the card.${mustAsk ? ' Somebody else has to approve it first.' : ''}${isOver ? ' The budget has too little left, so it is not sent unless an admin has raised it.' : ''}`,
      yes: mustAsk ? 'Ask for approval' : `Submit for ${high}`,
      no: 'Not yet',
    },
  });
}

/** Its price is told before it is spent. None when all rows of the trial have their answer. */
function tryButton(report: DraftReport, value: string): Button[] {
  const rows = report.trial?.seqs.length ?? 0;
  if (report.blockers.length > 0 || !report.trial || report.estimate?.tried?.rows === rows) return [];
  const [label, which] =
    rows === 1 ? ['Try this row', 'it'] : [`Try ${rows} rows`, `${rows} rows, spread over the file,`];
  return [
    button({
      label,
      action: ACTIONS.tryRows,
      value,
      confirm: {
        title: `${label} now?`,
        text: `Claude answers ${which} right away at the standard price, for ${formatDollars(report.trial.highMicros)} at most${toolsWords(report.estimate ?? {})}. The answers come to the thread.`,
        yes: label,
        no: 'Not now',
      },
    }),
  ];
}

function editButton(lacksPrompt: boolean, value: string): Button {
  return lacksPrompt
    ? button({ label: 'Write the prompt', action: ACTIONS.edit, value, style: 'primary' })
    : button({ label: 'Edit', action: ACTIONS.edit, value });
}

function discardButton({ job, triedMicros }: JobView, value: string): Button {
  return button({
    label: 'Discard',
    action: ACTIONS.discard,
    value,
    confirm: {
      title: `Discard draft #${job.number}?`,
      text: `The draft and its rows are deleted. ${triedMicros === 0 ? 'Nothing was sent, and nothing is charged.' : triedWords(triedMicros)}`,
      yes: 'Discard',
      no: 'Keep it',
    },
  });
}
