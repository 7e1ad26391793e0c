// Jobs in the control database.
import type { Insertable, Kysely, Selectable, Updateable } from 'kysely';
import { defaultSettings } from '../core/draft/settings.ts';
import type { PastRun } from '../core/job/eta.ts';
import { ACTIVE, JOB_MOVES, type Job, type NewJob, PREPARED } from '../core/job/job.ts';
import { uploadKey } from '../core/job/messages.ts';
import type { Tally } from '../core/result/tally.ts';
import type { JobMove } from '../ports/job-move.ts';
import type { Store } from '../ports/store.ts';
import { checkMove } from './check-move.ts';
import type { ControlDatabase, JobTable } from './database.ts';
import { returnNumber, takeNumber } from './job-numbers.ts';
import { type OnProblem, parseColumn, readEach, toColumn } from './json-column.ts';
import { knownState } from './known-state.ts';

type JobPart = Pick<
  Store,
  | 'createJob'
  | 'job'
  | 'jobByNumber'
  | 'jobByRemoteId'
  | 'jobByUpload'
  | 'jobsIn'
  | 'listJobs'
  | 'jobsInThread'
  | 'jobByOnceKey'
  | 'jobsOfPerson'
  | 'forgetDetails'
  | 'pastRuns'
  | 'moveJob'
>;

/** @returns the store's part for jobs; `onProblem` hears of rows that lists leave out. */
export function createJobs(db: Kysely<ControlDatabase>, onProblem: OnProblem): JobPart {
  const one = async (query: { executeTakeFirst(): Promise<Selectable<JobTable> | undefined> }) => {
    const row = await query.executeTakeFirst();
    return row ? toJob(row) : null;
  };
  const select = () => db.selectFrom('job').selectAll('job');

  return {
    createJob: (job) =>
      db.transaction().execute(async (tx) => {
        const number = await takeNumber(tx, job.teamId);
        const row = await tx
          .insertInto('job')
          .values(toNewRow(job, number))
          .onConflict((conflict) => conflict.columns(['team_id', 'once_key']).doNothing())
          .returningAll()
          .executeTakeFirst();
        if (row) return toJob(row);
        await returnNumber(tx, job.teamId);
        return null;
      }),

    job: (id) => one(select().where('id', '=', id)),
    jobByOnceKey: (teamId, onceKey) =>
      one(select().where('team_id', '=', teamId).where('once_key', '=', onceKey)),
    jobByNumber: (teamId, number) => one(select().where('team_id', '=', teamId).where('number', '=', number)),
    jobByUpload: ({ teamId, channelId, fileId }) =>
      one(
        select()
          .where('team_id', '=', teamId)
          .where('once_key', 'like', uploadKey(channelId, '%'))
          // The key names the first file; with it others may have become rows of the same job.
          .where(({ or, eb }) =>
            or([
              eb('once_key', '=', uploadKey(channelId, fileId)),
              eb('source', 'like', `%"fileId":${JSON.stringify(fileId)}%`),
            ]),
          )
          .limit(1),
      ),
    jobByRemoteId: (teamId, remoteId) =>
      one(
        select()
          .innerJoin('batch', 'batch.job_id', 'job.id')
          .where('job.team_id', '=', teamId)
          .where('batch.remote_id', '=', remoteId)
          // Our own job before one that only watches the same message batch.
          .orderBy('job.kind')
          .orderBy('job.number', 'desc')
          .limit(1),
      ),

    async jobsIn(states) {
      if (states.length === 0) return [];
      return readEach(
        await select().where('state', 'in', states).orderBy('team_id').orderBy('number').execute(),
        toJob,
        onProblem,
      );
    },

    async listJobs({ teamId, channelId, userId, limit }) {
      const rows = await select()
        .where('team_id', '=', teamId)
        .where('state', '!=', 'discarded')
        .where(({ or, eb }) => or([eb('channel_id', '=', channelId), eb('owner_id', '=', userId)]))
        .orderBy('number', 'desc')
        .limit(limit)
        .execute();
      return readEach(rows, toJob, onProblem);
    },

    async jobsInThread({ teamId, channelId, threadTs }) {
      const rows = await select()
        .where('team_id', '=', teamId)
        .where('channel_id', '=', channelId)
        .where('state', 'not in', ['discarded', 'deleted'])
        .where(({ or, eb, exists, selectFrom }) =>
          or([
            eb('thread_ts', '=', threadTs),
            exists(
              selectFrom('owed_message')
                .select('owed_message.key')
                .whereRef('owed_message.job_id', '=', 'job.id')
                .where('owed_message.kind', '=', 'card')
                .where('owed_message.ts', '=', threadTs),
            ),
          ]),
        )
        .orderBy('number', 'desc')
        .execute();
      return readEach(rows, toJob, onProblem);
    },

    async jobsOfPerson({ teamId, userId, offset, limit }) {
      const theirs = () =>
        select()
          .where('team_id', '=', teamId)
          .where('state', '!=', 'discarded')
          .where(({ or, eb }) => or([eb('owner_id', '=', userId), eb('submitted_by', '=', userId)]));
      const { total } = await theirs()
        .clearSelect()
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await theirs()
        .orderBy(({ eb }) =>
          eb.case().when('state', 'in', ACTIVE).then(0).when('state', 'in', PREPARED).then(1).else(2).end(),
        )
        .orderBy('number', 'desc')
        .offset(offset)
        .limit(limit)
        .execute();
      return { jobs: readEach(rows, toJob, onProblem), total };
    },

    async forgetDetails(jobId) {
      await db.deleteFrom('trial').where('job_id', '=', jobId).execute();
      await db
        .deleteFrom('owed_message')
        .where('job_id', '=', jobId)
        // A budget and a month are not the job's.
        .where('kind', 'not in', ['card', 'budget', 'digest'])
        .where('state', 'in', ['owed', 'posting'])
        .execute();
    },

    async pastRuns(limit) {
      const rows = await select()
        .where('state', '=', 'done')
        .where('kind', '=', 'file')
        .where('attempt', '=', 1)
        .orderBy('ended_at', 'desc')
        .limit(limit)
        .execute();
      return readEach(rows, toJob, onProblem).flatMap(toPastRun);
    },

    async moveJob(id, move) {
      checkMove('job', JOB_MOVES, move);
      let query = db
        .updateTable('job')
        .set(toUpdate(move))
        .where('id', '=', id)
        .where('state', 'in', move.from);
      if (move.revision !== undefined) query = query.where('revision', '=', move.revision);
      return one(query.returningAll());
    },
  };
}

/** A job that a person stopped says nothing about how long one takes. */
function toPastRun({ settings, report, tally, submittedAt, endedAt }: Job): PastRun[] {
  if (tally === null || tally.canceled > 0 || submittedAt === null || endedAt === null) return [];
  return [
    { model: settings.model, requests: report?.requests ?? tally.requests, tookMs: endedAt - submittedAt },
  ];
}

function toNewRow(job: NewJob, number: number): Insertable<JobTable> {
  return {
    id: job.id,
    team_id: job.teamId,
    number,
    once_key: job.onceKey,
    kind: job.kind,
    state: 'building',
    owner_id: job.ownerId,
    channel_id: job.channelId,
    thread_ts: job.threadTs,
    source: toColumn(job.source),
    settings: JSON.stringify(job.settings),
    created_at: job.createdAt,
  };
}

function toUpdate({ to, set = {} }: JobMove): Updateable<JobTable> {
  const update: Updateable<JobTable> = { state: to };
  if (set.settings !== undefined) update.settings = JSON.stringify(set.settings);
  if (set.report !== undefined) update.report = toColumn(set.report);
  if (set.tally !== undefined) update.tally = toColumn(set.tally);
  if (set.attempt !== undefined) update.attempt = set.attempt;
  if (set.retry !== undefined) update.retry = toColumn(set.retry);
  if (set.approvals !== undefined) update.approvals = toColumn(set.approvals);
  if (set.deletion !== undefined) update.deletion = toColumn(set.deletion);
  if (set.notice !== undefined) update.notice = set.notice;
  if (set.revision !== undefined) update.revision = set.revision;
  if (set.submittedBy !== undefined) update.submitted_by = set.submittedBy;
  if (set.submittedAt !== undefined) update.submitted_at = set.submittedAt;
  if (set.endedAt !== undefined) update.ended_at = set.endedAt;
  if (set.threadTs !== undefined) update.thread_ts = set.threadTs;
  return update;
}

/** Earlier versions counted less. */
function toTally(tally: Tally | null): Tally | null {
  return tally === null ? null : { ...tally, misfit: tally.misfit ?? 0, labels: tally.labels ?? [] };
}

/** Jobs of earlier versions had one file each. */
function toSource(source: Job['source']): Job['source'] {
  return source === null ? null : { ...source, more: source.more ?? [] };
}

/** Earlier versions stored less. */
function withDefaults<T extends object>(defaults: Partial<T>, stored: T | null): T | null {
  return stored === null ? null : { ...defaults, ...stored };
}

function toRetry(stored: Job['retry']): Job['retry'] {
  return withDefaults({ rows: stored?.requests ?? 0, cache: null }, stored);
}

function toJob(row: Selectable<JobTable>): Job {
  const name = `job ${row.id}`;
  return {
    id: row.id,
    teamId: row.team_id,
    number: row.number,
    kind: row.kind,
    state: knownState(name, 'job', row.state),
    revision: row.revision,
    ownerId: row.owner_id,
    submittedBy: row.submitted_by,
    channelId: row.channel_id,
    threadTs: row.thread_ts,
    source: toSource(parseColumn<Job['source']>(name, 'source', row.source, ['fileId', 'name'])),
    // Earlier versions had fewer settings.
    settings: {
      ...defaultSettings(''),
      ...parseColumn<Job['settings']>(name, 'settings', row.settings, ['prompt', 'model']),
    },
    report: withDefaults(
      { duplicates: null, cache: null },
      parseColumn<Job['report']>(name, 'report', row.report, ['requests', 'plan']),
    ),
    notice: row.notice,
    tally: toTally(parseColumn<Tally | null>(name, 'tally', row.tally, ['requests', 'succeeded'])),
    attempt: row.attempt,
    retry: toRetry(parseColumn<Job['retry']>(name, 'retry', row.retry, ['attempt', 'plan'])),
    approvals: parseColumn<Job['approvals'] | null>(name, 'approvals', row.approvals, []) ?? [],
    deletion: parseColumn<Job['deletion']>(name, 'deletion', row.deletion, ['by', 'at']),
    createdAt: row.created_at,
    submittedAt: row.submitted_at,
    endedAt: row.ended_at,
  };
}
