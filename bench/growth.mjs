import { makeData } from './data.mjs';
import { docmirror } from './peers/docmirror.mjs';
import { newPlace, removePlace, requireCopies } from './place.mjs';
import { warmUp } from './warm-up.mjs';

const counts = [1_000, 10_000, 100_000];

/** Ever more documents: what one costs, and the memory of host and copy process, should stay as they are. */
export async function* growth({ work, target, order, count, say }) {
  const peer = docmirror(4);
  for (const documents of counts) {
    const data = await makeData(work, 'small', documents, order);
    for (let round = 0; round < count; round += 1) {
      const place = newPlace(work, target, data);
      try {
        await warmUp(data);
        const figures = await peer.run(place);
        await requireCopies(place, peer);
        say(`growth: ${documents} documents: ${figures.seconds.toFixed(2)} s`);
        yield { ...data.labels, part: 'growth', peer: peer.name, ...figures };
      } finally {
        await removePlace(place);
      }
    }
  }
}
