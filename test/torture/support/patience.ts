// Waiting in an in-process world for what comes only after time limits of the bot, which run on the real clock.
import type { World } from '../../support/world.ts';

/** Longer than all time limits of the bot one after the other, the stall of a results stream included. */
const PATIENCE_MS = 240_000;

/** Waits; whenever nothing happens by itself, ticks and lets time pass, for as long as the bot's time limits need. */
export async function patiently<T>(
  world: World,
  what: string,
  probe: () => T | undefined | false,
): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const found = await world.slack.waitFor(what, probe, 400).catch(() => undefined);
    if (found !== undefined) return found;
    await world.tick();
    world.advance(20_000);
  }
  return world.slack.waitFor(what, probe);
}
