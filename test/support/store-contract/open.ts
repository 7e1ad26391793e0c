// How a contract test gets its store, and gets rid of it again.
import { onTestFinished } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';

export interface OpenedStore {
  store: Store;
  reopen(): Promise<Store>;
  dispose(): Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

/** Opens a store for the test that runs; it is disposed of when that ends, whatever its end. */
export async function opened(open: OpenStore): Promise<OpenedStore> {
  const result = await open();
  onTestFinished(() => result.dispose());
  return result;
}
