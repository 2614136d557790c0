import { inHost } from './peers/docmirror.mjs';
import { newPlace, removePlace } from './place.mjs';

/** What a run costs when there is nothing to do: the scheduler's usual case. */
export async function secondRun({ work, target, data }) {
  const place = newPlace(work, target, data);
  try {
    const task = { sources: data.sources, share: place.folder, database: place.database, concurrency: 4 };
    return { part: 'second-run', peer: 'docmirror-4', ...(await inHost({ do: 'run twice', ...task })) };
  } finally {
    await removePlace(place);
  }
}
