// A job that needs somebody else's approval: its card, who is asked in the thread, and what came of it.
import type { Button, KnownBlock, ModalView } from '@slack/types';
import {
  type Approval,
  type Decision,
  lastApproval,
  needsApproval,
  whyNeeded,
} from '../../core/job/approval.ts';
import type { Job } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import type { JobView } from '../../ports/conversation.ts';
import { ACTIONS, CALLBACKS, encodeJobRef, encodePlacedRef } from '../ids.ts';
import {
  date,
  include,
  inline,
  joinMrkdwn,
  type Mrkdwn,
  mention,
  mentionAny,
  mrkdwn,
  plain,
  unlinked,
} from '../mrkdwn.ts';
import {
  actions,
  button,
  context,
  type Message,
  message,
  preformatted,
  section,
  sections,
} from './blocks.ts';
import { textInput } from './modal-inputs.ts';
import { cardHeader, cardText } from './parts.ts';
import { previewBlocks } from './preview.ts';
import { count, EMOJI, jobTitle } from './words.ts';

/** As many as are read at a glance. */
const NAMED = 10;

/** @returns the card of a job that waits for an approval: what would be sent, what it costs, who may approve it and why */
export function needsApprovalCard(view: JobView): Message {
  const { job } = view;
  const approval = lastApproval(job);
  if (approval === null)
    return message(cardText(view, 'Needs approval', ''), [cardHeader(view, 'Needs approval')]);
  const rest = `${whatWords(job, approval)}. ${whyNeeded(approval)}`;
  return message(cardText(view, 'Needs approval', rest), [
    cardHeader(view, 'Needs approval'),
    ...sections([askedLine(job, approval), plain(whyNeeded(approval)), approversLine(approval)]),
    ...(approval.attempt === 1 && job.report !== null ? previewBlocks(job.report, job.settings) : []),
    context(untilLine(approval)),
    approvalButtons(job, approval),
  ]);
}

/** @returns the request for an approval in the thread; once it is decided, what was decided */
export function approvalMessage({ job }: JobView, index: number): Message {
  const approval = job.approvals[index];
  if (approval === undefined) throw new Error('There is no such request for approval.');
  const asked = askedLine(job, approval);
  const { decision } = approval;
  if (decision !== null) {
    const decided = decisionLine(decision);
    return message(joinMrkdwn([asked, decided], '\n'), [section(asked), ...decisionBlocks(decision)]);
  }
  const lines = [
    mrkdwn`${EMOJI['Needs approval']} *Job #${job.number} needs approval* (${unlinked(jobTitle(job))})`,
    asked,
    plain(whyNeeded(approval)),
    approversLine(approval),
  ];
  return message(joinMrkdwn(lines, '\n'), [
    ...sections(lines),
    context(untilLine(approval)),
    approvalButtons(job, approval),
  ]);
}

/** @returns the word to who asked, once nobody approved; it mentions them */
export function decisionMessage({ job }: JobView, index: number): Message {
  const approval = job.approvals[index];
  const decision = approval?.decision ?? null;
  if (approval === undefined || decision === null) throw new Error('Nothing was decided.');
  const next =
    approval.attempt === 1
      ? 'Nothing was sent. Change the draft with Edit and submit it again, or discard it.'
      : 'Nothing was sent again.';
  const head = mrkdwn`${mention(approval.askedBy)} Job #${job.number} (${unlinked(jobTitle(job))}): ${include(decisionLine(decision))}`;
  return message(joinMrkdwn([head, plain(next)], '\n'), [
    section(head),
    ...reasonBlocks(decision),
    context(plain(next)),
  ]);
}

/** @returns a line for the card of a draft or an ended job whose last request nobody approved; empty for all others */
export function notApprovedBlocks(job: Job): KnownBlock[] {
  const approval = lastApproval(job);
  if (approval?.decision == null || approval.decision.verdict === 'approved') return [];
  // What was sent since, without having to be approved, has nothing to do with it.
  const isOpen = approval.attempt === 1 ? job.state === 'draft' : approval.attempt > job.attempt;
  return isOpen ? decisionBlocks(approval.decision) : [];
}

/** @returns that a draft of this price has to be approved; empty where it has not */
export function approvalLine({ job, approvalLimitMicros: limitMicros }: JobView): Mrkdwn {
  const priceMicros = job.report?.estimate?.batchHighMicros ?? 0;
  return needsApproval(priceMicros, limitMicros)
    ? mrkdwn`${EMOJI['Needs approval']} ${whyNeeded({ limitMicros })} Submit asks for it.`
    : mrkdwn``;
}

/** @returns by whom a job that runs was approved; empty where nobody had to */
export function approvedLine(job: Job): Mrkdwn {
  const approval = lastApproval(job);
  const decision = approval?.decision;
  // Both are written at once: another time is that of a later submission, which nobody had to approve.
  return approval?.attempt === job.attempt &&
    decision?.verdict === 'approved' &&
    decision.at === job.submittedAt
    ? decisionLine(decision)
    : mrkdwn``;
}

/** @returns the window in which a rejection gets its reason */
export function rejectModal({ id, number, revision }: Job, channelId: string): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACKS.reject,
    private_metadata: encodePlacedRef({ jobId: id, revision }, channelId),
    title: { type: 'plain_text', text: `Reject job #${number}` },
    submit: { type: 'plain_text', text: 'Reject' },
    close: { type: 'plain_text', text: 'Not now' },
    blocks: [
      textInput({
        block: REASON,
        label: 'Reason',
        hint: 'The person who asked reads it in the thread.',
        value: null,
      }),
    ],
  };
}

/** The block of the reason in that window. */
export const REASON = 'reason';

function whatWords(job: Job, { attempt, priceMicros }: Approval): string {
  const requests = (attempt === 1 ? job.report : job.retry)?.requests ?? 0;
  const what = attempt === 1 ? count(requests, 'request') : `a retry of ${count(requests, 'request')}`;
  const model = (attempt === 1 ? null : job.retry?.overrides.model) ?? job.settings.model;
  return `${what} to ${inline(model, 60)} for ${formatDollars(priceMicros)} at most`;
}

function askedLine(job: Job, approval: Approval): Mrkdwn {
  return mrkdwn`${mention(approval.askedBy)} asks to send ${whatWords(job, approval)}.`;
}

function approversLine({ approvers }: Approval): Mrkdwn {
  if (approvers.length === 0)
    return plain('Any admin of this workspace may approve it. I mention nobody, so tell one of them.');
  const shown = approvers.slice(0, NAMED).map((id) => mrkdwn`${mentionAny(id)}`);
  const more = approvers.length > NAMED ? [mrkdwn`${approvers.length - NAMED} more`] : [];
  return mrkdwn`As approvers here, these may approve it: ${include(joinMrkdwn([...shown, ...more], ', '))}. Any admin of this workspace may as well.`;
}

function untilLine({ askedAt, expiresAt }: Approval): Mrkdwn {
  return mrkdwn`Asked ${date(askedAt)}. It can be approved until ${date(expiresAt)}; nothing is sent before.`;
}

/** @returns the button that sends a job which waits, after a dialog that names the price */
export function approveButton(job: Job, { priceMicros }: Approval): Button {
  const price = formatDollars(priceMicros);
  return button({
    label: 'Approve',
    action: ACTIONS.approve,
    value: encodeJobRef({ jobId: job.id, revision: job.revision }),
    style: 'primary',
    confirm: {
      title: `Approve job #${job.number}?`,
      text: `It is sent at once, for ${price} at most, paid by this workspace’s Anthropic account. Your name is shown on the card.`,
      yes: `Approve ${price}`,
      no: 'Not yet',
    },
  });
}

function approvalButtons(job: Job, approval: Approval): KnownBlock {
  const value = encodeJobRef({ jobId: job.id, revision: job.revision });
  return actions(
    approveButton(job, approval),
    button({ label: 'Reject', action: ACTIONS.reject, value }),
    button({
      label: 'Withdraw',
      action: ACTIONS.withdraw,
      value,
      confirm: {
        title: `Withdraw job #${job.number}?`,
        text: 'Nobody can approve it any more. Nothing was sent, and nothing is charged; it can be submitted again.',
        yes: 'Withdraw',
        no: 'Keep asking',
      },
    }),
  );
}

function decisionLine({ verdict, by, at }: Decision): Mrkdwn {
  const who = by === null ? mrkdwn`` : mrkdwn` by ${mention(by)}`;
  switch (verdict) {
    case 'approved':
      return mrkdwn`✅ Approved${include(who)} on ${date(at)}`;
    case 'rejected':
      return mrkdwn`🚫 Rejected${include(who)} on ${date(at)}`;
    case 'withdrawn':
      return mrkdwn`↩️ Withdrawn${include(who)} on ${date(at)}`;
    case 'expired':
      return mrkdwn`⌛ Nobody approved it before ${date(at)}`;
  }
}

function decisionBlocks(decision: Decision): KnownBlock[] {
  return [section(decisionLine(decision)), ...reasonBlocks(decision)];
}

/** In the approver's words, exactly as they are. */
function reasonBlocks({ reason }: Decision): KnownBlock[] {
  return reason === null ? [] : [preformatted(reason)];
}
