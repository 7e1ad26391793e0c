// A room in parts that a person can look at as one picture.
import type { Room } from './exhibit.ts';

/** So many blocks are about as tall as two screens. */
const MOST_BLOCKS = 36;
/** Title, header and text of an exhibit take room too. */
const FRAME_BLOCKS = 3;

/** @returns rooms of the same name, each with some of the exhibits, in their order */
export function partsOf({ name, exhibits }: Room): Room[] {
  const parts: Room[] = [];
  let left = 0;
  for (const exhibit of exhibits) {
    const size = exhibit.blocks.length + FRAME_BLOCKS;
    if (size > left || parts.length === 0) {
      parts.push({ name, exhibits: [] });
      left = MOST_BLOCKS;
    }
    parts.at(-1)?.exhibits.push(exhibit);
    left -= size;
  }
  return parts;
}
