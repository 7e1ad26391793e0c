// Every /batch command, in the order of the help screen.
import type { Command } from '../src/slack/command.ts';
import { approveJob } from './approve.ts';
import { budget } from './budget.ts';
import { build } from './build.ts';
import { cancel } from './cancel.ts';
import { deleteJobData } from './delete.ts';
import { diff } from './diff.ts';
import { help } from './help.ts';
import { list } from './list.ts';
import { newBatch } from './new.ts';
import { recipe } from './recipe.ts';
import { rejectJob } from './reject.ts';
import { results } from './results.ts';
import { retry } from './retry.ts';
import { row } from './row.ts';
import { run } from './run.ts';
import { schedule } from './schedule.ts';
import { settings } from './settings.ts';
import { status } from './status.ts';
import { submit } from './submit.ts';
import { tryRowsNow } from './try.ts';
import { usage } from './usage.ts';
import { watch } from './watch.ts';

export const commands: readonly Command[] = [
  newBatch,
  build,
  run,
  recipe,
  schedule,
  tryRowsNow,
  submit,
  approveJob,
  rejectJob,
  status,
  watch,
  list,
  row,
  results,
  diff,
  retry,
  cancel,
  budget,
  usage,
  deleteJobData,
  settings,
  help,
];
