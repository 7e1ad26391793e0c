// What was spent in a month, for somebody who asks: their own, or for an admin everybody's.
import { UserError } from '../../core/errors.ts';
import { isDirectMessage } from '../../core/job/access.ts';
import { monthWords } from '../../core/money/budget.ts';
import type { Charge } from '../../core/money/charge.ts';
import { LEDGER_COLUMNS, ledgerFileName, ledgerRow } from '../../core/money/ledger-file.ts';
import { type Usage, type UsageBy, usageOf } from '../../core/money/usage.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../people/actor.ts';
import { isAdmin } from '../people/admit.ts';

export interface UsageView {
  usage: Usage;
  /** Whether it is everybody's, or only that of the person who asks. */
  isWhole: boolean;
}

/** @param month in UTC, 'YYYY-MM' */
export async function viewUsage(deps: Deps, actor: Actor, month: string, by: UsageBy): Promise<UsageView> {
  const isWhole = await isAdmin(deps, actor);
  return { usage: usageOf(await chargesFor(deps, actor, month, isWhole), month, by), isWhole };
}

/**
 * Attaches the ledger of a month as CSV to the person's direct message with the bot.
 * @returns how many charges it holds
 * @throws UserError elsewhere: others would read who spent what; also when there is nothing in it
 */
export async function sendLedger(deps: Deps, actor: Actor, month: string): Promise<number> {
  if (!isDirectMessage(actor.channelId))
    throw new UserError(
      'ledger-in-channel',
      'The ledger names who spent what, so it is not attached in a channel.',
      'Type the command in a direct message with me.',
    );
  const charges = await chargesFor(deps, actor, month, await isAdmin(deps, actor));
  if (charges.length === 0)
    throw new UserError(
      'no-charges',
      `Nothing was spent in ${month}.`,
      'Name another month, such as 2026-10.',
    );
  const name = ledgerFileName(month);
  const path = deps.options.paths.handout(deps.newId());
  await deps.jobData.writeTable({
    path,
    columns: [...LEDGER_COLUMNS],
    rows: charges.map(ledgerRow),
    guardFormulas: deps.options.guardFormulas,
  });
  const place = { channelId: actor.channelId, threadTs: null };
  const comment = `The ledger of ${monthWords(month)}: every charge with its person.`;
  try {
    const { fileId } = await deps.notifier.uploadFile({ path, name });
    await deps.notifier.shareFile(place, { fileId, name }, comment);
  } finally {
    await deps.jobData.removeFile({ path });
  }
  return charges.length;
}

function chargesFor(
  { store }: Pick<Deps, 'store'>,
  { teamId, userId }: Actor,
  month: string,
  isWhole: boolean,
): Promise<Charge[]> {
  return store.ledger.charges({ teamId, month, personId: isWhole ? null : userId });
}
