import { createFsFromVolume, Volume } from 'memfs';
import { describe, expect, test } from 'vitest';
import type { FileSystem } from '../../src/mount/file-system.js';
import { largeListing } from '../../src/mount/large-listing.js';
import { mountMirror } from '../../src/mount/mount-mirror.js';
import { foldName } from '../../src/plan/fold-name.js';
import { createSyncEngine } from '../../src/run/engine.js';
import { memoryStore } from '../../src/testing/memory-store.js';

const invoices = '/nas/2024/01/invoices';
const many = 10_100;

/** A share where case counts, with more names in one folder than are remembered. */
function largeFolder(names: readonly string[]) {
  const fs = createFsFromVolume(Volume.fromJSON({ '/nas/.keep': '', '/uploads/.keep': '' }));
  fs.unlinkSync('/nas/.keep');
  fs.mkdirSync(invoices, { recursive: true });
  for (let n = 0; n < many; n++) fs.writeFileSync(`${invoices}/stranger-${n}.pdf`, 'x');
  for (const name of names) fs.writeFileSync(`${invoices}/${name}`, 'of a stranger');
  const store = memoryStore();
  const mirror = mountMirror({ path: '/nas', fileSystem: fs as unknown as FileSystem });
  const sync = createSyncEngine({ store, mirror, sourceRoot: '/uploads' });
  const put = (id: number, fileName: string, content = `content of ${id}`) => {
    fs.writeFileSync(`/uploads/${id}`, content);
    store.put({ id, type: 'invoice', date: '2024-01-31', source: `${id}`, fileName });
  };
  const newNames = () => (fs.readdirSync(invoices) as string[]).filter((name) => !name.startsWith('stranger-')).sort();
  return { fs, sync, put, newNames };
}

describe('a folder with more names than are remembered', () => {
  test.each([
    ['RECHNUNG.pdf', 'rechnung.pdf', 'rechnung-1.pdf'],
    ['e\u0301te\u0301.pdf', '\u00e9t\u00e9.pdf', '\u00e9t\u00e9-1.pdf'],
    ['STRASSE.pdf', 'straße.pdf', 'straße-1.pdf'],
    ['other.pdf', 'mine.pdf', 'mine.pdf'],
  ])('%j stands there: %j becomes %j', async (stands, wanted, expected) => {
    const { fs, sync, put, newNames } = largeFolder([stands]);
    put(1, wanted);
    expect(await sync.runSync()).toMatchObject({ synced: 1 });
    expect(newNames()).toEqual([stands, expected].sort());
    expect(fs.readFileSync(`${invoices}/${stands}`, 'utf8')).toBe('of a stranger');
  });

  test('names of one run that differ by case or Unicode form never stand side by side', async () => {
    const { sync, put, newNames } = largeFolder([]);
    for (const [n, name] of ['A.pdf', 'a.pdf', 'É.pdf', 'e\u0301.pdf'].entries()) put(n + 1, name);
    expect(await sync.runSync()).toMatchObject({ synced: 4 });
    const names = newNames();
    expect(new Set(names.map(foldName)).size).toBe(4);
  });

  test('copies that are there are recognised, and the folder is not read for each', async () => {
    const { fs, sync, put } = largeFolder([]);
    for (let n = 1; n <= 50; n++) put(n, `stranger-${n}.pdf`, 'x');
    let lists = 0;
    const read = fs.readdirSync;
    fs.readdirSync = ((...args: Parameters<typeof read>) => {
      if (String(args[0]).endsWith('invoices')) lists += 1;
      return read.apply(fs, args);
    }) as typeof read;
    expect(await sync.runSync()).toMatchObject({ synced: 50 });
    expect(lists).toBeLessThan(3);
  });
});

test('takes little memory, and misses no name', () => {
  const names = Array.from({ length: 200_000 }, (_, n) => `name-${n}.pdf`);
  const listing = largeListing(names);
  expect(listing.size).toBeLessThan(7_000);
  for (const name of names) if (!listing.has(name)) throw new Error(`${name} is missed`);
  let collisions = 0;
  for (let n = 0; n < 100_000; n++) if (listing.has(`other-${n}.pdf`)) collisions += 1;
  expect(collisions).toBeLessThan(100);
});
