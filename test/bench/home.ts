// How long the Home tab of a person with a thousand jobs takes to be made, out of the store, page by page.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettings } from '../../src/core/draft/settings.ts';
import type { Deps } from '../../src/jobs/deps.ts';
import { createTickMemory } from '../../src/jobs/follow/tick-memory.ts';
import { showHome } from '../../src/jobs/show/home.ts';
import { homeView } from '../../src/slack/views/home.ts';
import { openStore } from '../../src/sqlite/open.ts';
import { atMost, type Figure, p99 } from './table.ts';

const JOBS = 1000;
const LOOKS = 200;
const WHOSE = { teamId: 'T1', userId: 'U1' };

/** @returns the longest of the looks at pages of the tab, 99 of 100 */
export async function measureHome(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'claude-batches-bench-'));
  const store = await openStore(join(folder, 'control.sqlite'));
  const now = Date.now();
  for (let n = 0; n < JOBS; n++) {
    const { id } = (await store.createJob({
      id: `job${n}`,
      teamId: WHOSE.teamId,
      kind: 'file',
      ownerId: WHOSE.userId,
      channelId: 'C1',
      threadTs: '1.1',
      source: { fileId: 'F1', name: `reviews-${n}.csv`, sizeBytes: 1000, messageTs: null, more: [] },
      settings: { ...defaultSettings('claude-haiku-5-5'), prompt: 'Judge {{review}}' },
      createdAt: now - n * 60_000,
      onceKey: null,
    })) ?? { id: '' };
    const charge = {
      id: `${id}:1`,
      ...WHOSE,
      personId: WHOSE.userId,
      channelId: 'C1',
      jobId: id,
      jobNumber: n + 1,
      attempt: 1,
      kind: 'batch' as const,
      model: 'claude-haiku-5-5',
      month: new Date(now).toISOString().slice(0, 7),
      reservedMicros: 1000,
      reservedAt: now,
    };
    await store.ledger.reserve(charge, null);
  }
  // Just what the tab asks for.
  const deps = {
    store,
    clock: { now: () => now },
    memory: createTickMemory(),
    options: { admins: [WHOSE.userId] },
    directory: {
      teamId: WHOSE.teamId,
      person: async () => ({ standing: 'member', isWorkspaceAdmin: true }),
    },
    notifier: {
      publishHome: async (_user, home) => void homeView(home, ({ ts }) => ts),
    },
  } satisfies { [Key in keyof Deps]?: Partial<Deps[Key]> } as unknown as Deps;
  const took: number[] = [];
  for (let look = 0; look < LOOKS; look++) {
    const began = performance.now();
    await showHome(deps, WHOSE, 1 + (look % 125));
    took.push(performance.now() - began);
  }
  await store.close();
  await rm(folder, { recursive: true, force: true });
  return [atMost(300, `Home tab of ${JOBS} jobs made, p99 of ${LOOKS}`, p99(took), 'ms')];
}
