// What cannot be: the shapes of such an answer, the failures of services and of the disk, and every sentence that stands in the code.
import { ServiceError } from '../../../src/core/errors.ts';
import { refusalError } from '../../../src/core/people/refusal.ts';
import { UnreadableRow } from '../../../src/core/trouble/storage-trouble.ts';
import { createAnswer } from '../../../src/slack/answer.ts';
import { errorReply } from '../../../src/slack/views/reply.ts';
import { type Exhibit, type Room, seen } from '../exhibit.ts';
import { BEN } from '../sample.ts';
import { sentences } from '../sentences.ts';

const silent = () => {};
const answer = createAnswer({
  log: { debug: silent, info: silent, warn: silent, error: silent },
  newId: () => 'k3v9x2p0aq',
});

/** The code of each failure of a service that has words of its own. */
const ANTHROPIC = [
  'authentication_error',
  'permission_error',
  'billing_error',
  'rate_limit_error',
  'overloaded_error',
  'request_too_large',
  'not_found_error',
  'unreachable',
  'redirected',
  'results-cut',
];
const DISK = ['ENOSPC', 'EROFS', 'SQLITE_BUSY', 'EIO'];

const FAILURES: [string, Error][] = [
  ...ANTHROPIC.map((code): [string, Error] => [
    `Anthropic: ${code}`,
    new ServiceError('anthropic', 'refused', code, 'Told by Anthropic.'),
  ]),
  [
    'Anthropic: a refusal of its own',
    new ServiceError('anthropic', 'refused', 'other', 'max_tokens: too many.'),
  ],
  ['Anthropic: no answer', new ServiceError('anthropic', 'unknown', 'other', 'No answer.')],
  [
    'Slack: a refusal',
    new ServiceError('slack', 'refused', 'not_in_channel', 'Slack answered not_in_channel.'),
  ],
  [
    'Slack: locked out',
    new ServiceError('slack', 'refused', 'token_revoked', 'Slack answered token_revoked.'),
  ],
  ['Slack: no answer', new ServiceError('slack', 'busy', 'ratelimited', 'Slack answered ratelimited.')],
  ...DISK.map((code): [string, Error] => [`The disk: ${code}`, Object.assign(new Error(code), { code })]),
  ['A job that cannot be read', new UnreadableRow('job 42')],
  ['What nobody foresaw', new Error('a bug')],
];

async function failure([title, error]: [string, Error]): Promise<Exhibit> {
  const reply = await answer('show', () => Promise.reject(error));
  if (reply === null) throw new Error('A failure without an answer.');
  return seen(title, reply);
}

/** @returns the rooms of what cannot be */
export async function errorRooms(): Promise<Room[]> {
  const shapes = [
    seen('With who may', errorReply(refusalError('approver', [BEN, 'S1']))),
    seen(
      'With who was first',
      errorReply({
        message: 'Job #42 was already submitted.',
        next: 'Its card shows how it goes.',
        byUserId: BEN,
      }),
    ),
  ];
  const said = sentences().map(({ code, file, message, next }) =>
    seen(`${code} · ${file}`, errorReply({ message, next })),
  );
  return [
    { name: 'Failures', exhibits: [...shapes, ...(await Promise.all(FAILURES.map(failure)))] },
    { name: 'What cannot be', exhibits: said },
  ];
}
