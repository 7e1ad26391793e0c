// The Home tab of one person: made when they open it, and made anew while they may be looking at it.
import { ServiceError, UserError } from '../../core/errors.ts';
import type { Job } from '../../core/job/job.ts';
import { monthOf } from '../../core/money/charge.ts';
import { usageOf } from '../../core/money/usage.ts';
import type { Recipe } from '../../core/recipe/recipe.ts';
import type { HomeView, ListedJob } from '../../ports/conversation.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from '../people/actor.ts';
import { admit, isApprover } from '../people/admit.ts';
import { preferenceOf } from '../people/preference.ts';
import { cardKey } from './show-card.ts';

type Whose = Pick<Actor, 'teamId' | 'userId'>;

const PAGE_JOBS = 8;
const APPROVALS = 10;
const RECIPES = 10;
/** Nobody looks at a tab for longer without opening it again. */
const LOOKED_AT_MS = 60 * 60_000;

/** @param page from 1; one that is not there is the nearest that is */
export async function showHome(deps: Deps, whose: Whose, page = 1): Promise<void> {
  const home = await homeOf(deps, whose, page);
  await deps.notifier.publishHome(whose.userId, home);
  const openedAt = deps.clock.now();
  deps.memory.homes.set(whose.userId, { page: home.page, openedAt, shown: looksOf(home) });
}

/** The page that the person has before them, as it is now. */
export function refreshHome(deps: Deps, whose: Whose): Promise<void> {
  return showHome(deps, whose, deps.memory.homes.get(whose.userId)?.page);
}

/** For each tick: makes the tabs anew that somebody may look at and that would look different. */
export async function refreshHomes(deps: Deps): Promise<void> {
  const { homes } = deps.memory;
  for (const [userId, { page, openedAt, shown }] of [...homes]) {
    if (deps.clock.now() - openedAt > LOOKED_AT_MS) {
      homes.delete(userId);
      continue;
    }
    try {
      const home = await homeOf(deps, { teamId: deps.directory.teamId, userId }, page);
      if (looksOf(home) === shown) continue;
      await deps.notifier.publishHome(userId, home);
      homes.set(userId, { page: home.page, openedAt, shown: looksOf(home) });
    } catch (error) {
      // One person's tab keeps no other from being true.
      deps.log.error({ userId }, 'a Home tab could not be made anew', error);
    }
  }
}

/** Time alone changes nothing that is worth a call. */
function looksOf({ now: _, ...home }: HomeView): string {
  return JSON.stringify(home);
}

async function homeOf(deps: Deps, whose: Whose, page: number): Promise<HomeView> {
  const { store, clock } = deps;
  const actor = { ...whose, channelId: '' };
  const month = monthOf(clock.now());
  const refusal = await refusalFor(deps, actor);
  const { jobs, total } = refusal === null ? await pageOf(deps, whose, page) : { jobs: [], total: 0 };
  const pages = Math.max(1, Math.ceil(total / PAGE_JOBS));
  if (refusal === null && page > pages) return homeOf(deps, whose, pages);
  const charges =
    refusal === null
      ? await store.ledger.charges({ teamId: whose.teamId, month, personId: whose.userId })
      : [];
  const { spentMicros, reservedMicros } = usageOf(charges, month, 'person');
  return {
    refusal,
    jobs: await Promise.all(jobs.map((job) => listed(deps, job))),
    page: Math.min(page, pages),
    pages,
    approvals: refusal === null ? await approvalsFor(deps, actor) : [],
    spending: { month, spentMicros, reservedMicros },
    standings:
      refusal === null ? await store.ledger.standingsFor({ ...actor, personId: whose.userId, month }) : [],
    recipes: refusal === null ? (await recipesFor(deps, actor)).slice(0, RECIPES) : [],
    notify: (await preferenceOf(deps, whose)).notify,
    now: clock.now(),
  };
}

async function refusalFor(deps: Deps, actor: Actor): Promise<UserError | null> {
  try {
    await admit(deps, actor, 'see');
    return null;
  } catch (error) {
    // What may pass is tried again when the tab is opened again.
    if (error instanceof UserError && !(error.cause instanceof ServiceError)) return error;
    throw error;
  }
}

/** @returns the recipes that this person may see in a place that is no channel */
export function recipesFor({ store }: Pick<Deps, 'store'>, { teamId, userId }: Whose): Promise<Recipe[]> {
  return store.recipes.ofPerson({ teamId, userId });
}

function pageOf({ store }: Deps, whose: Whose, page: number): Promise<{ jobs: Job[]; total: number }> {
  return store.jobsOfPerson({ ...whose, offset: (page - 1) * PAGE_JOBS, limit: PAGE_JOBS });
}

/** Of their own jobs too: nobody is asked to approve those, but everybody is told that they wait. */
async function approvalsFor(deps: Deps, actor: Actor): Promise<ListedJob[]> {
  if (!(await isApprover(deps, actor))) return [];
  const waiting = (await deps.store.jobsIn(['needs-approval'])).filter(
    ({ teamId }) => teamId === actor.teamId,
  );
  return Promise.all(waiting.slice(0, APPROVALS).map((job) => listed(deps, job)));
}

async function listed({ store }: Pick<Deps, 'store'>, job: Job): Promise<ListedJob> {
  const card = await store.owedMessage(cardKey(job.id));
  return { job, card: card?.ts ? { channelId: job.channelId, ts: card.ts } : null };
}
