import { planOf, queriesOf } from './queries.mjs';
import { mediansInTurns } from './timing.mjs';

const limit = 500;

/** A page at the start, in the middle and at the end of all pending documents: milliseconds, and the plan. */
export async function measurePages(store, knex, kind, { rows, pendingEvery }) {
  const upTo = await store.lastPendingId();
  const page = (after) => () => store.pendingPage({ after, upTo, limit });
  // A little more than a page of pending documents before the end, for every hundredth has no file.
  const end = page(rows - Math.ceil(limit * pendingEvery * 1.02));
  const lengths = await Promise.all([page(undefined), page(rows / 2), end].map(async (read) => (await read()).length));
  if (lengths.some((length) => length !== limit)) throw new Error(`pages of ${lengths}`);
  const ms = await mediansInTurns({
    start: page(undefined),
    middle: page(rows / 2),
    end,
    bound: () => store.lastPendingId(),
  });
  const [query] = await queriesOf(knex, page(rows / 2));
  return { ...ms, plan: await planOf(knex, kind, query) };
}
