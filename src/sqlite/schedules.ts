// Schedules in the control database.
import type { Kysely, Selectable, Updateable } from 'kysely';
import type { Schedule } from '../core/schedule/schedule.ts';
import type { Schedules } from '../ports/schedules.ts';
import type { ControlDatabase, ScheduleTable } from './database.ts';
import { type OnProblem, parseColumn, readEach, toColumn } from './json-column.ts';

/** @returns the store's schedules; `onProblem` hears of rows that lists leave out. */
export function createSchedules(db: Kysely<ControlDatabase>, onProblem: OnProblem): Schedules {
  const all = () => db.selectFrom('schedule').selectAll().orderBy('number');
  const read = (rows: Selectable<ScheduleTable>[]) => readEach(rows, toSchedule, onProblem);
  return {
    create: (schedule) =>
      db.transaction().execute(async (tx) => {
        const { last } = await tx
          .selectFrom('schedule')
          .select(({ fn }) => fn.max<number | null>('number').as('last'))
          .where('team_id', '=', schedule.teamId)
          .executeTakeFirstOrThrow();
        const row = await tx
          .insertInto('schedule')
          .values({
            id: schedule.id,
            team_id: schedule.teamId,
            channel_id: schedule.channelId,
            number: (last ?? 0) + 1,
            recipe: schedule.recipe,
            recipe_settings: toColumn(schedule.settings),
            recipe_channel_id: schedule.recipeChannelId,
            source: JSON.stringify(schedule.source),
            cron: schedule.cron,
            timezone: schedule.timezone,
            up_to_micros: schedule.upToMicros,
            created_by: schedule.createdBy,
            created_at: schedule.createdAt,
            next_at: schedule.nextAt,
            is_paused: 0,
            missed: 0,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return toSchedule(row);
      }),

    async list({ teamId, channelId }) {
      let query = all().where('team_id', '=', teamId);
      if (channelId !== null) query = query.where('channel_id', '=', channelId);
      return read(await query.execute());
    },

    async byNumber(teamId, number) {
      const row = await all().where('team_id', '=', teamId).where('number', '=', number).executeTakeFirst();
      return row === undefined ? null : toSchedule(row);
    },

    due: async (now) => read(await all().where('is_paused', '=', 0).where('next_at', '<=', now).execute()),
    open: async () => read(await all().where('open_job_id', 'is not', null).execute()),

    async change(id, expected, set) {
      let query = db.updateTable('schedule').set(toUpdate(set)).where('id', '=', id);
      if (expected !== null) query = query.where('next_at', '=', expected.nextAt);
      const row = await query.returningAll().executeTakeFirst();
      return row === undefined ? null : toSchedule(row);
    },

    async remove(id) {
      await db.deleteFrom('schedule').where('id', '=', id).execute();
    },
  };
}

function toUpdate(set: Parameters<Schedules['change']>[2]): Updateable<ScheduleTable> {
  const update: Updateable<ScheduleTable> = {};
  if (set.nextAt !== undefined) update.next_at = set.nextAt;
  if (set.isPaused !== undefined) update.is_paused = set.isPaused ? 1 : 0;
  if (set.lastAt !== undefined) update.last_at = set.lastAt;
  if (set.firstAt !== undefined) update.first_at = set.firstAt;
  if (set.lastFileId !== undefined) update.last_file_id = set.lastFileId;
  if (set.openJobId !== undefined) update.open_job_id = set.openJobId;
  if (set.missed !== undefined) update.missed = set.missed;
  return update;
}

function toSchedule(row: Selectable<ScheduleTable>): Schedule {
  return {
    id: row.id,
    teamId: row.team_id,
    channelId: row.channel_id,
    number: row.number,
    recipe: row.recipe,
    settings: parseColumn<Schedule['settings']>(
      `schedule ${row.id}`,
      'recipe_settings',
      row.recipe_settings,
      ['prompt', 'model'],
    ),
    source: parseColumn<Schedule['source']>(`schedule ${row.id}`, 'source', row.source, ['kind']),
    recipeChannelId: row.recipe_channel_id,
    cron: row.cron,
    timezone: row.timezone,
    upToMicros: row.up_to_micros,
    createdBy: row.created_by,
    createdAt: row.created_at,
    nextAt: row.next_at,
    isPaused: row.is_paused === 1,
    lastAt: row.last_at,
    firstAt: row.first_at,
    lastFileId: row.last_file_id,
    openJobId: row.open_job_id,
    missed: row.missed,
  };
}
