// What any store has to pass, whatever database is behind it.
import { describe } from 'vitest';
import { batchContract } from './store-contract/batches.ts';
import { eventContract } from './store-contract/events.ts';
import { jobListContract } from './store-contract/job-lists.ts';
import { jobMoveContract } from './store-contract/job-moves.ts';
import { jobContract } from './store-contract/jobs.ts';
import { ledgerContract } from './store-contract/ledger.ts';
import type { OpenStore } from './store-contract/open.ts';
import { owedMessageContract } from './store-contract/owed-messages.ts';
import { recipeContract } from './store-contract/recipes.ts';
import { scheduleContract } from './store-contract/schedules.ts';
import { settingContract } from './store-contract/settings.ts';
import { strangerContract } from './store-contract/strangers.ts';
import { trialContract } from './store-contract/trials.ts';
import { uploadContract } from './store-contract/uploads.ts';

/**
 * Registers the whole contract.
 * @param open gives an empty store; `reopen` closes it and opens the same data again
 */
export function describeStore(name: string, open: OpenStore): void {
  describe(name, () => {
    jobContract(open);
    jobListContract(open);
    jobMoveContract(open);
    batchContract(open);
    eventContract(open);
    uploadContract(open);
    owedMessageContract(open);
    recipeContract(open);
    scheduleContract(open);
    settingContract(open);
    strangerContract(open);
    ledgerContract(open);
    trialContract(open);
  });
}
