// A person submits a modal, and what the app's answer does to it. docs.slack.dev/surfaces/modals

import { stackedView } from '../api/views.ts';
import { checkView } from '../block-kit/payload.ts';
import { isObject, type JsonObject, objectAt } from '../json.ts';
import { MAX_STACK, modalStack, replaceView, reportClosed, setModalStack } from '../modals.ts';
import type { View } from '../view.ts';
import { buildView, viewJson } from '../view-json.ts';
import { newTrigger, type PersonRecord, type Workspace } from '../workspace.ts';
import { clientErrors, fillView, type InputValue, labelText } from './fill.ts';
import { interactionBase } from './interaction.ts';
import { currentPlace } from './target.ts';

export interface SubmitResult {
  ackMs: number;
  /** Messages shown under inputs: input label → message. */
  errors?: Record<string, string>;
}

/** Fills the inputs by label and presses the modal's submit button. */
export async function submit(
  workspace: Workspace,
  person: PersonRecord,
  target: View,
  values: Record<string, InputValue> = {},
): Promise<SubmitResult> {
  const place = currentPlace(workspace, person.id, target);
  if (place.kind !== 'view' || place.view.type !== 'modal') throw new Error('Only a modal can be submitted.');
  const { view } = place;
  if (modalStack(workspace, person.id).at(-1)?.id !== view.id) throw new Error(`"${view.title}" is covered.`);
  if (!isObject(view.source.submit)) throw new Error(`"${view.title}" has no submit button.`);
  fillView(workspace, view, values);
  const complaints = clientErrors(view);
  if (Object.keys(complaints).length > 0) return { ackMs: 0, errors: complaints };
  const payload = {
    ...interactionBase(workspace, person.id),
    type: 'view_submission',
    trigger_id: newTrigger(workspace, person.id, view.id),
    view: viewJson(workspace, view),
    response_urls: [],
  };
  const what = `submitting "${view.title}"`;
  const { ackMs, payload: answer } = await workspace.delivery.interact('interactive', payload, what);
  const errors = applyAnswer(workspace, view, answer, what);
  return { ackMs, ...(errors === undefined ? {} : { errors }) };
}

function applyAnswer(
  workspace: Workspace,
  view: View,
  answer: JsonObject,
  what: string,
): Record<string, string> | undefined {
  const action = answer.response_action;
  const stack = modalStack(workspace, view.person);
  // The app may have changed the view with views.update before it answered.
  const current = stack.find(({ id }) => id === view.id);
  if (current === undefined) return undefined;
  if (action === undefined) {
    if (Object.keys(answer).length > 0) trouble(workspace, what, `unknown reply ${JSON.stringify(answer)}`);
    setModalStack(
      workspace,
      view.person,
      stack.filter((other) => other !== current),
    );
    return undefined;
  }
  if (action === 'clear') {
    setModalStack(workspace, view.person, []);
    return undefined;
  }
  if (action === 'errors') return shownErrors(workspace, current, answer, what);
  const source = objectAt(answer, 'view') ?? {};
  if (action !== 'update' && action !== 'push')
    trouble(workspace, what, `unknown response_action ${String(action)}`);
  const invalid = checkView(workspace, what, source, 'modal');
  if (invalid.length > 0) trouble(workspace, what, 'invalid view');
  if (action === 'update')
    replaceView(workspace, current, buildView(workspace, view.person, source, current));
  else {
    if (stack.length >= MAX_STACK) trouble(workspace, what, 'push_limit_reached');
    const pushed = stackedView(buildView(workspace, view.person, source), current);
    setModalStack(workspace, view.person, [...stack, pushed]);
  }
  return undefined;
}

function shownErrors(
  workspace: Workspace,
  view: View,
  answer: JsonObject,
  what: string,
): Record<string, string> {
  const shown: Record<string, string> = {};
  const errors = Object.entries(objectAt(answer, 'errors') ?? {});
  if (errors.length === 0) trouble(workspace, what, 'response_action errors without errors');
  for (const [blockId, message] of errors) {
    const block = view.blocks.find(
      (candidate) => candidate.type === 'input' && candidate.block_id === blockId,
    );
    if (block === undefined || typeof message !== 'string') {
      trouble(workspace, what, `an error for ${blockId}, which is no input of the view`);
    } else shown[labelText(block)] = message;
  }
  return shown;
}

/** The person sees "We had some trouble connecting". */
function trouble(workspace: Workspace, what: string, why: string): never {
  workspace.problem(`${what}: ${why}`);
  throw new Error(`We had some trouble connecting. Try again? (${what}: ${why})`);
}

/** Closes the visible modal with its close button, or the whole stack. */
export async function closeView(
  workspace: Workspace,
  person: PersonRecord,
  target: View,
  options: { all?: boolean } = {},
): Promise<void> {
  const stack = modalStack(workspace, person.id);
  const view = stack.find(({ id }) => id === target.id);
  if (view === undefined) throw new Error(`"${target.title}" is not open.`);
  const isWhole = options.all === true || view.source.clear_on_close === true;
  setModalStack(workspace, person.id, isWhole ? [] : stack.filter((other) => other !== view));
  await reportClosed(workspace, view, isWhole);
}
