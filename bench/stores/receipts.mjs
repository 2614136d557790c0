import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReceiptTable } from '@docmirror/adapter-knex';
import { createSyncEngine, mountMirror } from '@docmirror/core';
import { interruption } from '../interruption.mjs';
import { connect } from './connect.mjs';
import { makeRoom } from './databases.mjs';
import { makeDocuments } from './documents.mjs';
import { median } from './timing.mjs';

const rounds = 3;
const fileBytes = 4 * 1024;

/**
 * A run over all documents onto an empty share beside their files, by turns without receipts and with them: { documents,
 * without, withReceipts, ratio }, µs for each document, and the median of the ratios. At most 20,000 documents: so many files.
 */
export async function measureReceipts(database, subject, rows) {
  const folder = mkdtempSync(join(tmpdir(), 'docmirror-bench-receipts-'));
  const room = await makeRoom(database);
  try {
    const documents = Math.min(rows, 20_000);
    await makeDocuments(room.config, subject.schema, documents, 1);
    const uploads = join(folder, 'uploads', '2024');
    mkdirSync(uploads, { recursive: true });
    for (let n = 1; n <= documents; n++) {
      writeFileSync(join(uploads, `${String(n).padStart(32, '0')}.pdf`), Buffer.alloc(fileBytes, String(n)));
    }
    const knex = connect(room.config);
    await createReceiptTable(knex);
    await knex.destroy();
    const times = { without: [], withReceipts: [], ratio: [] };
    for (let round = 0; round < rounds && !interruption.aborted; round++) {
      const without = await run(room.config, subject, folder, false);
      const withReceipts = await run(room.config, subject, folder, true);
      times.without.push(without);
      times.withReceipts.push(withReceipts);
      times.ratio.push(withReceipts / without);
    }
    return { documents, ...Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)])) };
  } finally {
    rmSync(folder, { recursive: true });
    await room.remove();
  }
}

/** µs for each document. Every document is pending, the share is empty, and no receipt is there. */
async function run(config, subject, folder, receipts) {
  const share = join(folder, 'share');
  mkdirSync(share);
  const { store, close } = await subject.open(config, { receipts });
  const sync = createSyncEngine({ store, mirror: mountMirror({ path: share }), sourceRoot: join(folder, 'uploads') });
  try {
    await sync.adopt();
    if (receipts) await store.receipts.removeAll((await store.receipts.expectedMirror()) ?? '');
    const began = performance.now();
    const { total, synced, stopped } = await sync.runSync();
    const ms = performance.now() - began;
    if (synced === 0 || synced !== total) throw new Error(`${synced} of ${total} synced ${stopped?.message ?? ''}`);
    return (ms * 1_000) / synced;
  } finally {
    await sync.stop();
    await close();
    rmSync(share, { recursive: true });
  }
}
