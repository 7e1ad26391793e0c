// Makes views from what the app sends, and shows them the way payloads and the Web API do.
import { stateOf, withBlockIds } from './block.ts';
import { newId } from './identity.ts';
import { isObject, type JsonObject, objectsAt, textAt } from './json.ts';
import type { View } from './view.ts';
import type { Workspace } from './workspace.ts';

/** A fresh hash; changes with every update of the view. */
function newHash(workspace: Workspace): string {
  return `${Math.floor(workspace.now() / 1000)}.${newId('').slice(0, 8)}`;
}

/** The view as payloads and the Web API show it. */
export function viewJson(workspace: Workspace, view: View): JsonObject {
  const { identity } = workspace;
  const source = view.source;
  return {
    id: view.id,
    team_id: identity.teamId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: textAt(source, 'private_metadata') ?? '',
    callback_id: view.callbackId,
    external_id: textAt(source, 'external_id') ?? '',
    state: { values: view.state },
    hash: view.hash,
    ...(view.type === 'modal'
      ? { title: source.title, submit: source.submit ?? null, close: source.close ?? null }
      : {}),
    clear_on_close: source.clear_on_close === true,
    notify_on_close: source.notify_on_close === true,
    previous_view_id: view.previousViewId ?? null,
    root_view_id: view.rootViewId,
    app_id: identity.appId,
    app_installed_team_id: identity.teamId,
    bot_id: identity.botId,
  };
}

/** A view made from what the app sent; `before` is the view it replaces and keeps entered values from. */
export function buildView(workspace: Workspace, person: string, source: JsonObject, before?: View): View {
  const blocks = withBlockIds(objectsAt(source, 'blocks'));
  const id = before?.id ?? newId('V');
  return {
    id,
    type: source.type === 'home' ? 'home' : 'modal',
    person,
    hash: newHash(workspace),
    source,
    title: isObject(source.title) ? (textAt(source.title, 'text') ?? '') : '',
    callbackId: textAt(source, 'callback_id') ?? '',
    blocks,
    state: stateOf(blocks, before?.state),
    rootViewId: before?.rootViewId ?? id,
    ...(before?.previousViewId === undefined ? {} : { previousViewId: before.previousViewId }),
  };
}
