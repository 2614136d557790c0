import { claimOf, type Receipt } from '@docmirror/core';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { addSyncColumns, createReceiptTable, dropReceiptTable, knexStore } from '../src/index';
import { onEveryDatabase, planOf } from './per-database';
import { randomName } from './store-harness';

const mirrorId = 'share';
const rows = 2_000;
const key = (id: number) => `2024/0${1 + (id % 9)}/invoices/${id}.pdf`;

const receipt = (id: number): Receipt => ({
  ...{ mirrorId, documentId: id, role: 'current', type: 'invoice', version: '1', row: null },
  copy: { key: key(id), size: 1, checksum: 'a'.repeat(64) },
  ...{ syncedAt: new Date(0), verifiedAt: null, nextAttemptAt: null },
  ...(id % 100 === 0 ? { attempts: 1, lastError: 'SOURCE_NOT_FOUND' } : { attempts: 0, lastError: null }),
});

async function documentsTable(knex: Knex, name: string, documents: number): Promise<void> {
  const [inTable = '', schema] = name.split('.').reverse();
  const at = schema === undefined ? knex.schema : knex.schema.withSchema(schema);
  await at.createTable(inTable, (columns) => {
    columns.integer('id').notNullable().primary();
    columns.string('type');
    columns.string('file_path');
    columns.date('document_date');
    columns.integer('version');
  });
  const all = Array.from({ length: documents }, (_, n) => ({ id: n + 1, file_path: `${n + 1}.pdf`, version: 1 }));
  for (let n = 0; n < all.length; n += 200) await knex(name).insert(all.slice(n, n + 200));
  await addSyncColumns(knex, { table: name });
}

onEveryDatabase('receipts', (connect, { kind }) => {
  if (kind === 'sqlite')
    test('are paged by the indexes of their table', { timeout: 60_000 }, async () => {
      const knex = await connect();
      const [table, receiptsTable] = [randomName('docs'), randomName('receipts')];
      await documentsTable(knex, table, rows);
      await createReceiptTable(knex, { table: receiptsTable });
      const { receipts } = knexStore(knex, {
        table,
        columns: { version: 'version' },
        receipts: { table: receiptsTable },
      });
      if (receipts === undefined) throw new TypeError('a store without receipts');
      await receipts.write(Array.from({ length: rows }, (_, n) => receipt(n + 1)));
      await knex(table).update({ synced_to_nas: true });

      const queries: Knex.Sql[] = [];
      const listen = (query: Knex.Sql) => void queries.push(query);
      knex.on('query', listen);
      const after = claimOf(key(1_000));
      await receipts.page({ mirrorId, limit: 50 });
      await receipts.page({ mirrorId, after, role: 'current', withCopy: true, limit: 50 });
      await receipts.page({ mirrorId, after, role: 'leaving', limit: 50 });
      await receipts.page({ mirrorId, after, month: '2024-05', limit: 50 });
      await receipts.page({ mirrorId, failing: true, limit: 50 });
      await receipts.page({ mirrorId, documentIds: [1, 2], limit: 50 });
      await receipts.page({ mirrorId, keys: [key(1)], limit: 50 });
      await receipts.deletedPage({ mirrorId, failing: true, limit: 50 });
      await receipts.changedPage({ mirrorId, after: 1_000, limit: 50 });
      knex.removeListener('query', listen);
      expect(queries.length).toBeGreaterThanOrEqual(10);
      for (const query of queries) {
        const plan = await planOf(knex, kind, query);
        expect(plan, query.sql).not.toMatch(/SCAN/);
        expect(plan, query.sql).toMatch(/USING (COVERING )?INDEX|USING INTEGER PRIMARY KEY/);
      }
    });

  if (kind !== 'sqlite')
    test('in another schema, of documents in another schema', async () => {
      const knex = await connect();
      const schema = randomName('accounting');
      await knex.raw('create schema ??', [schema]);
      const [table, receiptsTable] = [`${schema}.documents`, `${schema}.copies`];
      await documentsTable(knex, table, 3);
      await createReceiptTable(knex, { table: receiptsTable });
      const store = knexStore(knex, { table, columns: { version: 'version' }, receipts: { table: receiptsTable } });
      const { receipts } = store;
      if (receipts === undefined) throw new TypeError('a store without receipts');
      const documents = await store.pendingPage({ upTo: 3, limit: 9 });
      const brought = documents.map((document) => ({
        document,
        copy: { key: key(Number(document.id)), size: 1, checksum: 'a'.repeat(64) },
        type: 'invoice',
      }));
      expect(await receipts.mark(mirrorId, brought)).toEqual({ marked: [1, 2, 3], taken: [] });
      await knex(table).where({ id: 2 }).update({ version: 2 });
      expect(await receipts.changedPage({ mirrorId, limit: 9 })).toMatchObject([{ id: 2 }]);
      await knex(table).where({ id: 3 }).delete();
      expect(await receipts.deletedPage({ mirrorId, limit: 9 })).toMatchObject([{ documentId: 3 }]);
      await receipts.removeAll(mirrorId);
      expect(await receipts.counts(mirrorId)).toEqual({ copies: 0, failing: 0 });
      await dropReceiptTable(knex, { table: receiptsTable });
      await knex.raw(kind === 'postgres' ? 'drop schema ?? cascade' : 'drop schema ??', [schema]);
    });
});
