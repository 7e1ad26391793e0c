// A file of what was accepted, for tests that kill one of the processes: one line of JSON each, on the disk before it is answered.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

export interface LedgerEntry {
  event: 'create' | 'cancel' | 'delete';
  id: string;
  atMs: number;
  /** Of a create. */
  requests?: number;
  customIds?: string[];
  bytes?: number;
  sha256?: string | null;
}

export type Ledger = (entry: LedgerEntry) => void;

/** @param path no file is written when it is not given */
export function createLedger(path: string | undefined): Ledger {
  return (entry) => {
    if (path === undefined) return;
    const file = openSync(path, 'a');
    try {
      writeSync(file, `${JSON.stringify(entry)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  };
}
