import { interruption } from '../interruption.mjs';
import { makeRoom } from './databases.mjs';
import { makeDocuments } from './documents.mjs';
import { measureMarks } from './marks.mjs';
import { measureMemory } from './memory.mjs';
import { measurePages } from './pages.mjs';
import { measureReceipts } from './receipts.mjs';
import { measureStatus } from './status.mjs';

/** One store on one database: yields { store, database, rows, pendingEvery, part, figures } for each part. */
export async function* measure({ subject, database, rows, parts, pendingEvery }) {
  const labels = { store: subject.name, database: database.name, kind: database.kind, rows, pendingEvery };
  const wanted = (part) => parts.includes(part) && !interruption.aborted;
  const room = await makeRoom(database);
  try {
    await makeDocuments(room.config, subject.schema, rows, pendingEvery);
    const opened = await subject.open(room.config);
    try {
      if (wanted('pages')) yield { ...labels, part: 'pages', figures: await measurePages(opened, labels) };
      if (wanted('status')) yield { ...labels, part: 'status', figures: await measureStatus(opened) };
      if (wanted('marks') && pendingEvery === 1)
        yield { ...labels, part: 'marks', figures: await measureMarks(opened) };
    } finally {
      await opened.close();
    }
    if (wanted('memory') && pendingEvery === 1) {
      yield { ...labels, part: 'memory', figures: await measureMemory(room.config, subject) };
    }
    if (wanted('receipts') && pendingEvery === 1) {
      yield { ...labels, part: 'receipts', figures: await measureReceipts(database, subject, rows) };
    }
  } finally {
    await room.remove();
  }
}
