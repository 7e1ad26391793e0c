// Who people are, and what a conversation is. All calls throw ServiceError: whoever asks then refuses.
import type { Standing } from '../core/people/role.ts';

export interface DirectoryPerson {
  standing: Standing;
  /** Admin or owner of the workspace. */
  isWorkspaceAdmin: boolean;
}

/** Answers may be some minutes old. */
export interface Directory {
  /** The workspace that the bot is installed in. */
  teamId: string;
  person(userId: string): Promise<DirectoryPerson>;
  /** @returns whether people of other organisations are in the conversation, or invited to it */
  isShared(channelId: string): Promise<boolean>;
  /** @returns ids of people; a group that is not there has none */
  groupMembers(groupId: string): Promise<readonly string[]>;
}
