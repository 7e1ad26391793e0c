// Steps of the table of schedules, in their order; a step that was released is never changed.
import { type Kysely, sql } from 'kysely';

/** The table as it was first. */
export async function addSchedule(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('schedule')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('recipe', 'text', (column) => column.notNull())
    .addColumn('recipe_version', 'integer')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('cron', 'text', (column) => column.notNull())
    .addColumn('timezone', 'text', (column) => column.notNull())
    .addColumn('up_to_micros', 'bigint')
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('is_paused', 'integer', (column) => column.notNull())
    .addColumn('last_at', 'bigint')
    .addColumn('last_file_id', 'text')
    .addColumn('open_job_id', 'text')
    .addColumn('missed', 'integer', (column) => column.notNull())
    .addUniqueConstraint('schedule_number', ['team_id', 'number'])
    .execute();
}

/** What was named by a recipe's version becomes the settings themselves; where they are gone, nothing is sent by itself any more. */
export async function keepScheduledSettings(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('schedule').addColumn('recipe_settings', 'text').execute();
  await sql`UPDATE schedule SET recipe_settings = (
    SELECT settings FROM recipe
    WHERE recipe.team_id = schedule.team_id AND recipe.name = schedule.recipe
      AND recipe.version = schedule.recipe_version AND recipe.channel_id IN ('', schedule.channel_id)
    ORDER BY recipe.channel_id DESC LIMIT 1)`.execute(db);
  await sql`UPDATE schedule SET up_to_micros = NULL WHERE recipe_settings IS NULL`.execute(db);
  await db.schema.alterTable('schedule').dropColumn('recipe_version').execute();
}

/** The first of the times that the last run was made for. */
export async function addFirstTime(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('schedule').addColumn('first_at', 'bigint').execute();
}

/** Where the recipe is whose settings are kept; where it cannot be found any more, nothing is sent by itself. */
export async function addRecipePlace(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('schedule').addColumn('recipe_channel_id', 'text').execute();
  await sql`UPDATE schedule SET recipe_channel_id = (
    SELECT channel_id FROM recipe
    WHERE recipe.team_id = schedule.team_id AND recipe.name = schedule.recipe
      AND recipe.settings = schedule.recipe_settings AND recipe.channel_id IN ('', schedule.channel_id)
    ORDER BY recipe.channel_id DESC LIMIT 1)`.execute(db);
  await sql`UPDATE schedule SET recipe_settings = NULL, up_to_micros = NULL
    WHERE recipe_channel_id IS NULL`.execute(db);
}
