// The card of a job in whatever state it is: the one message that people look at.
import type { JobView } from '../../ports/conversation.ts';
import { inline, type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { needsApprovalCard } from './approval.ts';
import { context, type Message, message, section } from './blocks.ts';
import { deletedCard } from './deletion.ts';
import { doneCard } from './done-card.ts';
import { draftCard } from './draft-card.ts';
import { cardHeader, cardText } from './parts.ts';
import { cancelingCard, runningCard, submittingCard } from './running-card.ts';
import { jobTitle, type StateWord, triedWords } from './words.ts';

/** @returns the card as it looks now; only the steps of elapsed time change it while nothing happens */
export function jobCard(view: JobView): Message {
  switch (view.job.state) {
    case 'building':
      return buildingCard(view);
    case 'draft':
      return draftCard(view);
    case 'needs-approval':
      return needsApprovalCard(view);
    case 'submitting':
      return submittingCard(view);
    case 'running':
      return runningCard(view);
    case 'canceling':
      return cancelingCard(view);
    case 'done':
      return doneCard(view);
    case 'discarded':
      return note(view, 'Discarded', 'The draft and its rows were deleted.', chargedLine(view));
    case 'deleting':
    case 'deleted':
      return deletedCard(view);
    case 'failed':
      return note(view, 'Failed', view.job.notice ?? 'The file could not be used.', chargedLine(view));
  }
}

/** Of what was never submitted. */
function chargedLine({ triedMicros }: JobView): Mrkdwn {
  return plain(
    triedMicros === 0
      ? 'Nothing was sent and nothing was charged.'
      : `It was not submitted. ${triedWords(triedMicros)}`,
  );
}

function buildingCard(view: JobView): Message {
  const { job } = view;
  if (job.kind === 'watched') return note(view, 'Reading', 'Looking up the message batch at Anthropic…');
  const asked = plain('Nothing is sent before somebody presses Submit.');
  return note(view, 'Reading', `Reading ${jobTitle(job)}…`, asked);
}

function note(view: JobView, word: StateWord, text: string, small?: Mrkdwn): Message {
  return message(cardText(view, word, text), [
    cardHeader(view, word),
    section(mrkdwn`${inline(text, 2000)}`),
    ...(small === undefined ? [] : [context(small)]),
  ]);
}
