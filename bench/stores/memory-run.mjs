// One run with a mirror that copies nothing. SUBJECT (a name), CONFIG (where the database is); sends its figures.
import { setImmediate } from 'node:timers/promises';
import { createSyncEngine } from '@docmirror/core';
import { subjects } from './subjects.mjs';

const megabyte = 1024 * 1024;
const folders = { receipt: 'receipts', invoice: 'invoices', payslip: 'salaries', other: 'others' };
const unasked = () => Promise.reject(new Error('a run asks no such thing'));
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
  // Of other stores on the share, and of notices of this one: there is none, and what is written is gone.
  list: async () => [],
  read: async () => null,
  write: async () => undefined,
  ...Object.fromEntries(['inspect', 'remove', 'restore'].map((name) => [name, unasked])),
};

const subject = subjects.find(({ name }) => name === process.env.SUBJECT);
const { store, close } = await subject.open(JSON.parse(process.env.CONFIG));
const sync = createSyncEngine({ store, mirror, sourceRoot: '/uploads' });
await sync.getStatus();

const heldBefore = held();
const start = process.memoryUsage.rss();
let peak = start;
let warm;
// With every batch of marks: a driver without threads leaves a timer little room.
sync.on('run:progressed', () => {
  const now = process.memoryUsage.rss();
  warm ??= now;
  peak = Math.max(peak, now);
});
const began = performance.now();
const { total, synced, failed } = await sync.runSync();
const seconds = (performance.now() - began) / 1000;
peak = Math.max(peak, process.memoryUsage.rss());
if (synced !== total || failed > 0) throw new Error(`${synced} of ${total} synced, ${failed} failed`);
const figures = { start, growth: peak - start, sinceFirst: peak - (warm ?? start), held: held() - heldBefore };
process.send({ total, seconds, ...inMegabytes(figures) });
await sync.stop();
await close();

/** What is in use once what is not has been let go of. */
function held() {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function inMegabytes(bytes) {
  return Object.fromEntries(Object.entries(bytes).map(([name, value]) => [`${name}Mb`, value / megabyte]));
}
