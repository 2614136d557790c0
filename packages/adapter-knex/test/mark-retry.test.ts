import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { addSyncColumns, knexStore } from '../src/index';
import { onEveryDatabase } from './per-database';
import { randomName } from './store-harness';

interface Broken {
  readonly code?: string;
  readonly message: string;
}

const passing: Record<string, Broken> = {
  sqlite: { code: 'SQLITE_BUSY', message: 'database is locked' },
  postgres: { code: '40P01', message: 'deadlock detected' },
  mysql: { code: 'ER_LOCK_DEADLOCK', message: 'Deadlock found' },
};

/** Makes the next queries of this Knex fail as its driver would, and tells how many did. */
function failNext(knex: Knex, times: number, broken: Broken): () => number {
  type Client = { _query(this: unknown, connection: unknown, query: Knex.Sql): Promise<unknown> };
  // On the class, for a transaction makes a client of its own.
  const client: Client = knex.client.constructor.prototype;
  const real = client._query;
  let failed = 0;
  client._query = async function (connection, query) {
    if (!/^(with|update|select)/.test(query.sql) || failed >= times) return real.call(this, connection, query);
    failed += 1;
    throw Object.assign(new Error(broken.message), broken);
  };
  return () => {
    client._query = real;
    return failed;
  };
}

onEveryDatabase('a mark that meets trouble', (connect, { kind }) => {
  const broken = passing[kind] ?? { message: '' };

  async function storeWithRead() {
    const knex = await connect();
    const table = randomName('docs');
    await knex.schema.createTable(table, (columns) => {
      columns.integer('id').primary();
      for (const name of ['type', 'file_path', 'document_date']) columns.string(name);
    });
    await addSyncColumns(knex, { table });
    await knex(table).insert({ id: 1, file_path: 'a.pdf' });
    const store = knexStore(knex, { table });
    return { knex, table, store, read: await store.pendingPage({ upTo: 1, limit: 1 }) };
  }

  test.each([broken, { code: 'ECONNRESET', message: 'read ECONNRESET' }])('passes after $message', async (trouble) => {
    const { knex, table, store, read } = await storeWithRead();
    const restore = failNext(knex, 3, trouble);
    expect(await store.mark(read)).toEqual([1]);
    expect(restore()).toBe(3);
    expect(await store.counts()).toMatchObject({ synced: 1 });
    await knex.schema.dropTable(table);
  });

  test('rejects when it does not pass, with the driver’s error, and nothing is marked', async () => {
    const { knex, table, store, read } = await storeWithRead();
    const restore = failNext(knex, 4, broken);
    await expect(store.mark(read)).rejects.toMatchObject({
      code: broken.code,
      message: expect.stringContaining(broken.message),
    });
    expect(restore()).toBe(4);
    expect(await store.counts()).toMatchObject({ synced: 0 });
    await knex.schema.dropTable(table);
  });

  test('does not try again what cannot pass', async () => {
    const { knex, table, store, read } = await storeWithRead();
    const restore = failNext(knex, 1, { message: 'disk I/O error' });
    await expect(store.mark(read)).rejects.toThrow('disk I/O error');
    expect(restore()).toBe(1);
    await knex.schema.dropTable(table);
  });
});
