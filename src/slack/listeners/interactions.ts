// Everything a person types after /batch, clicks or submits, one line each.
import type { App, GlobalShortcut, MessageShortcut, ViewSubmitAction } from '@slack/bolt';
import { ACTIONS, CALLBACKS } from '../ids.ts';
import { onApprove, onReject, onRejectSubmitted, onWithdraw } from './approval-buttons.ts';
import { onCommand } from './command.ts';
import type { InteractionContext } from './context.ts';
import { onEdit, onEditSubmitted } from './edit-draft.ts';
import { onHomeDetails, onHomePage, onHomeRecipe } from './home.ts';
import {
  onCancel,
  onDeleteData,
  onDiscard,
  onFailedRows,
  onMoreFormats,
  onRetry,
  onSendFilesAgain,
  onSubmit,
  onTryRows,
  onUseRecipe,
} from './job-buttons.ts';
import { onGiveUp, onSendAgain, onUseCandidate } from './needs-human-buttons.ts';
import { onBatchFiles, onNewBatch, onNewBatchShortcut, onNewBatchSubmitted } from './new-batch.ts';
import { onStartBatch } from './offer.ts';
import { onSettings, onSettingsSubmitted } from './settings.ts';

/** Registers every handler with Bolt. */
export function registerInteractions(app: App, context: InteractionContext): void {
  app.command('/batch', (args) => onCommand(context, args));
  app.action(ACTIONS.submit, (args) => onSubmit(context, args));
  app.action(ACTIONS.tryRows, (args) => onTryRows(context, args));
  app.action(ACTIONS.useRecipe, (args) => onUseRecipe(context, args));
  app.action(ACTIONS.discard, (args) => onDiscard(context, args));
  app.action(ACTIONS.approve, (args) => onApprove(context, args));
  app.action(ACTIONS.reject, (args) => onReject(context, args));
  app.action(ACTIONS.withdraw, (args) => onWithdraw(context, args));
  app.action(ACTIONS.deleteData, (args) => onDeleteData(context, args));
  app.action(ACTIONS.cancel, (args) => onCancel(context, args));
  app.action(ACTIONS.sendFilesAgain, (args) => onSendFilesAgain(context, args));
  app.action(ACTIONS.retry, (args) => onRetry(context, args));
  app.action(ACTIONS.failedRows, (args) => onFailedRows(context, args));
  app.action(ACTIONS.moreFormats, (args) => onMoreFormats(context, args));
  app.action(ACTIONS.useCandidate, (args) => onUseCandidate(context, args));
  app.action(ACTIONS.sendAgain, (args) => onSendAgain(context, args));
  app.action(ACTIONS.giveUp, (args) => onGiveUp(context, args));
  app.action(ACTIONS.edit, (args) => onEdit(context, args));
  app.action(ACTIONS.startBatch, (args) => onStartBatch(context, args));
  app.action(ACTIONS.newBatch, (args) => onNewBatch(context, args));
  app.shortcut<GlobalShortcut>(CALLBACKS.newBatch, (args) => onNewBatchShortcut(context, args));
  app.shortcut<MessageShortcut>(CALLBACKS.batchFiles, (args) => onBatchFiles(context, args));
  app.action(ACTIONS.homeDetails, (args) => onHomeDetails(context, args));
  app.action(ACTIONS.homeNewer, (args) => onHomePage(context, args));
  app.action(ACTIONS.homeOlder, (args) => onHomePage(context, args));
  app.action(ACTIONS.homeRecipe, (args) => onHomeRecipe(context, args));
  app.action(ACTIONS.settings, (args) => onSettings(context, args));
  app.view<ViewSubmitAction>(CALLBACKS.settings, (args) => onSettingsSubmitted(context, args));
  app.view<ViewSubmitAction>(CALLBACKS.newBatch, (args) => onNewBatchSubmitted(context, args));
  app.view<ViewSubmitAction>(CALLBACKS.reject, (args) => onRejectSubmitted(context, args));
  app.view<ViewSubmitAction>(CALLBACKS.editDraft, (args) => onEditSubmitted(context, args));
}
