/** So many workers share one queue: the order of beginning is that of the queue. Stops at the first that rejects. */
export async function workThrough<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  workers: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = queueOf(items);
  let failed = false;
  const worker = async (): Promise<void> => {
    while (!failed && !signal.aborted) {
      const next = await queue.next();
      if (next.done === true || failed || signal.aborted) return;
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  // All of them end before this does: nothing goes on behind the caller's back.
  const ended = await Promise.allSettled(Array.from({ length: workers }, worker));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

/** A generator hands out one item at a time, whoever asks. */
async function* queueOf<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item, void, void> {
  yield* items;
}
