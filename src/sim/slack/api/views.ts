// views.*: opening, pushing and changing modals, publishing home tabs.

import { LIMITS } from '../block-kit/limits.ts';
import { checkView } from '../block-kit/payload.ts';
import { isObject, type JsonObject, textAt } from '../json.ts';
import { findView, MAX_STACK, modalStack, replaceView, setModalStack } from '../modals.ts';
import type { View } from '../view.ts';
import { buildView, viewJson } from '../view-json.ts';
import type { Trigger } from '../workspace.ts';
import { ApiError, type Call, type Method, refuseArguments } from './method.ts';

const TRIGGER_LIFE_MS = 3000;
const noScopes = { tier: 4, scopes: [] } as const;

/** Method name → handler. */
export const VIEW_METHODS: Record<string, Method> = {
  'views.open': {
    ...noScopes,
    scopes: [],
    args: ['trigger_id', 'interactivity_pointer', 'view!'],
    run: open,
  },
  'views.push': {
    ...noScopes,
    scopes: [],
    args: ['trigger_id', 'interactivity_pointer', 'view!'],
    run: push,
  },
  'views.update': { ...noScopes, scopes: [], args: ['view_id', 'external_id', 'hash', 'view!'], run: update },
  'views.publish': { ...noScopes, scopes: [], args: ['user_id!', 'hash', 'view!'], run: publish },
};

function readView(call: Call, surface: 'modal' | 'home'): JsonObject {
  const view = call.args.view;
  if (!isObject(view)) throw refuseArguments('must be an object [json-pointer:/view]');
  if (Buffer.byteLength(JSON.stringify(view)) > LIMITS.viewBytes) throw new ApiError('view_too_large');
  const messages = checkView(call.workspace, call.method, view, surface);
  if (messages.length > 0) throw new ApiError('invalid_arguments', { response_metadata: { messages } });
  return view;
}

/** The interaction behind a trigger_id, which may be used once within 3 s. */
function useTrigger({ workspace, args, method }: Call): Trigger {
  const trigger = workspace.triggers.get(textAt(args, 'trigger_id') ?? '');
  const error =
    trigger === undefined
      ? 'invalid_trigger_id'
      : trigger.used
        ? 'exchanged_trigger_id'
        : workspace.now() - trigger.madeAtMs > TRIGGER_LIFE_MS
          ? 'expired_trigger_id'
          : undefined;
  if (error !== undefined || trigger === undefined) {
    workspace.problem(`${method}: ${error}`);
    throw new ApiError(error ?? 'invalid_trigger_id');
  }
  trigger.used = true;
  return trigger;
}

function checkExternalId(call: Call, view: JsonObject, own?: View): void {
  const externalId = textAt(view, 'external_id') ?? '';
  const other = externalId === '' ? undefined : findView(call.workspace, '', externalId);
  if (other !== undefined && other.id !== own?.id) throw new ApiError('duplicate_external_id');
}

function open(call: Call): JsonObject {
  const { workspace } = call;
  const source = readView(call, 'modal');
  checkExternalId(call, source);
  const trigger = useTrigger(call);
  const view = buildView(workspace, trigger.person, source);
  setModalStack(workspace, trigger.person, [view]);
  return { view: viewJson(workspace, view) };
}

function push(call: Call): JsonObject {
  const { workspace } = call;
  const source = readView(call, 'modal');
  checkExternalId(call, source);
  const trigger = useTrigger(call);
  const stack = modalStack(workspace, trigger.person);
  const top = stack.at(-1);
  if (top === undefined || trigger.viewId === undefined) throw new ApiError('not_found');
  if (stack.length >= MAX_STACK) throw new ApiError('push_limit_reached');
  const view = stackedView(buildView(workspace, trigger.person, source), top);
  setModalStack(workspace, trigger.person, [...stack, view]);
  return { view: viewJson(workspace, view) };
}

/** The view as it lies on top of another. */
export function stackedView(view: View, below: View): View {
  return { ...view, rootViewId: below.rootViewId, previousViewId: below.id };
}

function update(call: Call): JsonObject {
  const { workspace, args } = call;
  const id = textAt(args, 'view_id') ?? '';
  const externalId = textAt(args, 'external_id') ?? '';
  if (id === '' && externalId === '') throw refuseArguments('view_id or external_id is needed');
  const before = findView(workspace, id, externalId);
  if (before === undefined) throw new ApiError('not_found');
  const source = readView(call, before.type);
  checkHash(args, before);
  checkExternalId(call, source, before);
  const after = buildView(workspace, before.person, source, before);
  replaceView(workspace, before, after);
  return { view: viewJson(workspace, after) };
}

function publish(call: Call): JsonObject {
  const { workspace, args } = call;
  const person = textAt(args, 'user_id') ?? '';
  if (workspace.manifest.features?.app_home?.home_tab_enabled !== true) throw new ApiError('not_enabled');
  if (!workspace.people.has(person)) throw refuseArguments('user_id is no person of this workspace');
  const source = readView(call, 'home');
  const before = workspace.homes.get(person);
  if (before !== undefined) checkHash(args, before);
  const view = buildView(workspace, person, source, before);
  workspace.homes.set(person, view);
  workspace.changes.notify();
  return { view: viewJson(workspace, view) };
}

function checkHash(args: JsonObject, before: View): void {
  const hash = textAt(args, 'hash');
  if (hash !== undefined && hash !== '' && hash !== before.hash) throw new ApiError('hash_conflict');
}
