import type { Knex } from 'knex';
import { afterAll, describe, expect, test } from 'vitest';
import { addSyncColumns, knexStore } from '../src/index';
import { closeDatabases, databases } from './databases';
import { planOf } from './per-database';
import { randomName } from './store-harness';

const rows = 3_000;

async function hostTable(knex: Knex, nullable: boolean): Promise<string> {
  const table = randomName('docs');
  await knex.schema.createTable(table, (columns) => {
    columns.integer('id').notNullable().primary();
    columns.string('type');
    columns.string('file_path');
    columns.date('document_date');
    columns.integer('tenant_id').index();
    if (nullable) columns.boolean('synced_to_nas');
  });
  const documents = Array.from({ length: rows }, (_, n) => ({
    ...{ id: n + 1, type: 'invoice', file_path: `${n}.pdf`, tenant_id: 1 + (n % 2) },
    ...(nullable && { synced_to_nas: n % 2 ? null : false }),
  }));
  await knex.batchInsert(table, documents, 500);
  return table;
}

afterAll(closeDatabases);

// Only SQLite and MySQL are told their index; of MySQL, the tests of the migration see to it.
const here = databases.filter(({ kind, missing }) => kind === 'sqlite' && missing === undefined);

describe.each(here)('the plan of pending pages, $name', ({ connect, kind }) => {
  for (const nullable of [false, true]) {
    for (const analyzed of [false, true]) {
      test(`goes by the index (mark may be null: ${nullable}, statistics: ${analyzed})`, async () => {
        const knex = await connect();
        const table = await hostTable(knex, nullable);
        await addSyncColumns(knex, { table });
        // While all are pending: that is what the database goes by for ever after.
        if (analyzed) await knex.raw('analyze');
        for (const where of [undefined, { tenant_id: 1 }]) {
          const store = knexStore(knex, { table, ...(where && { where }) });
          await store.counts();
          const queries: Knex.Sql[] = [];
          const listen = (query: Knex.Sql) => void queries.push(query);
          knex.on('query', listen);
          const upTo = (await store.lastPendingId()) ?? 0;
          for (const after of [undefined, rows / 2]) {
            expect(await store.pendingPage({ ...(after && { after }), upTo, limit: 50 })).toHaveLength(50);
          }
          knex.removeListener('query', listen);
          expect(queries).toHaveLength(3);
          for (const query of queries) {
            const plan = await planOf(knex, kind, query);
            expect(plan).not.toContain('PRIMARY KEY');
            expect(plan.match(new RegExp(`${table}_sync_pending`, 'g'))).toHaveLength(2);
          }
        }
      });
    }
  }

  test('an index of the host’s over other rows is left alone', async () => {
    const knex = await connect();
    const table = await hostTable(knex, true);
    await knex.schema.alterTable(table, (columns) => columns.timestamp('synced_at').nullable());
    await knex.raw('create index ?? on ?? (synced_to_nas, id) where tenant_id = 1', [`${table}_odd`, table]);
    expect(await knexStore(knex, { table }).pendingPage({ upTo: rows, limit: 5 })).toHaveLength(5);
  });
});
