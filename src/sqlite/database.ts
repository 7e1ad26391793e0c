// The control database as Kysely sees it: times in UTC milliseconds, structures as JSON text.
import type { Generated } from 'kysely';
import type { TrialState } from '../core/draft/trial.ts';
import type { BatchState } from '../core/job/batch.ts';
import type { Job, JobState } from '../core/job/job.ts';
import type { OwedMessage, OwedMessageState } from '../core/job/messages.ts';
import type { BudgetScope } from '../core/money/budget.ts';
import type { ChargeKind } from '../core/money/charge.ts';

export interface JobTable {
  id: string;
  team_id: string;
  number: number;
  once_key: string | null;
  kind: Job['kind'];
  state: JobState;
  revision: Generated<number>;
  owner_id: string;
  submitted_by: string | null;
  channel_id: string;
  thread_ts: string | null;
  source: string | null;
  settings: string;
  report: string | null;
  notice: string | null;
  tally: string | null;
  attempt: Generated<number>;
  retry: string | null;
  approvals: string | null;
  deletion: string | null;
  created_at: number;
  submitted_at: number | null;
  ended_at: number | null;
}

export interface ScheduleTable {
  id: string;
  team_id: string;
  channel_id: string;
  number: number;
  recipe: string;
  recipe_settings: string | null;
  recipe_channel_id: string | null;
  first_at: number | null;
  source: string;
  cron: string;
  timezone: string;
  up_to_micros: number | null;
  created_by: string;
  created_at: number;
  next_at: number;
  is_paused: number;
  last_at: number | null;
  last_file_id: string | null;
  open_job_id: string | null;
  missed: number;
}

export interface RecipeTable {
  team_id: string;
  channel_id: string;
  name: string;
  version: number;
  settings: string;
  columns: string;
  saved_by: string;
  saved_at: number;
}

/** The last number given to a job, for each workspace. */
export interface JobCounterTable {
  team_id: string;
  last_number: number;
}

export interface BatchTable {
  id: string;
  job_id: string;
  position: number;
  attempt: Generated<number>;
  state: BatchState;
  first_seq: number;
  last_seq: number;
  requests: number;
  body_bytes: number;
  body_sha256: string;
  remote_id: string | null;
  key_fingerprint: string | null;
  watermark_id: string | null;
  attempted_at: number | null;
  created_at: number | null;
  expires_at: number | null;
  ended_at: number | null;
  counts: string | null;
  due_at: number | null;
  is_adopted: Generated<number>;
  candidates: string | null;
  notice: string | null;
}

export interface EventTable {
  id: string;
  received_at: number;
  body: string;
  finished_at: number | null;
}

export interface UploadTable {
  team_id: string;
  channel_id: string;
  file_id: string;
  user_id: string;
  name: string;
  message_ts: string | null;
  thread_ts: string | null;
  seen_at: number;
}

export interface OwedMessageTable {
  key: string;
  job_id: string;
  kind: OwedMessage['kind'];
  state: OwedMessageState;
  attempts: number;
  attempted_at: number | null;
  due_at: number | null;
  ts: string | null;
  file_ids: string;
  shown_hash: string | null;
  shown_at: number | null;
  detail: string | null;
  error: string | null;
}

export interface StrangerTable {
  remote_id: string;
  requests: number;
  created_at: number;
  key_fingerprint: string;
  closed_at: number | null;
}

export interface ChargeTable {
  id: string;
  team_id: string;
  channel_id: string;
  person_id: string;
  job_id: string;
  job_number: number;
  attempt: number;
  kind: ChargeKind;
  model: string;
  month: string;
  reserved_micros: number;
  reserved_at: number;
  settled_micros: number | null;
  settled_at: number | null;
}

export interface BudgetTable {
  team_id: string;
  scope: BudgetScope;
  subject_id: string;
  limit_micros: number;
  set_by: string;
  set_at: number;
}

export interface TrialTable {
  job_id: string;
  revision: number;
  seq: number;
  state: TrialState;
  round: number;
  asked_by: string;
  asked_at: number | null;
  preview: string;
  answer: string | null;
  failure: string | null;
}

interface SettingTable {
  name: string;
  value: string;
}

export interface ControlDatabase {
  recipe: RecipeTable;
  schedule: ScheduleTable;
  job: JobTable;
  job_counter: JobCounterTable;
  batch: BatchTable;
  event: EventTable;
  upload: UploadTable;
  owed_message: OwedMessageTable;
  setting: SettingTable;
  stranger: StrangerTable;
  charge: ChargeTable;
  budget: BudgetTable;
  trial: TrialTable;
}
