// The Edit button and its modal: settings that cannot be used are told beside their input.
import { setTimeout as sleep } from 'node:timers/promises';
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { checkSettings } from '../../core/draft/check-settings.ts';
import type { SettingProblem, Settings } from '../../core/draft/settings.ts';
import { parsePlain, unknownColumnsText } from '../../core/draft/template.ts';
import type { Job } from '../../core/job/job.ts';
import type { Deps } from '../../jobs/deps.ts';
import { changeDraft, notADraft } from '../../jobs/draft/change-draft.ts';
import { canSee } from '../../jobs/people/can-see.ts';
import { decodeJobRef, decodePlace } from '../ids.ts';
import { BLOCK_OF_FIELD, editModal, readEditModal, unreadableInputs } from '../views/edit-modal.ts';
import { type ClickArgs, clickedJob, handleClick, staleButton } from './click.ts';
import type { InteractionContext } from './context.ts';
import { refusedView, submitterOf } from './submitted.ts';

/** A trigger lives three seconds; a slow list of models must not use them up. */
const MODELS_WITHIN_MS = 1200;

export function onEdit(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'edit', async (click) => {
    const { job, ref } = await clickedJob(context.jobs, click);
    const isEditable = job.state === 'draft' || job.state === 'failed';
    if (!isEditable || job.revision !== ref.revision) throw notADraft(job, ref.revision);
    const view = editModal({
      job,
      channelId: click.actor.channelId,
      models: await modelsInTime(context.jobs),
      now: context.jobs.clock.now(),
    });
    await context.slack.call(false, (client) => client.views.open({ trigger_id: click.triggerId, view }));
    return null;
  });
}

async function modelsInTime({ modelList }: Deps) {
  return (await Promise.race([modelList.read(), sleep(MODELS_WITHIN_MS, null, { ref: false })])) ?? [];
}

type SubmittedArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

export async function onEditSubmitted(
  { jobs, answer, slack }: InteractionContext,
  { ack, view, body }: SubmittedArgs,
): Promise<void> {
  const ref = decodeJobRef(view.private_metadata);
  const job = ref === null ? null : await jobs.store.job(ref.jobId);
  const actor = submitterOf(body, decodePlace(view.private_metadata));
  const refusal = await refusedView({ jobs, answer }, actor, 'build', async () => {
    if (job === null || !(await canSee(jobs, actor, job))) throw staleButton();
  });
  if (refusal !== null || ref === null || job === null) {
    await ack(refusal === null ? undefined : { response_action: 'update', view: refusal });
    return;
  }
  const changes = readEditModal(view.state.values, job.report?.columns ?? []);
  const unreadable = unreadableInputs(view.state.values);
  const errors = await inputErrors(jobs, job, { ...job.settings, ...changes }, unreadable);
  if (errors !== null) {
    await ack({ response_action: 'errors', errors });
    return;
  }
  await ack();
  const reply = await answer('edit draft', async () => {
    await changeDraft(jobs, { jobId: job.id, revision: ref.revision, settings: changes });
    return null;
  });
  if (reply === null) return;
  const place = {
    channel: job.channelId,
    user: body.user.id,
    ...(job.threadTs === null ? {} : { thread_ts: job.threadTs }),
  };
  await slack.call(false, (client) =>
    client.chat.postEphemeral({ ...place, text: reply.text, blocks: reply.blocks }),
  );
}

/** Problems by the block of their input; null when there are none that can be seen without rendering the rows. */
async function inputErrors(
  jobs: Deps,
  job: Job,
  settings: Settings,
  unreadable: SettingProblem[],
): Promise<Record<string, string> | null> {
  const columns = job.report?.columns ?? [];
  const readyMade = job.report?.readyMade ?? false;
  const models = await Promise.race([jobs.modelList.read(), sleep(MODELS_WITHIN_MS, null, { ref: false })]);
  const problems = checkSettings(settings, { columns, readyMade, models, now: jobs.clock.now() });
  if (settings.prompt !== null && columns.length > 0)
    problems.push(...unknownColumns(settings.prompt, columns));
  problems.push(...unreadable);
  const shown = problems.flatMap(({ field, text }) =>
    field === null ? [] : [[BLOCK_OF_FIELD[field], text] as const],
  );
  return shown.length === 0 ? null : Object.fromEntries(shown);
}

function unknownColumns(prompt: string, columns: readonly string[]): SettingProblem[] {
  const unknown = parsePlain(prompt, columns)?.unknown ?? [];
  if (unknown.length === 0) return [];
  return [{ line: null, field: 'prompt', code: 'template', text: unknownColumnsText(unknown, columns) }];
}
