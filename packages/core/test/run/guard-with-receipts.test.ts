import { expect, test } from 'vitest';
import { type Archive, createArchive, disagreements, nas } from './archive.js';

/** The share is gone and another one is mounted in its place, with this marker or none. */
function mountAnother(archive: Archive, id?: string): void {
  archive.fs.rmSync(`${nas}/.docmirror`, { recursive: true });
  if (id === undefined) return;
  archive.fs.mkdirSync(`${nas}/.docmirror`);
  const marker = { docmirror: 1, id, createdAt: '2024-01-01T00:00:00.000Z', folders: {} };
  archive.fs.writeFileSync(`${nas}/.docmirror/mirror.json`, JSON.stringify(marker));
}

test('the share is known by the receipts: a process that has seen none refuses another', async () => {
  const archive = createArchive();
  archive.put({ id: 1 });
  await archive.engine().runSync();
  mountAnother(archive, 'another');
  const sync = archive.engine();
  const refusal = { code: 'MIRROR_OTHER_SHARE' };
  expect(await sync.testConnection()).toMatchObject({ success: false, ...refusal });
  expect(await sync.getStatus()).toMatchObject({ nas_configured: false });
  await expect(sync.runSync()).rejects.toMatchObject(refusal);
  await expect(sync.syncDocument(1)).rejects.toMatchObject(refusal);
  await expect(sync.plan()).rejects.toMatchObject(refusal);
});

test('a root without marker is refused once a share was used, though nothing is marked', async () => {
  const archive = createArchive();
  await archive.engine().runSync();
  mountAnother(archive);
  await expect(archive.engine().runSync()).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
});

test('the id of the options counts more than that of the receipts, and is kept from then on', async () => {
  const archive = createArchive();
  await archive.engine().runSync();
  mountAnother(archive, 'another');
  await archive.engine({ mirrorId: 'another' }).runSync();
  expect(await archive.store.receipts.expectedMirror()).toBe('another');
  await archive.engine().runSync();
});

test('an adopted share is that of every instance, and all is brought to it', async () => {
  const archive = createArchive();
  for (const id of [1, 2]) archive.put({ id });
  const [one, other] = [archive.engine(), archive.engine()];
  await one.runSync();
  await other.runSync();
  mountAnother(archive);
  archive.fs.rmSync(`${nas}/2024/01/invoices/2.pdf`);
  await one.adopt();
  expect(await archive.receipts()).toEqual([]);
  // The other one learns of it from the receipts.
  expect(await other.runSync()).toMatchObject({ total: 2, synced: 2 });
  expect(archive.copies()).toEqual({
    '2024/01/invoices/1.pdf': 'content of 1',
    '2024/01/invoices/2.pdf': 'content of 2',
  });
  expect(await disagreements(archive)).toEqual([]);
});
