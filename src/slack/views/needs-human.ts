// What a card asks a person when nobody can tell what became of a submission.
import type { KnownBlock } from '@slack/types';
import type { Batch } from '../../core/job/batch.ts';
import type { JobView } from '../../ports/conversation.ts';
import { ACTIONS, encodeBatchRef } from '../ids.ts';
import { code, date, inline, type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { actions, button, section, sectionWithButton } from './blocks.ts';
import { count } from './words.ts';

/** Message batches with a button each; a person cannot judge more. */
const CANDIDATES_SHOWN = 8;

/** @returns the first message batch of the job that waits for a person's decision */
export function undecided({ batches }: JobView): Batch | undefined {
  return batches.find(({ state }) => state === 'needs-human');
}

/** @returns what happened, and why nothing goes on by itself */
export function needsHumanLines(batch: Batch): Mrkdwn[] {
  return [
    mrkdwn`${inline(batch.notice ?? '', 600)}`,
    plain(
      `It is not certain what became of ${count(batch.requests, 'request')}, so nothing more is sent before a person decides.`,
    ),
  ];
}

/** @returns one button for each message batch that it could be, and two for none of them */
export function needsHumanBlocks({ job }: JobView, batch: Batch): KnownBlock[] {
  const valueFor = (remoteId: string | null) =>
    encodeBatchRef({ jobId: job.id, revision: job.revision, batchId: batch.id, remoteId });
  const shown = (batch.candidates ?? []).slice(0, CANDIDATES_SHOWN);
  return [
    ...shown.map(({ id, createdAt }) =>
      sectionWithButton(
        mrkdwn`${code(id)}\ncreated ${date(createdAt)}, ${count(batch.requests, 'request')}`,
        button({ label: candidateLabel(id), action: ACTIONS.useCandidate, value: valueFor(id) }),
      ),
    ),
    ...(shown.length === 0 ? [] : [section(plain(HOW_TO_TELL))]),
    actions(
      button({
        label: shown.length === 0 ? 'Send it again' : 'None of them: send it again',
        action: ACTIONS.sendAgain,
        value: valueFor(null),
        confirm: {
          title: 'Send it again?',
          text: 'If Anthropic did take it the first time, it will be paid twice.',
          yes: 'Send it again',
          no: 'Not now',
        },
      }),
      button({
        label: 'Do not send it',
        action: ACTIONS.giveUp,
        value: valueFor(null),
        style: 'danger',
        confirm: {
          title: 'Leave it unsent?',
          text: 'These requests will have no results. Their rows can be retried when the job has ended.',
          yes: 'Do not send it',
          no: 'Not now',
        },
      }),
    ),
  ];
}

/** Ids begin alike, so the button names its end. */
function candidateLabel(id: string): string {
  return `Use …${id.slice(-6)}`;
}

const HOW_TO_TELL =
  'The Claude Console shows who created each one. A wrong choice is noticed when its results arrive, and nothing of it is mixed into this job.';
