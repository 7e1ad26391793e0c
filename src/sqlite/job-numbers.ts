// The numbers people type: #1, #2, … in each workspace.
import type { Transaction } from 'kysely';
import type { ControlDatabase } from './database.ts';

/**
 * Takes the workspace's next number. It counts what was given out, not the jobs there are, so that a number is never
 * used again; and it holds the counter's row, so that other creations in the workspace wait until `tx` ends.
 */
export async function takeNumber(tx: Transaction<ControlDatabase>, teamId: string): Promise<number> {
  const { last_number } = await tx
    .insertInto('job_counter')
    .values({ team_id: teamId, last_number: 1 })
    .onConflict((conflict) =>
      conflict.column('team_id').doUpdateSet(({ eb }) => ({
        last_number: eb('job_counter.last_number', '+', 1),
      })),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow();
  return last_number;
}

/** Returns a number that came to no job. Only in the transaction that took it: until that ends, nobody has a higher one. */
export async function returnNumber(tx: Transaction<ControlDatabase>, teamId: string): Promise<void> {
  await tx
    .updateTable('job_counter')
    .set(({ eb }) => ({ last_number: eb('last_number', '-', 1) }))
    .where('team_id', '=', teamId)
    .execute();
}
