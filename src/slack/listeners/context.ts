// What the handlers know: of events, and of what people type, click and submit.
import type { Deps } from '../../jobs/deps.ts';
import type { Answer } from '../answer.ts';
import type { SlackCaller } from '../client.ts';
import type { Command } from '../command.ts';
import type { Respond } from '../respond.ts';

export interface EventContext {
  jobs: Deps;
  commands: readonly Command[];
  answer: Answer;
  slack: SlackCaller;
  botUserId: string;
  teamId: string;
}

export interface InteractionContext {
  jobs: Deps;
  commands: readonly Command[];
  answer: Answer;
  respond: Respond;
  slack: SlackCaller;
}
