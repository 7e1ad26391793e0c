// /batch budget: what may be spent in a month, and how it stands.

import { UserError } from '../src/core/errors.ts';
import { type Budget, type BudgetScope, readDollars } from '../src/core/money/budget.ts';
import { monthOf } from '../src/core/money/charge.ts';
import type { Actor } from '../src/jobs/find-job.ts';
import { admit, isAdmin } from '../src/jobs/people/admit.ts';
import { defineCommand } from '../src/slack/command.ts';
import { budgetReply } from '../src/slack/views/budget.ts';

export const budget = defineCommand({
  name: 'budget',
  task: 'manage',
  needs: 'see',
  summary: 'What may be spent in a month, and how much of it is; admins set it',
  words: ['[set|remove]', '[workspace|here|PERSON]', '[AMOUNT]'],
  options: {},
  examples: ['/batch budget', '/batch budget set here $100', '/batch budget remove U012AB3CD'],
  async run({ words: [verb, subject, amount], actor, jobs }) {
    const now = jobs.clock.now();
    const { ledger } = jobs.store;
    if (verb !== undefined) {
      await admit(jobs, actor, 'configure');
      const of = { teamId: actor.teamId, ...readSubject(actor, subject) };
      if (verb === 'set')
        await ledger.saveBudget({
          ...of,
          limitMicros: readDollars(amount ?? ''),
          setBy: actor.userId,
          setAt: now,
        });
      else if (verb !== 'remove')
        throw new UserError('words', `“${verb}” is neither set nor remove.`, 'Type /batch help budget.');
      else if (!(await ledger.removeBudget(of)))
        throw new UserError('no-budget', 'There is no such budget.', '/batch budget shows those there are.');
      jobs.log.info(
        { by: actor.userId, verb, scope: of.scope, subjectId: of.subjectId, amount: amount ?? null },
        'a budget was changed',
      );
    }
    const { admins } = jobs.options;
    const month = monthOf(now);
    // Nobody but an admin learns what other channels and people may spend.
    const standings = (await isAdmin(jobs, actor))
      ? await ledger.standings({ teamId: actor.teamId, month })
      : await ledger.standingsFor({
          teamId: actor.teamId,
          channelId: actor.channelId,
          personId: actor.userId,
          month,
        });
    return budgetReply(standings, month, admins);
  },
});

function readSubject(actor: Actor, word = ''): Pick<Budget, 'scope' | 'subjectId'> {
  const personId = /^(?:<@)?@?([UW][A-Z0-9]{2,})(?:\|[^>]*)?>?$/.exec(word)?.[1];
  if (personId !== undefined) return { scope: 'person', subjectId: personId };
  const known: Record<string, [BudgetScope, string]> = {
    workspace: ['workspace', ''],
    here: ['channel', actor.channelId],
  };
  const [scope, subjectId] = known[word.toLowerCase()] ?? [];
  if (scope === undefined || subjectId === undefined)
    throw new UserError(
      'budget-subject',
      word === '' ? 'It is not said whose budget it is.' : `“${word}” has no budget.`,
      'It can be workspace, here (this channel), or a person by their member id (in their profile, below ⋮), e.g. /batch budget set here $100.',
    );
  return { scope, subjectId };
}
