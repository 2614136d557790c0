import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { addSyncColumns, createReceiptTable, dropReceiptTable, knexStore } from '@docmirror/adapter-knex';
import { createSyncEngine, type DocumentStore, mountMirror } from '@docmirror/core';
import { skipped } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import * as knexDatabases from '../../packages/adapter-knex/test/databases.js';
import { bumpOnUpdate } from '../../packages/adapter-knex/test/faults/bump-on-update.js';
import { prismaStore } from '../../packages/adapter-prisma/src/index.js';
import * as prismaDatabases from '../../packages/adapter-prisma/test/databases.js';
import { scratchFolder } from '../support/scratch.js';

afterAll(async () => {
  await knexDatabases.closeDatabases();
  await prismaDatabases.closeDatabases();
});

/** A table whose version changes with every update, for one test. */
interface TouchedTable {
  store(): DocumentStore;
  add(ids: readonly number[]): Promise<void>;
  marked(): Promise<number>;
  /** Makes everything pending again, as a host does. */
  reset(): Promise<void>;
}

/** By a trigger, or by ON UPDATE on MariaDB. */
async function knexTable(database: knexDatabases.Database, withReceipts: boolean): Promise<TouchedTable> {
  const knex = await database.connect();
  const table = `touched_${randomBytes(6).toString('hex')}`;
  await knex.schema.createTable(table, (columns) => {
    columns.integer('id').primary();
    for (const name of ['type', 'file_path', 'document_date']) columns.string(name);
  });
  await addSyncColumns(knex, { table });
  await bumpOnUpdate(knex, database.kind, table);
  const receipts = { table: `${table}_receipts` };
  await createReceiptTable(knex, receipts);
  onTestFinished(async () => {
    await knex.schema.dropTable(table);
    await dropReceiptTable(knex, receipts);
  });
  const columns = { version: 'updated_at' };
  return {
    store: () => knexStore(knex, { table, columns, ...(withReceipts && { receipts }) }),
    async add(ids) {
      const rows = ids.map((id) => ({ id, type: 'invoice', file_path: `${id}.pdf`, document_date: '2024-01-31' }));
      await knex.batchInsert(table, rows, 200);
    },
    marked: async () => (await knex(table).where('synced_to_nas', true)).length,
    reset: async () => void (await knex(table).update({ synced_to_nas: false })),
  };
}

/** By `@updatedAt`. Each instance has a client of its own. */
async function prismaTable(database: prismaDatabases.Database, withReceipts: boolean): Promise<TouchedTable> {
  const { prisma, another } = await database.connect();
  await prisma.document.deleteMany();
  await prisma.docmirrorReceipt.deleteMany();
  return {
    store: () => prismaStore(another(), { fields: { version: 'updatedAt' }, receipts: withReceipts }),
    add: async (ids) =>
      void (await prisma.document.createMany({ data: ids.map((id) => ({ id, filePath: `${id}.pdf` })) })),
    marked: () => prisma.document.count({ where: { syncedToNas: true } }),
    reset: async () => void (await prisma.document.updateMany({ data: { syncedToNas: false } })),
  };
}

interface Way {
  readonly name: string;
  readonly missing: string | undefined;
  create(withReceipts: boolean): Promise<TouchedTable>;
}

const ways: readonly Way[] = [
  ...knexDatabases.databases
    .filter(({ name }) => ['libsql', 'PostgreSQL', 'MariaDB'].includes(name))
    .map((database) => ({
      name: `Knex, ${database.name}`,
      missing: database.missing,
      create: (withReceipts: boolean) => knexTable(database, withReceipts),
    })),
  ...prismaDatabases.databases
    .filter(({ name }) => name.startsWith('Prisma 7'))
    .map((database) => ({
      name: database.name,
      missing: database.missing,
      create: (withReceipts: boolean) => prismaTable(database, withReceipts),
    })),
];

async function setting(table: TouchedTable, count: number) {
  const [sources, share] = [scratchFolder(), scratchFolder()];
  const ids = Array.from({ length: count }, (_, n) => n + 1);
  for (const id of ids) fs.writeFileSync(join(sources, `${id}.pdf`), `content of ${id}`);
  await table.add(ids);
  return () => {
    const mirror = mountMirror({ path: share });
    const sync = createSyncEngine({ store: table.store(), mirror, sourceRoot: sources });
    onTestFinished(() => sync.stop());
    return sync;
  };
}

for (const { name, missing, create } of ways) {
  if (missing !== undefined) {
    skipped(`every update makes another version, ${name}`, missing);
    continue;
  }
  describe.each([
    ['without receipts', false],
    ['with receipts', true],
  ])(`every update makes another version, ${name}, %s`, (_, withReceipts) => {
    test.each([name === 'Knex, PostgreSQL' ? [2, 600, 6] : [2, 150, 2], [3, 60, 2]])(
      '%i instances, %i documents, %i rounds: each is marked, and each summary says so',
      async (instances, count, rounds) => {
        const table = await create(withReceipts);
        const engine = await setting(table, count);
        const engines = Array.from({ length: instances }, engine);
        for (let round = 1; round <= rounds; round++) {
          const summaries = await Promise.all(engines.map((sync) => sync.runSync()));
          for (const { total, synced, failures } of summaries) expect([failures, synced]).toEqual([[], total]);
          expect(await table.marked(), `round ${round}`).toBe(count);
          await table.reset();
        }
      },
      120_000,
    );

    test('what syncDocument has confirmed beside a run stays so', async () => {
      const table = await create(withReceipts);
      const engine = await setting(table, 100);
      const sync = engine();
      const run = sync.runSync();
      await Promise.all(Array.from({ length: 25 }, (_, n) => sync.syncDocument(1 + n * 4)));
      expect(await run).toMatchObject({ failed: 0 });
      expect(await table.marked()).toBe(100);
    }, 60_000);
  });
}
