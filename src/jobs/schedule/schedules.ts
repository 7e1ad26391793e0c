// What people do with schedules: make one, pause it, let it go on, and take it away.
import { UserError } from '../../core/errors.ts';
import type { NewSchedule, Schedule } from '../../core/schedule/schedule.ts';
import { findSource } from '../../core/source/named-source.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../people/actor.ts';
import { isAdmin } from '../people/admit.ts';
import { findRecipe } from '../recipe/recipes.ts';
import { firstTime } from './times.ts';

/** Admins see those of every channel, others those of this one. */
export async function schedulesFor(deps: Deps, actor: Actor): Promise<Schedule[]> {
  const channelId = (await isAdmin(deps, actor)) ? null : actor.channelId;
  return deps.store.schedules.list({ teamId: actor.teamId, channelId });
}

/** @throws UserError when the recipe, the source or the times cannot be */
export async function addSchedule(
  deps: Deps,
  actor: Actor,
  wanted: Pick<NewSchedule, 'recipe' | 'source' | 'cron' | 'timezone' | 'upToMicros'>,
): Promise<Schedule> {
  const recipe = await findRecipe(deps, actor, wanted.recipe);
  const isKept = wanted.upToMicros !== null;
  const { source } = wanted;
  if (source.kind === 'database') findSource(deps.options.sources, actor.channelId, source.name, 'read');
  const now = deps.clock.now();
  const schedule = await deps.store.schedules.create({
    ...wanted,
    // Who may change a recipe need not be who may spend: what is sent by itself is what was there when that was allowed.
    settings: isKept ? recipe.settings : null,
    recipeChannelId: isKept ? recipe.channelId : null,
    id: deps.newId(),
    teamId: actor.teamId,
    channelId: actor.channelId,
    createdBy: actor.userId,
    createdAt: now,
    nextAt: firstTime(wanted, now),
  });
  deps.log.info(
    { by: actor.userId, schedule: schedule.number, upToMicros: wanted.upToMicros },
    'a schedule was made',
  );
  return schedule;
}

/** A schedule that goes on does so from its next time: what passed meanwhile is not made up for. */
export async function pauseSchedule(
  deps: Deps,
  actor: Actor,
  number: number,
  isPaused: boolean,
): Promise<Schedule> {
  const schedule = await findSchedule(deps, actor, number);
  if (!isPaused) await refuseOthersMoney(deps, actor, schedule);
  const nextAt = isPaused ? schedule.nextAt : firstTime(schedule, deps.clock.now());
  const changed = await deps.store.schedules.change(schedule.id, null, { isPaused, nextAt });
  if (changed === null) throw noSchedule(number);
  deps.log.info({ by: actor.userId, schedule: number, isPaused }, 'a schedule was paused or goes on');
  return changed;
}

/** Whoever paused it may have wanted no more spent: who pays for it, or an admin, lets it go on. */
async function refuseOthersMoney(deps: Deps, actor: Actor, schedule: Schedule): Promise<void> {
  const { number, createdBy, upToMicros } = schedule;
  if (upToMicros === null || createdBy === actor.userId || (await isAdmin(deps, actor))) return;
  throw new UserError(
    'not-your-schedule',
    `Schedule ${number} sends in the name of whoever made it, so only they or an admin can let it go on.`,
    'Ask them, or make one of your own with /batch schedule.',
    { byUserId: createdBy },
  );
}

/** Jobs that it has made stay as they are. */
export async function removeSchedule(deps: Deps, actor: Actor, number: number): Promise<Schedule> {
  const schedule = await findSchedule(deps, actor, number);
  await deps.store.schedules.remove(schedule.id);
  deps.log.info({ by: actor.userId, schedule: number }, 'a schedule was deleted');
  return schedule;
}

/** @throws UserError when there is none that this person may change here */
async function findSchedule(deps: Deps, actor: Actor, number: number): Promise<Schedule> {
  const schedule = await deps.store.schedules.byNumber(actor.teamId, number);
  if (schedule === null) throw noSchedule(number);
  const isHere = schedule.channelId === actor.channelId || schedule.createdBy === actor.userId;
  if (!isHere && !(await isAdmin(deps, actor))) throw noSchedule(number);
  return schedule;
}

function noSchedule(number: number): UserError {
  return new UserError(
    'no-schedule',
    `There is no schedule ${number} here.`,
    '/batch schedule shows those there are.',
  );
}
