// Each tick: schedules whose time has come make a job, and what they made is sent where that was allowed, once.
import { UserError } from '../../core/errors.ts';
import type { Job, JobState, Source } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import type { Recipe } from '../../core/recipe/recipe.ts';
import { heldBack, type Schedule } from '../../core/schedule/schedule.ts';
import { findSource } from '../../core/source/named-source.ts';
import { unsentParts } from '../../core/trouble/stranger.ts';
import type { Deps } from '../deps.ts';
import { startJob } from '../draft/start-job.ts';
import { admit, standingOf } from '../people/admit.ts';
import { refuseRunBefore } from '../send/hold.ts';
import { submitJob } from '../send/submit.ts';
import { oweCard, showCard } from '../show/show-card.ts';
import { oweScheduleWord } from './tell-schedule.ts';
import { nextTime, timesUntil } from './times.ts';

/** Again is harmless: a time makes one job, and a job is decided about once. */
export async function runSchedules(deps: Deps): Promise<void> {
  const follows = async () => {
    for (const schedule of await deps.store.schedules.open())
      await apart(deps, schedule, () => follow(deps, schedule));
  };
  await follows();
  // The last run comes first: it would be forgotten. A time that waits for it is made up for.
  for (const schedule of await deps.store.schedules.due(deps.clock.now()))
    if (schedule.openJobId === null) await apart(deps, schedule, () => start(deps, schedule));
  await follows();
}

/** What goes wrong with one stops no other, and is tried again by the next tick. */
async function apart({ log }: Deps, { number }: Schedule, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ schedule: number }, 'a schedule could not go on', error);
  }
}

/** Of times that passed while nobody was there, the last one is made up for; the others are told. */
async function start(deps: Deps, schedule: Schedule): Promise<void> {
  const now = deps.clock.now();
  const times = timesUntil(schedule, schedule.nextAt, now);
  const at = times.at(-1) ?? schedule.nextAt;
  const made = await makeJob(deps, schedule, at);
  const set = {
    nextAt: nextTime(schedule, now) ?? Number.MAX_SAFE_INTEGER,
    lastAt: at,
    firstAt: schedule.nextAt,
    missed: times.length - 1,
    ...(made === null ? {} : { openJobId: made.jobId, lastFileId: made.fileId }),
  };
  // A crash before this makes the job of that time again, which is there already.
  await deps.store.schedules.change(schedule.id, { nextAt: schedule.nextAt }, set);
  deps.log.info({ schedule: schedule.number, missed: set.missed }, 'a schedule has run');
}

/** @returns null when this time's job cannot be found any more */
async function makeJob(
  deps: Deps,
  schedule: Schedule,
  at: number,
): Promise<{ jobId: string; fileId: string | null } | null> {
  const onceKey = `schedule:${schedule.id}:${at}`;
  const there = await deps.store.jobByOnceKey(schedule.teamId, onceKey);
  if (there !== null) return { jobId: there.id, fileId: there.source?.fileId || schedule.lastFileId };
  let source: Source | null = null;
  let why: UserError | null = null;
  try {
    source = await sourceOf(deps, schedule);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    why = error;
  }
  const recipe = await recipeOf(deps, schedule);
  const job = await startJob(
    deps,
    {
      teamId: schedule.teamId,
      channelId: schedule.channelId,
      threadTs: null,
      ownerId: schedule.createdBy,
      source: source ?? { fileId: '', name: schedule.recipe, sizeBytes: 0, messageTs: null, more: [] },
      settings: schedule.settings ?? recipe?.settings ?? {},
      oncePerUpload: false,
    },
    { onceKey, isHeld: why !== null || recipe === null },
  );
  if (job === null) return null;
  const problem = why ?? (recipe === null ? noRecipe(schedule) : null);
  if (problem !== null) await fail(deps, job, problem);
  // A file that was not read may be taken the next time.
  return { jobId: job.id, fileId: (problem === null ? source?.fileId : '') || schedule.lastFileId };
}

/** Asked for also where its settings were kept: who deletes a recipe wants it no more. Another one of its name is not it. */
async function recipeOf({ store }: Deps, schedule: Schedule): Promise<Recipe | null> {
  const { teamId, recipe: name, recipeChannelId } = schedule;
  const channelId = recipeChannelId ?? schedule.channelId;
  const found = await store.recipes.find({ teamId, channelId, name, version: null });
  return recipeChannelId === null || found?.channelId === recipeChannelId ? found : null;
}

async function sourceOf(deps: Deps, { teamId, channelId, source, lastFileId }: Schedule): Promise<Source> {
  if (source.kind === 'database') {
    const { name } = findSource(deps.options.sources, channelId, source.name, 'read');
    return { fileId: '', name, sizeBytes: 0, messageTs: null, more: [], isDatabase: true };
  }
  const upload = await deps.store.newestUpload({ teamId, channelId, userId: null });
  if (upload === null || upload.fileId === lastFileId)
    throw new UserError(
      'no-new-file',
      upload === null ? 'There is no file in this channel.' : 'There is no new file since the last run.',
      'Drop one here before the next time.',
    );
  const { fileId, name, messageTs, userId: byUserId } = upload;
  return { fileId, name, sizeBytes: 0, messageTs, byUserId, more: [] };
}

function noRecipe({ recipe }: Schedule): UserError {
  return new UserError(
    'no-recipe',
    `The recipe “${recipe}” is no longer there.`,
    'Save it again, or delete the schedule with /batch schedule delete.',
  );
}

async function fail(deps: Deps, job: Job, { message, next }: UserError): Promise<void> {
  await oweCard(deps, job.id);
  await deps.store.moveJob(job.id, {
    from: ['building'],
    to: 'failed',
    set: { notice: `${message} ${next}` },
  });
  deps.background.run('show card', job.id, () => showCard(deps, job.id));
}

async function follow(deps: Deps, schedule: Schedule): Promise<void> {
  const job = schedule.openJobId === null ? null : await deps.store.job(schedule.openJobId);
  if (job?.state === 'building') return;
  if (job !== null) {
    const word = await decide(deps, schedule, job);
    const isSent = word.startsWith(SENT);
    await oweScheduleWord(deps, job.id, { schedule: schedule.number, missed: schedule.missed, word, isSent });
  }
  await deps.store.schedules.change(schedule.id, null, { openJobId: null, missed: 0 });
}

const SENT = 'It was submitted';
const ASKED = 'It needs an approval; its card says who may give it.';

/** What is told of a job that is no draft any more. */
const WORDS: Partial<Record<JobState, string>> = {
  failed: 'It could not be made; its card says why.',
  discarded: 'Somebody discarded it.',
  'needs-approval': ASKED,
  deleting: 'Somebody deleted its data.',
  deleted: 'Somebody deleted its data.',
};

/** Only what the schedule made, as it made it, is sent by itself: never what people have edited, rejected or taken back. */
function isUntouched({ revision, approvals, notice, settings }: Job): boolean {
  return revision === 1 && approvals.length === 0 && notice === null && settings.prompt !== null;
}

/** Guests cannot have anything sent, so that their files are not sent by themselves; apps do what a member set up. */
async function isByOutsider(deps: Deps, { source }: Job): Promise<boolean> {
  if (source?.byUserId === undefined) return false;
  const standing = await standingOf(deps, source.byUserId);
  return standing !== 'member' && standing !== 'bot';
}

/** @returns what became of the job, as a sentence */
async function decide(deps: Deps, schedule: Schedule, job: Job): Promise<string> {
  if (job.state !== 'draft') return WORDS[job.state] ?? `${SENT}.`;
  const [blocker] = job.report?.blockers ?? [];
  if (blocker !== undefined) return `It cannot be sent: ${blocker.text}`;
  const price = job.report?.estimate?.batchHighMicros ?? null;
  const held = heldBack(schedule, price, formatDollars);
  if (held !== null) return held;
  if (!isUntouched(job)) return 'Somebody changed it or took it back, so it waits for Submit.';
  try {
    if (await isByOutsider(deps, job))
      return 'Its file was dropped by somebody who is no full member of this workspace, so it waits for Submit.';
    const now = await deps.store.schedules.byNumber(schedule.teamId, schedule.number);
    if (now === null || now.isPaused)
      return 'The schedule was paused or deleted meanwhile, so it was not sent.';
    if ((await recipeOf(deps, schedule)) === null) throw noRecipe(schedule);
    // Older than the job: an older copy of the data may have been put back since the times it is made up for.
    const since = Math.min(job.createdAt, schedule.firstAt ?? schedule.lastAt ?? job.createdAt);
    await refuseRunBefore(deps, { ...job, createdAt: since }, unsentParts(job, []));
    // Whoever made the schedule may not be allowed to spend any more.
    const { teamId, channelId, createdBy } = schedule;
    await admit(deps, { teamId, channelId, userId: createdBy }, 'submit');
    const sent = await submitJob(deps, { jobId: job.id, revision: job.revision, by: createdBy });
    return sent.state === 'needs-approval' ? ASKED : `${SENT}, for ${formatDollars(price ?? 0)} at most.`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `It was not submitted: ${error.message} ${error.next}`;
  }
}
