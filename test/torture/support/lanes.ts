// Work in a few lanes: what waits does not hold up what works.

/** Does the work for every item, `lanes` at a time and in their order. @throws what the work throws */
export async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  async function lane(): Promise<void> {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  }
  await Promise.all(Array.from({ length: lanes }, lane));
}
