// A start with another API key than the last one: message batches of the old key cannot be asked about with the new one.
import type { BatchApi } from '../../ports/batch-api.ts';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store.ts';

const SETTING = 'anthropic-key-fingerprint';

/**
 * Remembers the key's fingerprint and warns the operator when it is a new one.
 * @returns whether it is the key of the last start
 */
export async function noticeKey(deps: { store: Store; batchApi: BatchApi; log: Log }): Promise<boolean> {
  const { keyFingerprint } = deps.batchApi;
  const last = await deps.store.setting(SETTING);
  if (last === keyFingerprint) return true;
  if (last !== null)
    deps.log.warn(
      { last, now: keyFingerprint },
      'the Anthropic API key is another one than at the last start',
    );
  await deps.store.saveSetting(SETTING, keyFingerprint);
  return false;
}
