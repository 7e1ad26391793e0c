// Names of documents as people know them: without folders, each only once.

/** Written by systems into archives beside what people packed. */
const JUNK = /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i;

/** @returns whether nobody put this there: hidden files, notes of a system. @param path inside of an archive */
export function isJunk(path: string): boolean {
  return JUNK.test(path);
}

/** @returns a function that gives each document its name: the last part of its path, numbered when it was there before */
export function createNamer(): (path: string) => string {
  const taken = new Set<string>();
  return (path) => {
    const name = path.split('/').at(-1)?.trim() || 'document';
    const [, base = name, extension = ''] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? [];
    let unique = name;
    for (let number = 2; taken.has(unique); number++) unique = `${base} (${number})${extension}`;
    taken.add(unique);
    return unique;
  };
}
