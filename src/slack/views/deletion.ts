// The end of a job's data: asked for with a button, and what the card says afterwards.
import type { Job } from '../../core/job/job.ts';
import type { JobView } from '../../ports/conversation.ts';
import { ACTIONS, encodeJobRef } from '../ids.ts';
import { code, date, include, joinMrkdwn, type Mrkdwn, mention, mrkdwn, plain, unlinked } from '../mrkdwn.ts';
import { actions, button, context, type Message, message, section, sections } from './blocks.ts';
import { costWords } from './done-card.ts';
import { cardHeader, cardText, submittedLine } from './parts.ts';
import { jobTitle, tallyWords, triedWords } from './words.ts';

/** As many ids as are read at a glance. */
const IDS_SHOWN = 5;

const OWN =
  'Its rows, prompts and answers are deleted here and at Anthropic, and the results files and answers in its thread are taken out of Slack. What stays: who did what and when, what it cost, the message with the prompt, and the file that was dropped, which is its owner’s.';
const WATCHED =
  'Its results are deleted here, and the results files and answers in its thread are taken out of Slack. The message batch stays at Anthropic, because it was created elsewhere.';

/** @returns what would be deleted and what stays, with the button that does it */
export function deleteReply(job: Job): Message {
  const deleted = job.kind === 'watched' ? WATCHED : OWN;
  const text = mrkdwn`Delete the data of job #${job.number} (${unlinked(jobTitle(job))})? ${deleted}`;
  return message(text, [
    section(text),
    actions(
      button({
        label: 'Delete the data',
        action: ACTIONS.deleteData,
        value: encodeJobRef({ jobId: job.id, revision: job.revision }),
        style: 'danger',
        confirm: {
          title: `Delete the data of #${job.number}?`,
          text: 'Nobody can bring it back.',
          yes: 'Delete it',
          no: 'Keep it',
        },
      }),
    ),
  ]);
}

/** @returns the card of a job whose data is deleted, or being deleted */
export function deletedCard(view: JobView): Message {
  const { job } = view;
  const { tally } = job;
  const lines: Mrkdwn[] = [
    ...(tally === null ? [] : [mrkdwn`*${tallyWords(tally)}*`, plain(costWords(tally))]),
    plain(triedWords(view.triedMicros)),
  ];
  return message(cardText(view, 'Deleted', 'Its rows, prompts and answers are deleted.'), [
    cardHeader(view, 'Deleted'),
    ...sections([...lines, deletedLine(job), leftLine(job)]),
    context(submittedLine(view)),
  ]);
}

/** Anthropic deletes by itself what is 29 days old (platform.claude.com/docs/en/build-with-claude/batch-processing). */
function leftLine({ deletion }: Job): Mrkdwn {
  const ids = deletion?.left ?? [];
  if (ids.length === 0) return mrkdwn``;
  const batches = joinMrkdwn(
    ids.slice(0, IDS_SHOWN).map((id) => mrkdwn`${code(id)}`),
    ', ',
  );
  const more = ids.length > IDS_SHOWN ? plain(` and ${ids.length - IDS_SHOWN} more`) : mrkdwn``;
  return mrkdwn`⚠️ At Anthropic I could not delete ${include(batches)}${include(more)}: sent with another API key, or not allowed to this one. An operator can delete it in the Claude Console; 29 days after it was made Anthropic does it by itself.`;
}

function deletedLine({ state, deletion }: Job): Mrkdwn {
  const are = state === 'deleting' ? 'are being deleted' : 'were deleted';
  const by = deletion === null ? mrkdwn`` : mrkdwn` by ${mention(deletion.by)} on ${date(deletion.at)}`;
  return mrkdwn`Its rows, prompts and answers ${are}${include(by)}.`;
}
