// The stack of modals in front of a person.

import { interactionBase } from './people/interaction.ts';
import type { View } from './view.ts';
import { viewJson } from './view-json.ts';
import type { Workspace } from './workspace.ts';

export const MAX_STACK = 3;

/** The modals in front of the person, the visible one last. */
export function modalStack(workspace: Workspace, person: string): View[] {
  return workspace.modals.get(person) ?? [];
}

/** Replaces the whole stack. */
export function setModalStack(workspace: Workspace, person: string, stack: View[]): void {
  workspace.modals.set(person, stack);
  workspace.changes.notify();
}

/** The open view with this id or external_id, home tabs included. */
export function findView(workspace: Workspace, id: string, externalId: string): View | undefined {
  const all = [...[...workspace.modals.values()].flat(), ...workspace.homes.values()];
  return all.find((view) => view.id === id || (externalId !== '' && view.source.external_id === externalId));
}

/** Puts a changed view in the place of the old one. */
export function replaceView(workspace: Workspace, before: View, after: View): void {
  if (before.type === 'home') workspace.homes.set(before.person, after);
  else {
    const stack = modalStack(workspace, before.person);
    setModalStack(
      workspace,
      before.person,
      stack.map((view) => (view.id === before.id ? after : view)),
    );
  }
  workspace.changes.notify();
}

/** Tells the app that a person closed a view, if the view asked for it. */
export async function reportClosed(workspace: Workspace, view: View, isCleared: boolean): Promise<void> {
  if (view.source.notify_on_close !== true) return;
  await workspace.delivery.interact(
    'interactive',
    {
      ...interactionBase(workspace, view.person),
      type: 'view_closed',
      view: viewJson(workspace, view),
      is_cleared: isCleared,
    },
    `closing "${view.title}"`,
  );
}
