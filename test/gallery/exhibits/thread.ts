// What follows a card in its thread: trials, the end with its files, first answers, words of schedules; and the end in a direct message.

import type { FirstRows } from '../../../src/ports/job-data.ts';
import {
  closingMessage,
  closingText,
  elsewhereMessage,
  noticeMessage,
} from '../../../src/slack/views/closing.ts';
import { firstRowsMessage } from '../../../src/slack/views/first-rows.ts';
import { scheduleMessage } from '../../../src/slack/views/schedule.ts';
import { trialMessage } from '../../../src/slack/views/trial.ts';
import { makeBatch } from '../../slack/fixture.ts';
import { type Room, said, seen } from '../exhibit.ts';
import { done, draft, offer, submitted, tried, view } from '../sample.ts';

const ANSWERS: FirstRows = {
  columns: ['id', 'product', 'mood', 'topic'],
  rows: [
    ['R-1', 'Tide Chair', 'bad', 'delivery'],
    ['R-2', 'Cove Desk', 'mixed', 'price'],
    ['R-3', 'Reef Shelf', 'good', 'price'],
    ['R-4', 'Dune Rug', 'bad', 'quality'],
  ],
};
const whole = view(done());
const partly = view(done({ errored: 12, succeeded: 466 }, { retry: offer(12) }));
const inParts = view(submitted(), [
  makeBatch({ state: 'collected', requests: 200 }),
  makeBatch({ id: 'b2', position: 2, requests: 278 }),
]);
const url = 'https://example.slack.com/archives/C1/p12';

export const thread: Room = {
  name: 'In the thread',
  exhibits: [
    seen('Three rows were tried', trialMessage(view(draft()), [tried(1), tried(2), tried(3)])),
    seen(
      'A trial that went wrong in every way',
      trialMessage(view(draft()), [
        tried(1, {
          state: 'refused',
          answer: null,
          failure: { message: 'Anthropic is overloaded.', next: 'Press Try 3 rows again in a minute.' },
        }),
        tried(2, { state: 'unknown', answer: null }),
        tried(3, { state: 'dropped', answer: null }),
      ]),
    ),
    said('The end, with its files', closingText(whole, 'closing')),
    said('The end of a job with errors', closingText(partly, 'closing')),
    said('Files that were asked for', closingText(whole, 'asked')),
    said('Files of a running job', closingText(inParts, 'partial')),
    said('Failed rows', closingText(partly, 'failed')),
    seen('The end, when the files could not be attached', closingMessage(whole)),
    seen('The first answers', firstRowsMessage(whole, ANSWERS, false)),
    seen('The first answers, where Slack takes no tables', firstRowsMessage(whole, ANSWERS, true)),
    seen(
      'What a schedule did',
      scheduleMessage(whole, { schedule: 1, missed: 0, word: 'It was submitted, for $0.2505 at most.' }),
    ),
    seen(
      'What a schedule did, after the bot was down',
      scheduleMessage(whole, { schedule: 1, missed: 3, word: 'It waits for somebody to press Submit.' }),
    ),
    seen('In a direct message: the end', noticeMessage(whole, url)),
    seen('In a direct message: where the job can no longer be reached', elsewhereMessage(whole)),
  ],
};
