// Anthropic in trouble: every call fails in every way, and a message batch is still bought once or not at all.
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sim/batches/index.ts';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name\nAnn\nBo\nCy\n';
const SETTLE_MS = 120_000;

const STATUSES: [number, Partial<Fault>][] = [
  [401, { errorType: 'authentication_error' }],
  [429, { retryAfterSeconds: 1 }],
  [500, {}],
  [529, {}],
];

async function draftOf(world: World): Promise<{ start: Message; draft: Message }> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}}');
  return { start, draft: await world.card(start, '"Submit"') };
}

/** Waits; whenever nothing happens by itself, ticks and lets time pass. */
async function eventually<T>(
  world: World,
  what: string,
  probe: () => T | undefined | false,
  stepMs = 30_000,
): Promise<T> {
  for (let turn = 0; turn < 12; turn++) {
    const found = await world.slack.waitFor(what, probe, 300).catch(() => undefined);
    if (found !== undefined) return found;
    await world.tick();
    world.advance(stepMs);
  }
  return world.slack.waitFor(what, probe);
}

async function finishAndClose(world: World, start: Message): Promise<void> {
  await world.tick();
  world.claude.finish();
  await eventually(world, 'the closing message', () =>
    world.replies(start).find(({ files }) => files.length === 2),
  );
  await eventually(world, 'the done card', () =>
    world.replies(start).find((message) => shown(message).includes('3 done')),
  );
  expect(world.claude.batches()).toHaveLength(1);
  expect(problemsOf(world)).toEqual([]);
}

/** A job runs, and the bot is started with another key; one of another workspace sees nothing of it. */
async function underOtherKey({
  isSameWorkspace = false,
  hasEnded = false,
  isCanceled = false,
}): Promise<{ world: World; start: Message }> {
  const world = await openWorld({ batches: { apiKeys: ['sk-ant-old', 'sk-ant-new'] } });
  const { claude, ana } = world;
  const { start, draft } = await draftOf(world);
  await ana.click(draft, 'Submit');
  const running = await world.card(start, 'In progress');
  const none = { kind: 'status', status: 404, errorType: 'not_found_error', times: 1e6 } as const;
  if (isCanceled) {
    await ana.click(running, 'Cancel');
    await claude.waitFor('the cancel', () => claude.batches()[0]?.status === 'canceling');
  }
  if (hasEnded) {
    claude.faults.add({ path: /results$/, kind: 'status', status: 529 });
    claude.finish();
    await world.tick();
  }
  await world.stopBot();
  if (!isSameWorkspace) claude.faults.add({ path: /batches\/msgbatch_/, ...none });
  await world.startBot({ ANTHROPIC_API_KEY: 'sk-ant-new' });
  return { world, start };
}

describe('before money', () => {
  it.each(STATUSES)(
    'models and tokens that cannot be asked for (%i) leave a draft that says so',
    async (status, more) => {
      await using world = await openWorld();
      world.claude.faults.add({ path: /models/, kind: 'status', status, times: 5, ...more });
      world.claude.faults.add({ path: /count_tokens/, kind: 'status', status, times: 50, ...more });
      const { start, draft } = await draftOf(world);
      expect(shown(draft)).toContain('the model was not checked');
      expect(shown(draft)).toContain('only guessed from its length');
      await world.ana.click(draft, 'Submit');
      await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
      await finishAndClose(world, start);
    },
  );
});

describe('a submission', () => {
  it.each([401, 403])(
    'refused with %i comes back as a draft with the reason, and can be submitted again',
    async (status) => {
      await using world = await openWorld();
      const { start, draft } = await draftOf(world);
      const errorType = status === 401 ? 'authentication_error' : 'permission_error';
      world.claude.faults.add({ method: 'POST', path: /batches$/, kind: 'status', status, errorType });
      await world.ana.click(draft, 'Submit');
      const back = await world.card(start, '"Submit"', 'API key');
      expect(back.ts).toBe(draft.ts);
      expect(world.claude.batches()).toHaveLength(0);
      await world.ana.click(back, 'Submit');
      await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
      await finishAndClose(world, start);
    },
  );

  it('that reaches a spend limit comes back as a draft and says until when', async () => {
    await using world = await openWorld();
    const { start, draft } = await draftOf(world);
    world.claude.faults.add({
      method: 'POST',
      path: /batches$/,
      kind: 'status',
      status: 429,
      errorType: 'rate_limit_error',
      errorCode: 'enforced_spend_limit_reached',
    });
    await world.ana.click(draft, 'Submit');
    await world.card(start, '"Submit"', 'spend limit');
  });

  const UNCERTAIN: [string, Partial<Fault>][] = [
    ['500', { kind: 'status', status: 500 }],
    ['529', { kind: 'status', status: 529 }],
    ['a page of HTML', { kind: 'html', status: 502 }],
    ['a connection that drops before the request is read', { kind: 'reset-before' }],
    ['a connection that drops after the batch was created', { kind: 'reset-after' }],
  ];

  it.each(UNCERTAIN)('answered by %s is looked up in the list, and sent once', async (_what, fault) => {
    await using world = await openWorld();
    const { start, draft } = await draftOf(world);
    world.claude.faults.add({ method: 'POST', path: /batches$/, kind: 'status', ...fault });
    await world.ana.click(draft, 'Submit');
    await world.claude.waitFor('the attempt', () =>
      world.claude.calls.some(({ method, path }) => method === 'POST' && path.endsWith('batches')),
    );
    await world.tick();
    expect(world.claude.batches().length).toBeLessThanOrEqual(1);
    world.advance(40_000);
    await world.tick();
    world.advance(SETTLE_MS);
    await eventually(world, 'the running card', () =>
      world.replies(start).find((message) => shown(message).includes('In progress')),
    );
    await finishAndClose(world, start);
  });

  it('of unknown outcome says that it is being checked, and survives a restart', async () => {
    await using world = await openWorld();
    const { start, draft } = await draftOf(world);
    world.claude.faults.add({ method: 'POST', path: /batches$/, kind: 'reset-after' });
    await world.ana.click(draft, 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    await world.restart();
    world.advance(40_000);
    await world.tick();
    await world.card(start, 'Checking with Anthropic', 'Nothing is sent twice');
    world.advance(SETTLE_MS);
    await world.tick();
    await world.card(start, 'In progress');
    await finishAndClose(world, start);
  });

  it('with several candidates in the list asks for a human, and sends nothing', async () => {
    await using world = await openWorld();
    const { start, draft } = await draftOf(world);
    world.claude.faults.add({ method: 'POST', path: /batches$/, kind: 'reset-after' });
    await world.ana.click(draft, 'Submit');
    await world.claude.waitFor('the message batch', () => world.claude.batches().length === 1);
    world.claude.addForeign(3);
    world.advance(SETTLE_MS + 10_000);
    await eventually(world, 'the question', () =>
      world.replies(start).find((message) => shown(message).includes('Needs a human')),
    );
    await world.card(start, 'nothing more is sent');
    expect(world.claude.batches()).toHaveLength(2);
  });

  it('of unknown outcome holds back every other until it is settled, so that none is taken for another', async () => {
    await using world = await openWorld();
    const first = await draftOf(world);
    const second = await draftOf(world);
    // The first never arrives, the second would look just like it in the list.
    world.claude.faults.add({ method: 'POST', path: /batches$/, kind: 'status', status: 500 });
    await world.ana.click(first.draft, 'Submit');
    await world.claude.waitFor('the attempt', () =>
      world.claude.calls.some(({ method, status }) => method === 'POST' && status === 500),
    );
    await world.ana.click(second.draft, 'Submit');
    await world.card(second.start, 'follows by itself');
    expect(world.claude.batches()).toHaveLength(0);
    for (const { start } of [first, second]) {
      await eventually(world, 'the running card', () =>
        world.replies(start).find((message) => shown(message).includes('In progress')),
      );
    }
    const ids = world.claude.batches().map(({ requests }) => requests[0]?.customId.split('-')[0]);
    expect(new Set(ids).size).toBe(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('of unknown outcome is settled although an older job waits for it', async () => {
    await using world = await openWorld();
    const older = await draftOf(world);
    const newer = await draftOf(world);
    world.claude.faults.add({ method: 'POST', path: /batches$/, kind: 'status', status: 500 });
    await world.ana.click(newer.draft, 'Submit');
    await world.claude.waitFor('the attempt', () =>
      world.claude.calls.some(({ method, status }) => method === 'POST' && status === 500),
    );
    await world.ana.click(older.draft, 'Submit');
    await world.card(older.start, 'follows by itself');
    for (const { start } of [newer, older]) {
      await eventually(world, 'the running card', () =>
        world.replies(start).find((message) => shown(message).includes('In progress')),
      );
    }
    expect(world.claude.batches()).toHaveLength(2);
    expect(problemsOf(world)).toEqual([]);
  });

  it('is not taken for somebody else’s batch of another size, or of before', async () => {
    await using world = await openWorld();
    world.claude.addForeign(3);
    const { start, draft } = await draftOf(world);
    world.claude.faults.add({ method: 'POST', path: /batches$/, kind: 'status', status: 500 });
    await world.ana.click(draft, 'Submit');
    await world.claude.waitFor('the attempt', () =>
      world.claude.calls.some(
        ({ method, path, status }) => method === 'POST' && path.endsWith('batches') && status === 500,
      ),
    );
    world.claude.addForeign(7);
    await eventually(world, 'the running card', () =>
      world.replies(start).find((message) => shown(message).includes('In progress')),
    );
    const ours = world.claude.batches().filter(({ foreign }) => !foreign);
    expect(ours.map(({ requests }) => requests.length)).toEqual([3]);
  });

  it.each(STATUSES.slice(1))(
    'waits while the list cannot be read (%i), and goes on by itself',
    async (status, more) => {
      await using world = await openWorld();
      const { start, draft } = await draftOf(world);
      world.claude.faults.add({ method: 'GET', path: /batches$/, kind: 'status', status, ...more });
      await world.ana.click(draft, 'Submit');
      await world.card(start, 'tried again by itself');
      expect(world.claude.batches()).toHaveLength(0);
      world.advance(2000);
      await world.tick();
      await finishAndClose(world, start);
    },
  );
});

describe('a running job', () => {
  const PATHS: [string, RegExp][] = [
    ['its status', /batches\/msgbatch_[^/]+$/],
    ['its results', /results$/],
  ];
  const CASES = PATHS.flatMap(([what, path]) =>
    STATUSES.map(([status, more]) => ({ what, path, status, more })),
  );

  it.each(CASES)('goes on when $what answer $status', async ({ path, status, more }) => {
    await using world = await openWorld();
    const { start, draft } = await draftOf(world);
    await world.ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    world.claude.faults.add({ method: 'GET', path, kind: 'status', status, times: 2, ...more });
    await finishAndClose(world, start);
  });

  it.each([
    ['cut in the middle of a line', { kind: 'cut', cutAtByte: 300 }],
    ['that stop on a line boundary', { kind: 'cut', cutAtByte: 0 }],
    ['whose connection drops', { kind: 'reset-after' }],
  ] as const)('collects results %s again, each once', async (_what, fault) => {
    await using world = await openWorld();
    const { start, draft } = await draftOf(world);
    await world.ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    world.claude.faults.add({ path: /results$/, ...fault });
    await finishAndClose(world, start);
  });

  it('that was sent with another key of the same workspace goes on with the new one', async () => {
    const { world, start } = await underOtherKey({ isSameWorkspace: true });
    await using _world = world;
    world.claude.finish();
    await world.cardInTime(start, '3 done');
    expect(world.logLines.some((line) => line.includes('another one than at the last start'))).toBe(true);
    expect(problemsOf(world)).toEqual([]);
  });

  it.each(['runs', 'has ended'])(
    'that was sent with another key and %s says so, and goes on when the key is back',
    async (how) => {
      const { world, start } = await underOtherKey({ hasEnded: how === 'has ended' });
      await using _world = world;
      await world.tick();
      world.advance(61_000);
      await world.tick();
      // Longer than what is ours may hide.
      world.advance(30 * 60_000);
      await world.tick();
      await world.card(start, 'In progress', 'another API key');
      world.claude.faults.clear();
      if (how === 'runs') world.claude.finish();
      await world.stopBot();
      await world.startBot({ ANTHROPIC_API_KEY: 'sk-ant-old' });
      await world.cardInTime(start, '3 done');
      expect(problemsOf(world)).toEqual([]);
    },
  );

  it.each(['runs', 'has ended'])(
    'that was sent with a key that is gone for good and %s is given up when somebody cancels it, at its full price',
    async (how) => {
      const { world, start } = await underOtherKey({ hasEnded: how === 'has ended' });
      await using _world = world;
      const { ana, marketing } = world;
      await world.tick();
      world.advance(11 * 60_000);
      await world.tick();
      await ana.click(await world.card(start, 'In progress', 'another API key'), 'Cancel');
      await world.cardInTime(start, 'It was given up', '3 without a result');
      await ana.command(marketing, '/batch usage');
      await world.whisper(ana, 'You spent *$0.0016*');
      expect(problemsOf(world)).toEqual([]);
    },
  );

  it('that was cancelled before the key was another one is collected when it is back', async () => {
    const { world, start } = await underOtherKey({ isCanceled: true });
    await using _world = world;
    for (let turn = 0; turn < 3; turn++) {
      await world.tick();
      world.advance(61_000);
    }
    await world.card(start, 'Cancelling');
    world.claude.faults.clear();
    world.claude.finish();
    await world.stopBot();
    await world.startBot({ ANTHROPIC_API_KEY: 'sk-ant-old' });
    await world.cardInTime(start, 'Cancelled');
    expect(shown(await world.card(start, 'Cancelled'))).not.toContain('given up');
    expect(problemsOf(world)).toEqual([]);
  });

  it('that is cancelled asks again when the cancel was not taken', async () => {
    await using world = await openWorld();
    const { start, draft } = await draftOf(world);
    await world.ana.click(draft, 'Submit');
    const running = await world.card(start, 'In progress');
    world.claude.faults.add({ path: /cancel$/, kind: 'status', status: 500 });
    await world.ana.click(running, 'Cancel');
    expect(world.slack.lastConfirm(world.ana)).toContain('still be billed');
    await world.card(start, 'Cancelling');
    await world.tick();
    expect(world.claude.batches()[0]?.status).toBe('canceling');
  });

  it('whose rows all fail says so, with the reason, and costs nothing', async () => {
    await using world = await openWorld();
    const { start, draft } = await draftOf(world);
    await world.ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    const message = 'Your credit balance is too low to access the Anthropic API.';
    world.claude.finish(undefined, () => ({ type: 'errored', errorType: 'invalid_request_error', message }));
    await world.tick();
    await world.card(start, 'Failed', '3 failed', 'credit balance is too low', 'needs credit', '$0.00');
    const closing = await eventually(world, 'the files', () =>
      world.replies(start).find(({ files }) => files.length === 2),
    );
    const csv = world.slack.fileContent(closing.files[0]?.id ?? '').toString('utf8');
    expect(csv.match(/,errored,/g)).toHaveLength(3);
  });

  it('with every oddity of the wire ends complete', async () => {
    await using world = await openWorld({
      batches: {
        oddities: {
          crlf: true,
          zuluTimes: true,
          extraFields: true,
          noContentType: true,
          duplicateRow: true,
          unknownRow: true,
          malformedLine: true,
          lateVisibility: 1,
        },
      },
    });
    const { start, draft } = await draftOf(world);
    await world.ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    await world.tick();
    world.claude.finish();
    await eventually(world, 'the done card', () =>
      world.replies(start).find((message) => shown(message).includes('*3 done* of 3 requests')),
    );
  });

  it('whose results lack a row tells it, after having asked for a while', async () => {
    await using world = await openWorld({ batches: { oddities: { missingRow: true } } });
    const { start, draft } = await draftOf(world);
    await world.ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    world.claude.finish();
    await world.tick();
    expect(world.replies(start).some((message) => shown(message).includes('Done'))).toBe(false);
    await eventually(
      world,
      'the done card',
      () => world.replies(start).find((message) => shown(message).includes('1 without a result')),
      120_000,
    );
    const closing = await eventually(world, 'the files', () =>
      world.replies(start).find(({ files }) => files.length === 2),
    );
    const lines = world.slack
      .fileContent(closing.files[1]?.id ?? '')
      .toString('utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.filter((line) => line.includes('No result came back'))).toHaveLength(1);
  });

  it('that Anthropic expires ends as expired', async () => {
    await using world = await openWorld();
    const { start, draft } = await draftOf(world);
    await world.ana.click(draft, 'Submit');
    await world.card(start, 'In progress');
    world.claude.finish(undefined, (_request, index) => (index === 0 ? 'succeeded' : 'expired'));
    await world.tick();
    await world.card(start, 'Expired', '1 done · 2 expired');
  });
});
