// Contract: files seen in conversations.
import { describe, expect, it } from 'vitest';
import { type OpenStore, opened } from './open.ts';
import { NOW, upload } from './samples.ts';

const HERE = { teamId: 'T1', channelId: 'C1' };

export function uploadContract(open: OpenStore): void {
  describe('an upload', () => {
    it('is given back exactly as the core knows it, noted once or twice, also after reopening', async () => {
      const { store, reopen } = await opened(open);
      await store.noteUpload(upload());
      await store.noteUpload(upload());
      expect(await store.uploadsAt({ ...HERE, messageTs: '1.1' })).toStrictEqual([upload()]);
      const again = await reopen();
      expect(await again.newestUpload({ ...HERE, userId: 'U1' })).toStrictEqual(upload());
    });

    it('learns its message from a later event, and is never moved to another', async () => {
      const { store } = await opened(open);
      await store.noteUpload(upload({ messageTs: null, threadTs: null }));
      await store.noteUpload(upload());
      await store.noteUpload(upload({ messageTs: '2.2', threadTs: '2.0' }));
      await store.noteUpload(upload({ messageTs: null, threadTs: null }));
      expect(await store.newestUpload({ ...HERE, userId: null })).toStrictEqual(upload());
      expect(await store.uploadsAt({ ...HERE, messageTs: '2.2' })).toEqual([]);
    });

    it('is found as the newest of a channel, or of a person in it', async () => {
      const { store } = await opened(open);
      await store.noteUpload(upload({ fileId: 'F3', userId: 'U1', seenAt: NOW }));
      await store.noteUpload(upload({ fileId: 'F2', userId: 'U2', seenAt: NOW + 1 }));
      await store.noteUpload(upload({ fileId: 'F1', userId: 'U1', seenAt: NOW - 1 }));
      await store.noteUpload(upload({ fileId: 'F8', channelId: 'C2', seenAt: NOW + 2 }));
      await store.noteUpload(upload({ fileId: 'F9', teamId: 'T2', seenAt: NOW + 2 }));
      expect((await store.newestUpload({ ...HERE, userId: null }))?.fileId).toBe('F2');
      expect((await store.newestUpload({ ...HERE, userId: 'U1' }))?.fileId).toBe('F3');
      expect(await store.newestUpload({ ...HERE, userId: 'U3' })).toBeNull();
    });

    it('is found with the others of its message', async () => {
      const { store } = await opened(open);
      for (const fileId of ['F2', 'F1']) await store.noteUpload(upload({ fileId }));
      await store.noteUpload(upload({ fileId: 'F3', messageTs: '1.2' }));
      await store.noteUpload(upload({ fileId: 'F4', channelId: 'C2' }));
      await store.noteUpload(upload({ fileId: 'F5', teamId: 'T2' }));
      const found = await store.uploadsAt({ ...HERE, messageTs: '1.1' });
      expect(found.map(({ fileId }) => fileId)).toEqual(['F1', 'F2']);
    });

    it('may be shared to several channels, each with its own message', async () => {
      const { store } = await opened(open);
      await store.noteUpload(upload());
      await store.noteUpload(upload({ channelId: 'C2', messageTs: '5.5' }));
      expect((await store.newestUpload({ ...HERE, userId: null }))?.messageTs).toBe('1.1');
      expect((await store.newestUpload({ ...HERE, channelId: 'C2', userId: null }))?.messageTs).toBe('5.5');
    });
  });
}
