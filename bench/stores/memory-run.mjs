// One run with a mirror that copies nothing. CONFIG (for `connect`), TABLE; sends its figures.
import { setImmediate } from 'node:timers/promises';
import { knexStore } from '../../packages/adapter-knex/dist/index.js';
import { createSyncEngine } from '../../packages/core/dist/index.js';
import { connect } from './databases.mjs';

const megabyte = 1024 * 1024;
const knex = connect(JSON.parse(process.env.CONFIG));
const folders = { receipt: 'receipts', invoice: 'invoices', payslip: 'salaries', other: 'others' };
const marker = { id: 'none', createdAt: '2024-01-31T00:00:00.000Z', folders };
const mirror = {
  path: '/none',
  probe: async () => ({ usable: true, marker }),
  adopt: async () => marker,
  async copy({ directory, fileName }) {
    // As with any real mirror the event loop gets its turn: without it, nothing that a driver holds is ever let go of.
    await setImmediate();
    const key = `${directory}/${fileName}`;
    return { outcome: 'copied', key, size: 1, checksum: '0'.repeat(64), notPreserved: [] };
  },
  confirm: async () => undefined,
  close: async () => undefined,
};
const store = knexStore(knex, { table: process.env.TABLE, columns: { fileName: 'file_name' } });
const sync = createSyncEngine({ store, mirror, sourceRoot: '/' });
await sync.getStatus();

const start = process.memoryUsage.rss();
let peak = start;
const look = () => {
  peak = Math.max(peak, process.memoryUsage.rss());
};
// With every batch of marks: a driver without threads leaves a timer little room.
sync.on('run:progressed', look);
const began = performance.now();
const { total, synced, failed } = await sync.runSync();
const seconds = (performance.now() - began) / 1000;
look();
if (synced !== total || failed > 0) throw new Error(`${synced} of ${total} synced, ${failed} failed`);
process.send({ total, seconds, startMb: start / megabyte, growthMb: (peak - start) / megabyte });
await sync.stop();
await knex.destroy();
