// Who may do what, where: the whole decision about people, as one table.

/** What a person can ask for; 'submit' is all that may spend money or write outside of Slack. */
export type Action = 'see' | 'build' | 'submit' | 'approve' | 'configure';

export type Role = 'viewer' | 'submitter' | 'approver' | 'admin';

/** What an account is; only members are let in. */
export type Standing = 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated';

export interface Person {
  standing: Standing;
  roles: readonly Role[];
}

/** Where somebody asks. */
export interface Place {
  /** Other organisations are in the conversation. */
  isShared: boolean;
  /** An admin has allowed channels that are shared with other organisations. */
  allowsShared: boolean;
  /** The channel is one of those that the bot is to work in; direct messages always are. */
  isAllowed: boolean;
}

const ACTIONS_OF: Record<Role, readonly Action[]> = {
  // A draft costs nothing: whoever may look may prepare one for somebody who may send it.
  viewer: ['see', 'build'],
  submitter: ['see', 'build', 'submit'],
  approver: ['see', 'build', 'approve'],
  admin: ['see', 'build', 'submit', 'approve', 'configure'],
};

export type Refusal = Exclude<Standing, 'member'> | 'shared-channel' | 'other-channel' | Role;

/** @returns null when the person may, else what stands in the way: what they are, where they are, or the role they lack */
export function refusalOf(person: Person, action: Action, place: Place): Refusal | null {
  if (person.standing !== 'member') return person.standing;
  if (place.isShared && !place.allowsShared) return 'shared-channel';
  if (!place.isAllowed) return 'other-channel';
  return person.roles.some((role) => ACTIONS_OF[role].includes(action)) ? null : ROLE_FOR[action];
}

/** @returns whether the person may do it there */
export function may(person: Person, action: Action, place: Place): boolean {
  return refusalOf(person, action, place) === null;
}

/** The role that a refused person is told to ask for. */
const ROLE_FOR: Record<Action, Role> = {
  see: 'viewer',
  build: 'viewer',
  submit: 'submitter',
  approve: 'approver',
  configure: 'admin',
};
