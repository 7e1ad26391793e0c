// The uploaded files of one workspace.
import { randomText } from './random.ts';

export interface SimFile {
  id: string;
  fileName: string;
  type: string;
  content: Buffer;
  createdAtMs: number;
  /** null: never. */
  expiresAtMs: number | null;
}

export interface FileStore {
  /** Newest first, without those that have expired. */
  all(): SimFile[];
  /** Those that have expired, too. */
  find(id: string): SimFile | undefined;
  isExpired(file: SimFile): boolean;
  add(file: Pick<SimFile, 'fileName' | 'type' | 'content'> & { expiresInSeconds: number | null }): SimFile;
  /** @returns whether it was there */
  remove(id: string): boolean;
  /** The media type of a file that requests can use; null when there is none. */
  typeOf(id: string): string | null;
}

/** @param onChange called after every change */
export function createFileStore(now: () => number, onChange: () => void): FileStore {
  const files = new Map<string, SimFile>();
  const isExpired = ({ expiresAtMs }: SimFile) => expiresAtMs !== null && now() >= expiresAtMs;
  return {
    isExpired,
    all: () => [...files.values()].filter((file) => !isExpired(file)).reverse(),
    find: (id) => files.get(id),
    add({ expiresInSeconds, ...rest }) {
      const createdAtMs = now();
      const expiresAtMs = expiresInSeconds === null ? null : createdAtMs + expiresInSeconds * 1000;
      const file = { ...rest, id: `file_01${randomText(22)}`, createdAtMs, expiresAtMs };
      files.set(file.id, file);
      onChange();
      return file;
    },
    remove(id) {
      const isThere = files.delete(id);
      onChange();
      return isThere;
    },
    typeOf(id) {
      const file = files.get(id);
      return file === undefined || isExpired(file) ? null : file.type;
    },
  };
}
