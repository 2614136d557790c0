import { markAllPending } from './database.mjs';
import { inHost } from './peers/docmirror.mjs';
import { newPlace, removePlace } from './place.mjs';

/** What a pending document costs whose identical copy is on the share already: a crash before the marks, or a new table. */
export async function identicalCopies({ work, target, data, concurrency }) {
  const place = newPlace(work, target, data);
  const task = { do: 'run', sources: data.sources, share: place.folder, database: place.database, concurrency };
  try {
    await inHost(task);
    await markAllPending(place.database);
    await target.counter?.zero();
    const figures = await inHost(task);
    const calls = await target.counter?.read();
    return {
      part: 'identical',
      peer: `docmirror-${concurrency}`,
      ...figures,
      ...(calls && { calls, counted: target.counter.how }),
    };
  } finally {
    await removePlace(place);
  }
}
