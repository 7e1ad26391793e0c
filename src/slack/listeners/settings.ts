// The button of the settings and its modal; what cannot be stands in the modal's place, so that it is always read.
import { setTimeout as sleep } from 'node:timers/promises';
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { monthOf } from '../../core/money/charge.ts';
import { changeSettings, viewSettings } from '../../jobs/people/change-settings.ts';
import { readSettingsModal, settingsModal } from '../views/settings-modal.ts';
import { changeIn, placeOf } from '../views/settings-values.ts';
import { type ClickArgs, handleClick } from './click.ts';
import type { InteractionContext } from './context.ts';
import { refusedView, submitterOf } from './submitted.ts';

/** A trigger lives three seconds; a slow list of models must not use them up. */
const MODELS_WITHIN_MS = 1200;

export function onSettings(context: InteractionContext, args: ClickArgs): Promise<void> {
  return handleClick(context, args, 'settings', async (click) => {
    const settings = await viewSettings(context.jobs, click.actor);
    const late = sleep(MODELS_WITHIN_MS, null, { ref: false });
    const models = settings.isAdmin ? await Promise.race([context.jobs.modelList.read(), late]) : null;
    const view = settingsModal(settings, models ?? []);
    await context.slack.call(false, (client) => client.views.open({ trigger_id: click.triggerId, view }));
    return null;
  });
}

export async function onSettingsSubmitted(
  context: InteractionContext,
  { ack, view, body }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
): Promise<void> {
  const { jobs } = context;
  const actor = submitterOf(body, placeOf(view.private_metadata));
  const refusal = await refusedView(context, actor, 'see', async () => {
    const typed = readSettingsModal(view.state.values);
    const now = await viewSettings(jobs, actor);
    await changeSettings(jobs, actor, changeIn(view.private_metadata, typed, now, monthOf(jobs.clock.now())));
  });
  await ack(refusal === null ? undefined : { response_action: 'update', view: refusal });
}
