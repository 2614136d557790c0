import { median, timed } from './timing.mjs';

const documents = 10_000;
/** So many are enough to know what one costs. */
const singles = 1_000;

/** Milliseconds for a document: marked by the store in one call and in batches as a run sends them, or by an UPDATE and commit each. */
export async function measureMarks(store, knex, table, rounds = 3) {
  const upTo = await store.lastPendingId();
  const read = await store.pendingPage({ upTo, limit: documents });
  if (read.length !== documents) throw new Error(`only ${read.length} documents`);
  const ids = read.map(({ id }) => id);
  const atOnce = async () => {
    if ((await store.mark(read)).length !== documents) throw new Error('not all were marked');
  };
  const inBatches = async () => {
    for (let n = 0; n < documents; n += 100) await store.mark(read.slice(n, n + 100));
  };
  const oneByOne = async () => {
    for (const id of ids.slice(0, singles)) {
      await knex(table).where({ id }).update({ synced_to_nas: true, synced_at: knex.fn.now() });
    }
  };
  const times = { atOnce: [], inBatches: [], oneByOne: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, work, count] of [
      ['atOnce', atOnce, documents],
      ['inBatches', inBatches, documents],
      ['oneByOne', oneByOne, singles],
    ]) {
      times[name].push((await timed(work)) / count);
      await store.unmark(ids);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}
