// Settings: what a store must remember by name.
import { expect, it } from 'vitest';
import type { OpenStore } from './open.ts';

export function settingContract(open: OpenStore): void {
  it('a setting is nothing until it is saved, then its last value, also after opening again', async () => {
    const opened = await open();
    expect(await opened.store.setting('key')).toBeNull();
    await opened.store.saveSetting('key', 'one');
    await opened.store.saveSetting('key', 'two');
    await opened.store.saveSetting('other', '');
    const again = await opened.reopen();
    expect([await again.setting('key'), await again.setting('other'), await again.setting('none')]).toEqual([
      'two',
      '',
      null,
    ]);
    await opened.dispose();
  });
}
