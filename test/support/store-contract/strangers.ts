// Contract: message batches without a record are kept until it is known whose they are, and not asked about twice.
import { expect, it } from 'vitest';
import { type OpenStore, opened } from './open.ts';
import { NOW } from './samples.ts';

const OLD = { remoteId: 'msgbatch_old', requests: 3, createdAt: NOW };
const NEW = { remoteId: 'msgbatch_new', requests: 4, createdAt: NOW + 1 };

export function strangerContract(open: OpenStore): void {
  it('strangers of a key are open, the oldest first, also after opening again', async () => {
    const { store, reopen } = await opened(open);
    await store.saveStrangers([NEW, OLD], 'key');
    await store.saveStrangers([{ ...NEW, remoteId: 'msgbatch_other' }], 'other');
    expect(await store.openStrangers('key')).toStrictEqual([OLD, NEW]);
    const again = await reopen();
    expect(await again.openStrangers('key')).toStrictEqual([OLD, NEW]);
    expect(await again.openStrangers('none')).toEqual([]);
  });

  it('a stranger that was closed stays closed when it is seen again', async () => {
    const { store } = await opened(open);
    await store.saveStrangers([OLD, NEW], 'key');
    await store.closeStranger(OLD.remoteId, NOW + 2);
    await store.closeStranger('msgbatch_nobody', NOW + 2);
    await store.saveStrangers([OLD, { ...NEW, requests: 9 }], 'key');
    expect(await store.openStrangers('key')).toStrictEqual([NEW]);
    expect(await store.strangers('key')).toStrictEqual([OLD, NEW]);
    expect(await store.strangers('none')).toEqual([]);
  });
}
