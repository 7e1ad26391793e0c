// The table of faults: every call that leaves the bot, and every way in which it can fail.
import type { Fault as ClaudeFault } from '../../../src/sim/batches/index.ts';
import type { Fault as SlackFault } from '../../../src/sim/slack/index.ts';
import type { World } from '../../support/world.ts';

/** Which people and what trouble a call needs to be made at all. */
export type Play = 'start' | 'plain' | 'cancel' | 'offer' | 'unsure post' | 'command';

export interface Cell {
  call: string;
  fault: string;
  play: Play;
  /** The bot waits until its own time limit. */
  isSlow: boolean;
  /** Orders the fault, once. */
  order(world: World): void;
}

interface CallOf<Target> {
  call: string;
  target: Target;
  play: Play;
  /** Faults that cannot be caused at this call, with the reason in a comment beside. */
  without?: string[];
}

interface FaultOf<Fault> {
  fault: string;
  isSlow?: boolean;
  with: Omit<Fault, 'path' | 'method'>;
}

type ClaudeTarget = Pick<ClaudeFault, 'method' | 'path'>;

const CLAUDE_CALLS: CallOf<ClaudeTarget>[] = [
  { call: 'models', target: { path: /models$/ }, play: 'plain' },
  { call: 'count_tokens', target: { path: /count_tokens$/ }, play: 'plain' },
  { call: 'list', target: { method: 'GET', path: /batches$/ }, play: 'plain' },
  { call: 'create', target: { method: 'POST', path: /batches$/ }, play: 'plain' },
  { call: 'get', target: { method: 'GET', path: /batches\/msgbatch_[^/]+$/ }, play: 'plain' },
  { call: 'results', target: { path: /results$/ }, play: 'plain' },
  { call: 'cancel', target: { path: /cancel$/ }, play: 'cancel' },
];

const LATE_MS = 1500;

const CLAUDE_FAULTS: FaultOf<ClaudeFault>[] = [
  { fault: 'reset before it is read', with: { kind: 'reset-before' } },
  { fault: 'reset after it is read', with: { kind: 'reset-after' } },
  { fault: 'reset after the headers of the answer', with: { kind: 'drop' } },
  { fault: '408', with: { kind: 'status', status: 408, errorType: 'timeout_error' } },
  { fault: '429 with retry-after', with: { kind: 'status', status: 429, retryAfterSeconds: 1 } },
  { fault: '429 without', with: { kind: 'status', status: 429 } },
  { fault: '500', with: { kind: 'status', status: 500 } },
  { fault: '502', with: { kind: 'html', status: 502 } },
  { fault: '529', with: { kind: 'status', status: 529 } },
  { fault: 'a page with status 200', with: { kind: 'html', status: 200 } },
  { fault: 'truncated JSON', with: { kind: 'cut' } },
  { fault: 'an answer that stalls', isSlow: true, with: { kind: 'stall' } },
  { fault: 'no answer', isSlow: true, with: { kind: 'hang' } },
  { fault: 'half-open', isSlow: true, with: { kind: 'half-open' } },
  { fault: 'a late answer', with: { kind: 'delay', delayMs: LATE_MS } },
];

/** Only the status of its answer is looked at, so half a text is as good as the whole. */
const NOT_READ = ['truncated JSON'];

/** A page in place of a file is Slack's sign-in page: a refusal that ends the job with a sentence, as test/stories/bad-input.test.ts shows. */
const SIGN_IN = ['a page with status 200'];

const SLACK_CALLS: CallOf<string>[] = [
  { call: 'auth.test', target: 'auth.test', play: 'start' },
  { call: 'apps.connections.open', target: 'apps.connections.open', play: 'start' },
  { call: 'users.info', target: 'users.info', play: 'plain' },
  { call: 'conversations.info', target: 'conversations.info', play: 'plain' },
  { call: 'files.info', target: 'files.info', play: 'plain' },
  { call: 'file-download', target: 'file-download', play: 'plain', without: SIGN_IN },
  { call: 'reactions.add', target: 'reactions.add', play: 'plain' },
  { call: 'chat.postMessage', target: 'chat.postMessage', play: 'plain' },
  { call: 'chat.update', target: 'chat.update', play: 'plain' },
  { call: 'files.getUploadURLExternal', target: 'files.getUploadURLExternal', play: 'plain' },
  { call: 'file-upload', target: 'file-upload', play: 'plain', without: NOT_READ },
  { call: 'files.completeUploadExternal', target: 'files.completeUploadExternal', play: 'plain' },
  { call: 'conversations.replies', target: 'conversations.replies', play: 'unsure post' },
  { call: 'chat.postEphemeral', target: 'chat.postEphemeral', play: 'offer' },
  { call: 'response-url', target: 'response-url', play: 'command', without: NOT_READ },
];

const SLACK_FAULTS: FaultOf<SlackFault>[] = [
  { fault: 'reset before it is read', with: { kind: 'reset-before' } },
  { fault: 'reset after it is read', with: { kind: 'reset-after' } },
  { fault: 'reset after the headers of the answer', with: { kind: 'truncate' } },
  { fault: '408', with: { kind: 'status', status: 408 } },
  { fault: '429 with retry-after', with: { kind: 'rate-limited', retryAfterSeconds: 1 } },
  { fault: '429 without', with: { kind: 'status', status: 429 } },
  { fault: '500', with: { kind: 'status', status: 500 } },
  { fault: '502', with: { kind: 'status', status: 502 } },
  { fault: '503', with: { kind: 'status', status: 503 } },
  { fault: 'a page with status 200', with: { kind: 'html' } },
  { fault: 'truncated JSON', with: { kind: 'wrong-length' } },
  { fault: 'an answer that stalls', isSlow: true, with: { kind: 'stall' } },
  { fault: 'no answer', isSlow: true, with: { kind: 'hang' } },
  { fault: 'half-open', isSlow: true, with: { kind: 'half-open' } },
  { fault: 'a late answer', with: { kind: 'delay', delayMs: LATE_MS } },
];

function cellsOf<Target, Fault>(
  calls: CallOf<Target>[],
  faults: FaultOf<Fault>[],
  order: (world: World, target: Target, fault: FaultOf<Fault>['with']) => void,
): Cell[] {
  return calls.flatMap(({ call, target, play, without = [] }) =>
    faults
      .filter(({ fault }) => !without.includes(fault))
      .map(({ fault, isSlow = false, with: more }) => ({
        call,
        fault,
        play,
        isSlow,
        order: (world: World) => order(world, target, more),
      })),
  );
}

/** Every cell of the table. */
export const CELLS: Cell[] = [
  ...cellsOf(CLAUDE_CALLS, CLAUDE_FAULTS, ({ claude }, target, fault) =>
    claude.faults.add({ ...target, ...fault }),
  ),
  ...cellsOf(SLACK_CALLS, SLACK_FAULTS, ({ slack }, method, fault) => slack.faults.add({ method, ...fault })),
];
