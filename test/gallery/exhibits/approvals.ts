// What somebody else has to agree to: the card, the request in the thread, and every decision.
import type { Approval, Decision } from '../../../src/core/job/approval.ts';
import { approvalMessage, decisionMessage, rejectModal } from '../../../src/slack/views/approval.ts';
import { budgetReply, budgetWarning } from '../../../src/slack/views/budget.ts';
import { jobCard } from '../../../src/slack/views/job-card.ts';
import { NOW } from '../../slack/fixture.ts';
import { opened, type Room, seen } from '../exhibit.ts';
import { ANA, BEN, budget, CARA, done, draft, HOUR, offer, submitted, view } from '../sample.ts';

const ASKED: Approval = {
  attempt: 1,
  askedBy: ANA,
  askedAt: NOW - HOUR,
  expiresAt: NOW + 23 * HOUR,
  priceMicros: 250_472,
  limitMicros: 200_000,
  approvers: [BEN, CARA, 'S1'],
  decision: null,
};
const decided = (verdict: Decision['verdict'], reason: string | null = null): Approval => ({
  ...ASKED,
  decision: {
    verdict,
    by: verdict === 'expired' ? null : verdict === 'withdrawn' ? ANA : BEN,
    at: NOW,
    reason,
  },
});
const REASON = 'Please try it with fifty rows first.';

const waiting = submitted({ state: 'needs-approval', approvals: [ASKED] });

export const approvals: Room = {
  name: 'Approvals and budgets',
  exhibits: [
    seen('Needs approval, the card', jobCard(view(waiting))),
    seen(
      'Needs approval, where the admins are the approvers',
      jobCard(view({ ...waiting, approvals: [{ ...ASKED, approvers: [] }] })),
    ),
    seen(
      'Needs approval, of a retry',
      jobCard(
        view({
          ...done({ errored: 12, succeeded: 466 }),
          state: 'needs-approval',
          retry: offer(12),
          approvals: [{ ...ASKED, attempt: 2 }],
        }),
      ),
    ),
    seen('The request in the thread', approvalMessage(view(waiting), 0)),
    seen('The request, approved', approvalMessage(view(submitted({ approvals: [decided('approved')] })), 0)),
    ...(['rejected', 'expired', 'withdrawn'] as const).flatMap((verdict) => {
      const job = draft({ approvals: [decided(verdict, verdict === 'rejected' ? REASON : null)] });
      return [
        seen(`The request, ${verdict}`, approvalMessage(view(job), 0)),
        ...(verdict === 'withdrawn' ? [] : [seen(`To who asked: ${verdict}`, decisionMessage(view(job), 0))]),
        seen(`The draft, ${verdict}`, jobCard(view(job))),
      ];
    }),
    opened('The reason of a rejection', rejectModal(waiting, 'C1')),
    seen('Budgets', budgetReply([budget(1_240_000), budget(4_100_000)], '2026-11', [BEN])),
    seen('Budgets, where there are none', budgetReply([], '2026-11', [])),
    seen('A budget is used up to 80 %', budgetWarning(budget(4_120_000))),
  ],
};
