// Who may do what.
import { UserError } from '../../core/errors.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../find-job.ts';

export type Action = 'see' | 'build' | 'submit' | 'approve' | 'configure';

/** @throws UserError that says who may, when this person may not */
export async function admit({ options }: Pick<Deps, 'options'>, actor: Actor, action: Action): Promise<void> {
  if (action !== 'configure' || options.admins.includes(actor.userId)) return;
  throw options.admins.length === 0
    ? new UserError(
        'not-an-admin',
        'Nobody is an admin of this bot yet, so nobody may set this.',
        'Its operator names admins by their Slack member ids in the variable ADMINS.',
      )
    : new UserError(
        'not-an-admin',
        'Only admins of this bot may set this.',
        'Ask one of them; /batch budget names them.',
      );
}
