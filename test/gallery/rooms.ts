// Everything that the gallery shows, room by room.
import type { Room } from './exhibit.ts';
import { approvals } from './exhibits/approvals.ts';
import { cardRooms } from './exhibits/cards.ts';
import { errorRooms } from './exhibits/errors.ts';
import { beginnings, replies } from './exhibits/replies.ts';
import { thread } from './exhibits/thread.ts';
import { homes, windows } from './exhibits/windows.ts';

/** @returns the rooms in the order in which people meet what is in them */
export async function openRooms(): Promise<Room[]> {
  return [beginnings, ...cardRooms, approvals, thread, replies, windows, homes, ...(await errorRooms())];
}
