import { inHost } from './peers/docmirror.mjs';
import { newPlace, removePlace } from './place.mjs';
import { warmMemory } from './warm-up.mjs';

/** Starting the copy process, up to the answer of its first probe; a new host for each round. */
export async function* startUps({ work, target, data, count }) {
  const place = newPlace(work, target, data);
  try {
    for (let round = 0; round < count; round += 1) {
      // Nothing is copied, and no source read.
      await warmMemory(0);
      yield { part: 'startup', peer: 'docmirror-4', ...(await inHost({ do: 'start up', share: place.folder })) };
    }
  } finally {
    await removePlace(place);
  }
}
