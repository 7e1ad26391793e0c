// Recipes in the control database, a row for each version.
import type { Kysely, Selectable } from 'kysely';
import type { Recipe } from '../core/recipe/recipe.ts';
import type { Recipes } from '../ports/recipes.ts';
import type { ControlDatabase, RecipeTable } from './database.ts';
import { type OnProblem, parseColumn, readEach } from './json-column.ts';

/** @returns the store's recipes; `onProblem` hears of rows that lists leave out. */
export function createRecipes(db: Kysely<ControlDatabase>, onProblem: OnProblem): Recipes {
  return {
    save: (recipe) =>
      db.transaction().execute(async (tx) => {
        const { newest } = await tx
          .selectFrom('recipe')
          .select(({ fn }) => fn.max<number | null>('version').as('newest'))
          .where('team_id', '=', recipe.teamId)
          .where('channel_id', '=', recipe.channelId)
          .where('name', '=', recipe.name)
          .executeTakeFirstOrThrow();
        const version = (newest ?? 0) + 1;
        await tx
          .insertInto('recipe')
          .values({
            team_id: recipe.teamId,
            channel_id: recipe.channelId,
            name: recipe.name,
            version,
            settings: JSON.stringify(recipe.settings),
            columns: JSON.stringify(recipe.columns),
            saved_by: recipe.savedBy,
            saved_at: recipe.savedAt,
          })
          .execute();
        return { ...recipe, version };
      }),

    async list({ teamId, channelId }) {
      const rows = await db
        .selectFrom('recipe')
        .selectAll()
        .where('team_id', '=', teamId)
        .where('channel_id', 'in', ['', channelId])
        .orderBy('channel_id', 'desc')
        .orderBy('name')
        .orderBy('version', 'desc')
        .execute();
      return readEach(newestOf(rows), toRecipe, onProblem);
    },

    async ofPerson({ teamId, userId }) {
      const rows = await db
        .selectFrom('recipe')
        .selectAll()
        .where('team_id', '=', teamId)
        .orderBy('name')
        .orderBy('channel_id')
        .orderBy('version', 'desc')
        .execute();
      const own = newestOf(rows).filter((row) => row.channel_id === '' || row.saved_by === userId);
      return readEach(own, toRecipe, onProblem);
    },

    async find({ teamId, channelId, name, version }) {
      let query = db
        .selectFrom('recipe')
        .selectAll()
        .where('team_id', '=', teamId)
        .where('channel_id', 'in', ['', channelId])
        .where('name', '=', name);
      if (version !== null) query = query.where('version', '=', version);
      const row = await query
        .orderBy('channel_id', 'desc')
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : toRecipe(row);
    },

    async remove({ teamId, channelId, name }) {
      const { numDeletedRows } = await db
        .deleteFrom('recipe')
        .where('team_id', '=', teamId)
        .where('channel_id', '=', channelId)
        .where('name', '=', name)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
  };
}

/** @param rows with the newest version of each name and place first */
function newestOf(rows: readonly Selectable<RecipeTable>[]): Selectable<RecipeTable>[] {
  return rows.filter(
    (row, index) => row.name !== rows[index - 1]?.name || row.channel_id !== rows[index - 1]?.channel_id,
  );
}

function toRecipe(row: Selectable<RecipeTable>): Recipe {
  const label = `recipe ${row.name}`;
  return {
    teamId: row.team_id,
    channelId: row.channel_id,
    name: row.name,
    version: row.version,
    settings: parseColumn<Recipe['settings']>(label, 'settings', row.settings, ['prompt', 'model']),
    columns: parseColumn<string[]>(label, 'columns', row.columns),
    savedBy: row.saved_by,
    savedAt: row.saved_at,
  };
}
