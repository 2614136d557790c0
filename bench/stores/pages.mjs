import { mediansInTurns } from './timing.mjs';

const limit = 500;

/** A page at the start, in the middle and at the end of all pending documents: milliseconds, and the plan where it is known. */
export async function measurePages({ store, plan }, { rows, pendingEvery }) {
  const upTo = await store.lastPendingId();
  const page = (after) => () => store.pendingPage({ after, upTo, limit });
  // A little more than a page of pending documents before the end, for every hundredth has no file.
  const end = page(rows - Math.ceil(limit * pendingEvery * 1.02));
  const places = { start: page(undefined), middle: page(Math.floor(rows / 2)), end };
  for (const [place, read] of Object.entries(places)) {
    const { length } = await read();
    // On a small table everything is near its end.
    if (length !== limit && rows / pendingEvery > 4 * limit) throw new Error(`a page of ${length} at the ${place}`);
  }
  const ms = await mediansInTurns({ ...places, bound: () => store.lastPendingId() });
  return { ...ms, plan: await plan?.(places.middle) };
}
