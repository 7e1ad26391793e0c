// The builders that there are: files of the operator's folder. A name is looked up among them and never becomes a path.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../core/errors.ts';

export interface BuilderFile {
  name: string;
  path: string;
}

/** @returns every file that can be a builder, by name */
export async function builderFiles(folder: string): Promise<BuilderFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const name = entry.isFile() ? /^(\w[\w-]{0,39})\.(?:m?js|m?ts)$/.exec(entry.name)?.[1] : undefined;
      return name === undefined ? [] : [{ name, path: join(folder, entry.name) }];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** @returns the names of the builders in a folder; none when the operator named no folder */
export async function builderNames(folder: string | null): Promise<string[]> {
  return folder === null ? [] : (await builderFiles(folder)).map(({ name }) => name);
}

/** @throws UserError when the file was taken away since its name was given */
export async function builderFile(folder: string, name: string): Promise<BuilderFile> {
  const found = (await builderFiles(folder)).find((file) => file.name === name);
  if (found) return found;
  throw new UserError(
    'no-such-builder',
    `The builder ${name} is no longer there.`,
    'Ask whoever runs this bot.',
  );
}
