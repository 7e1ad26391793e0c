// Schedules, as they are kept.
import type { NewSchedule, Schedule } from '../core/schedule/schedule.ts';

export interface Schedules {
  create(schedule: NewSchedule): Promise<Schedule>;
  /** By number, in a channel; null: in the whole workspace. */
  list(where: { teamId: string; channelId: string | null }): Promise<Schedule[]>;
  byNumber(teamId: string, number: number): Promise<Schedule | null>;
  /** Those whose time has come and that are not paused. */
  due(now: number): Promise<Schedule[]>;
  /** Those with a job of which it is not decided what becomes. */
  open(): Promise<Schedule[]>;
  /** @param expected.nextAt the change is made only when it still is that. @returns null when it is not, or there is none */
  change(
    id: string,
    expected: { nextAt: number } | null,
    set: Partial<
      Pick<Schedule, 'nextAt' | 'isPaused' | 'lastAt' | 'firstAt' | 'lastFileId' | 'openJobId' | 'missed'>
    >,
  ): Promise<Schedule | null>;
  remove(id: string): Promise<void>;
}
