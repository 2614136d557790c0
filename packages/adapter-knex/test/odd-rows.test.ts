import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSyncEngine, type IdType, mountMirror } from '@docmirror/core';
import type { Knex } from 'knex';
import { afterEach, expect, test } from 'vitest';
import { addSyncColumns, createReceiptTable, dropReceiptTable, knexStore } from '../src/index';
import { onEveryDatabase } from './per-database';
import { randomName } from './store-harness';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A host's table with a row and a file for each id, its receipts, a share, and an engine over them. */
async function officeOf(knex: Knex, idColumn: string, idType: IdType, ids: readonly (string | number)[]) {
  const folder = await mkdtemp(join(tmpdir(), 'docmirror-odd-'));
  closers.push(() => rm(folder, { recursive: true }));
  const [table, receipts] = [randomName('docs'), { table: randomName('receipts') }];
  await knex.raw(
    `create table ?? (id ${idColumn} not null, type varchar(40), file_path varchar(40), document_date varchar(40), primary key (id))`,
    [table],
  );
  closers.push(() => knex.schema.dropTable(table));
  await addSyncColumns(knex, { table });
  await createReceiptTable(knex, receipts);
  closers.push(() => dropReceiptTable(knex, receipts));
  const uploads = join(folder, 'uploads');
  const nas = join(folder, 'nas');
  for (const path of [uploads, nas]) await mkdir(path);
  for (const [n, id] of ids.entries()) {
    await writeFile(join(uploads, `${n}.pdf`), `content of ${n}`);
    await knex(table).insert({ id, type: 'invoice', file_path: `${n}.pdf`, document_date: '2024-01-31' });
  }
  const errors: unknown[] = [];
  const store = knexStore(knex, { table, receipts, idType });
  const sync = createSyncEngine({
    ...{ store, sourceRoot: uploads, onError: (error: unknown) => errors.push(error) },
    mirror: mountMirror({ path: nas, isolation: 'inline' }),
    deleted: 'trash',
  });
  closers.push(() => sync.stop());
  const marked = async () => Number((await knex(table).where('synced_to_nas', true).count({ rows: '*' }))[0]?.rows);
  return { table, receipts: receipts.table, store, sync, errors, marked };
}

onEveryDatabase('rows as a host may have them', (connect, { kind }) => {
  const long = kind === 'mysql' ? 'varchar(600)' : 'text';

  test('a text id that no call could name is refused by itself; the rest is marked', async () => {
    // PostgreSQL has no NUL in a text.
    const odd = ['x'.repeat(501), ...(kind === 'postgres' ? [] : ['b\0b'])];
    const { sync, errors, marked } = await officeOf(await connect(), long, 'text', ['a', ...odd, 'é'.repeat(500), 'z']);
    for (const synced of [3, 0]) {
      const summary = await sync.runSync();
      expect(summary).toMatchObject({ synced, failed: odd.length });
      expect(summary.stopped).toBeUndefined();
      expect(new Set(summary.failures.map(({ code }) => code))).toEqual(new Set(['DOCUMENT_ID_INVALID']));
    }
    expect(await marked()).toBe(3);
    expect(await sync.verify()).toMatchObject({ checked: 3, findings: [] });
    expect(await sync.getStatus()).toMatchObject({ pending: odd.length, failing: 0 });
    expect(errors).toEqual([]);
  });

  if (kind !== 'postgres') {
    test('a NUL in a name does no harm; one in a path leads to no file', async () => {
      const knex = await connect();
      const { table, sync, marked } = await officeOf(knex, 'int', 'integer', [1, 2, 3]);
      await knex(table).where('id', 1).update({ type: 'invoice\0x' });
      await knex(table).where('id', 2).update({ file_path: '1.pdf\0x' });
      for (const synced of [2, 0]) {
        const failures = [{ document_id: '2', code: 'SOURCE_NOT_FOUND' }];
        expect(await sync.runSync()).toMatchObject({ synced, failed: 1, failures });
      }
      expect(await marked()).toBe(2);
    });
  }

  if (kind === 'sqlite') {
    test('a text among numbers is refused by itself', async () => {
      const { sync, marked } = await officeOf(await connect(), 'int', 'integer', [-1, 'abc', 2, '7 of 8', 3]);
      for (const synced of [3, 0]) {
        const summary = await sync.runSync();
        expect(summary).toMatchObject({ synced, failed: 2, failures: [{}, {}] });
        expect(summary.stopped).toBeUndefined();
      }
      expect(await marked()).toBe(3);
    });
  }

  test('a number beyond 2^53 among integers is refused by itself', async () => {
    const knex = await connect();
    const { table, sync, marked } = await officeOf(knex, 'bigint', 'integer', [1, 2]);
    await knex.raw(
      `insert into ?? (id, type, file_path, document_date, synced_to_nas) values (9007199254740993, 'invoice', '1.pdf', null, ${kind === 'postgres' ? 'false' : '0'})`,
      [table],
    );
    const failures = [{ document_id: '9007199254740993', code: 'DOCUMENT_ID_INVALID' }];
    expect(await sync.runSync()).toMatchObject({ synced: 2, failed: 1, failures });
    expect(await marked()).toBe(2);
  });

  test('receipts that were put right by hand stop no page, no verification and no run', async () => {
    const knex = await connect();
    const { table, receipts, store, sync, errors } = await officeOf(knex, 'int', 'integer', [1, 2, 3, 4, 5, 6]);
    expect(await sync.runSync()).toMatchObject({ synced: 6 });
    const broken = [
      { document_id: 'nobody' },
      { document_id: null },
      { size: -5 },
      { checksum: 'x' },
      { verified_at: 'yesterday', synced_at: '', type: null },
    ];
    for (const [n, columns] of broken.entries()) {
      await knex(receipts)
        .where({ document_id: String(n + 1) })
        .update(columns);
    }
    const report = await sync.verify();
    expect(report.stopped).toBeUndefined();
    expect(report).toMatchObject({ checked: 6, changed: 2, missing: 0, unreadable: 0 });
    // Nobody knows whose the first two copies are: they are not taken for those of deleted documents.
    const mirrorId = String(await store.receipts?.expectedMirror());
    expect(await store.receipts?.deletedPage({ mirrorId, limit: 10 })).toEqual([]);
    expect(await sync.verify({ repair: true })).toMatchObject({ changed: 2, repaired: 2 });
    await knex(table).update({ synced_to_nas: kind === 'postgres' ? false : 0 });
    const summary = await sync.runSync();
    expect(summary.stopped).toBeUndefined();
    expect(summary).toMatchObject({ synced: 6, failed: 0 });
    expect(errors).toEqual([]);
  });

  test('ids that are bytes: a sentence with what to write, at the first touch', async () => {
    const knex = await connect();
    const table = randomName('docs');
    const bytes = { sqlite: 'blob', postgres: 'bytea', mysql: 'binary(16)' }[kind];
    await knex.raw(
      `create table ?? (id ${bytes} not null, type varchar(40), file_path varchar(40), document_date varchar(40), primary key (id))`,
      [table],
    );
    closers.push(() => knex.schema.dropTable(table));
    await addSyncColumns(knex, { table });
    await knex(table).insert({ id: Buffer.alloc(16, 1), file_path: 'a.pdf' });
    await expect(knexStore(knex, { table, idType: 'text' }).counts()).rejects.toMatchObject({
      code: 'STORE_MISMATCH',
      message: expect.stringContaining(`${table}.id (number, UUID or text)`),
    });
  });
});
