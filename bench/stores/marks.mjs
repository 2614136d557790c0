import { median, timed } from './timing.mjs';

const most = 10_000;
/** So many are enough to know what one costs. */
const mostSingles = 1_000;
/** As a run sends them. */
const batch = 250;

/** Milliseconds for a document: marked by the store in one call and in batches, or by an update and commit each. */
export async function measureMarks({ store, markOne }, rounds = 3) {
  const upTo = await store.lastPendingId();
  const read = await store.pendingPage({ upTo, limit: most });
  const ids = read.map(({ id }) => id);
  const singles = ids.slice(0, mostSingles);
  const works = {
    async atOnce() {
      if ((await store.mark(read)).length !== read.length) throw new Error('not all were marked');
    },
    async inBatches() {
      for (let n = 0; n < read.length; n += batch) await store.mark(read.slice(n, n + batch));
    },
    async oneByOne() {
      for (const id of singles) await markOne(id);
    },
  };
  const times = { atOnce: [], inBatches: [], oneByOne: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      times[name].push((await timed(work)) / (name === 'oneByOne' ? singles : read).length);
      await store.unmark(ids);
    }
  }
  const figures = Object.entries(times).map(([name, all]) => [name, median(all)]);
  return { documents: read.length, ...Object.fromEntries(figures) };
}
