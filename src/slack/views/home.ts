// The Home tab: what waits for this person, their jobs, what they spent, and the way to the rest.
import type { KnownBlock, HomeView as SlackHome } from '@slack/types';
import { lastApproval, whyNeeded } from '../../core/job/approval.ts';
import { monthWords } from '../../core/money/budget.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import type { CardPlace, HomeView, ListedJob } from '../../ports/conversation.ts';
import { ACTIONS, encodeJobRef, encodeRecipeRef } from '../ids.ts';
import { include, inline, joinMrkdwn, link, type Mrkdwn, mention, mrkdwn, plain } from '../mrkdwn.ts';
import { ACCEPTED_FILES } from './accepted-files.ts';
import { approveButton } from './approval.ts';
import { actions, button, context, header, section, sections, sectionWithButton } from './blocks.ts';
import { budgetLine } from './budget.ts';
import { jobLine } from './job-line.ts';
import { recipeLine } from './recipe.ts';
import { errorReply } from './reply.ts';
import { NOTIFY_WORDS } from './settings.ts';
import { count, jobTitle } from './words.ts';

/** @param urlOf the address of a card, as Slack's clients open it */
export function homeView(home: HomeView, urlOf: (card: CardPlace) => string): SlackHome {
  const blocks =
    home.refusal === null
      ? [
          ...approvalBlocks(home, urlOf),
          ...jobBlocks(home, urlOf),
          ...moneyBlocks(home),
          ...recipeBlocks(home),
          ...settingsBlocks(home),
        ]
      : errorReply(home.refusal).blocks;
  return { type: 'home', blocks };
}

function approvalBlocks({ approvals }: HomeView, urlOf: (card: CardPlace) => string): KnownBlock[] {
  if (approvals.length === 0) return [];
  return [header('Waiting for an approval'), ...approvals.flatMap((one) => approvalOf(one, urlOf))];
}

function approvalOf({ job, card }: ListedJob, urlOf: (card: CardPlace) => string): KnownBlock[] {
  const approval = lastApproval(job);
  if (approval === null) return [];
  const value = encodeJobRef({ jobId: job.id, revision: job.revision });
  const text = mrkdwn`*#${job.number}* ${jobTitle(job)}${opens(card, urlOf)}\n${mention(approval.askedBy)} asks to send it for ${formatDollars(approval.priceMicros)} at most. ${whyNeeded(approval)}`;
  const look = button({ label: 'Details', action: ACTIONS.homeDetails, value });
  return [
    section(text),
    actions(approveButton(job, approval), button({ label: 'Reject', action: ACTIONS.reject, value }), look),
  ];
}

function jobBlocks({ jobs, page, pages, now }: HomeView, urlOf: (card: CardPlace) => string): KnownBlock[] {
  if (jobs.length === 0)
    return [
      header('Your jobs'),
      section(
        plain(
          `You have none yet. Drop ${ACCEPTED_FILES}, here under Messages or in a channel with a mention, and say what Claude should do with each.`,
        ),
      ),
    ];
  const turns = [
    ...(page > 1
      ? [button({ label: 'Newer jobs', action: ACTIONS.homeNewer, value: String(page - 1) })]
      : []),
    ...(page < pages
      ? [button({ label: 'Older jobs', action: ACTIONS.homeOlder, value: String(page + 1) })]
      : []),
  ];
  return [
    header('Your jobs'),
    ...jobs.map(({ job, card }) =>
      sectionWithButton(
        mrkdwn`${include(jobLine(job, now))}${opens(card, urlOf)}`,
        button({
          label: 'Details',
          action: ACTIONS.homeDetails,
          value: encodeJobRef({ jobId: job.id, revision: job.revision }),
        }),
      ),
    ),
    ...(pages > 1 ? [context(plain(`Page ${page} of ${count(pages, 'page')}`))] : []),
    ...(turns.length === 0 ? [] : [actions(...turns)]),
  ];
}

function opens(card: CardPlace | null, urlOf: (card: CardPlace) => string) {
  return card === null ? '' : include(mrkdwn` · ${link(urlOf(card), 'Open')}`);
}

function moneyBlocks({ spending, standings }: HomeView): KnownBlock[] {
  const { month, spentMicros, reservedMicros } = spending;
  const reserved =
    reservedMicros === 0
      ? ''
      : `, and at most ${formatDollars(reservedMicros)} more are reserved for what still runs`;
  const lines: Mrkdwn[] = [
    mrkdwn`You spent *${formatDollars(spentMicros)}* in ${monthWords(month)}${reserved}.`,
    ...standings.map(budgetLine),
  ];
  return [header('This month'), ...sections(lines), context(plain('/batch usage has more.'))];
}

function recipeBlocks({ recipes }: HomeView): KnownBlock[] {
  if (recipes.length === 0) return [];
  return [
    header('Recipes'),
    ...recipes.map((recipe) =>
      sectionWithButton(
        recipeLine(recipe),
        button({ label: 'Show', action: ACTIONS.homeRecipe, value: encodeRecipeRef(recipe) }),
      ),
    ),
    context(
      plain(
        'In a channel, /batch run NAME last makes a draft of its newest file. A recipe of a channel runs in that one.',
      ),
    ),
  ];
}

function settingsBlocks({ notify }: HomeView): KnownBlock[] {
  return [
    header('Settings'),
    section(mrkdwn`When a job of yours has ended: ${inline(NOTIFY_WORDS[notify])}.`),
    actions(
      button({ label: 'New batch', action: ACTIONS.newBatch, value: 'new', style: 'primary' }),
      button({ label: 'Change settings', action: ACTIONS.settings, value: 'settings' }),
    ),
    context(joinMrkdwn([plain('/batch help shows everything there is.')], ' ')),
  ];
}
