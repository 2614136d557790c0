import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { addSyncColumns, dropSyncColumns, knexStore, syncMigrationText } from '../src/index';
import { onEveryDatabase, planOf } from './per-database';
import { randomName } from './store-harness';

async function hostTable(knex: Knex, nullableMark = false): Promise<string> {
  const table = randomName('docs');
  await knex.schema.createTable(table, (columns) => {
    columns.increments('id');
    columns.string('type');
    columns.string('file_path');
    columns.date('document_date');
    if (nullableMark) columns.boolean('synced_to_nas');
    columns.index(['type'], `${table}_own_index`);
  });
  await knex(table).insert([
    { type: 'invoice', file_path: 'a.pdf', document_date: '2024-01-31' },
    { type: 'receipt', file_path: 'b.pdf', document_date: null },
  ]);
  return table;
}

const columnsOf = async (knex: Knex, table: string) => Object.keys(await knex(table).columnInfo()).sort();
const before = ['document_date', 'file_path', 'id', 'type'];
const after = [...before, 'synced_at', 'synced_to_nas'].sort();

onEveryDatabase('what the host adds', (connect, { kind }) => {
  test('up adds the mark, may run twice, and down takes it away, twice too', async () => {
    const knex = await connect();
    const table = await hostTable(knex);
    await addSyncColumns(knex, { table });
    await addSyncColumns(knex, { table });
    expect(await columnsOf(knex, table)).toEqual(after);
    const store = knexStore(knex, { table });
    expect(await store.counts()).toEqual({ total: 2, synced: 0, pending: 2, lastSync: null });
    expect(await store.mark(await store.pendingPage({ upTo: 2, limit: 10 }))).toEqual([1, 2]);
    await dropSyncColumns(knex, { table });
    await dropSyncColumns(knex, { table });
    expect(await columnsOf(knex, table)).toEqual(before);
    expect(await knex(table).count({ rows: '*' })).toEqual([{ rows: expect.toSatisfy((n) => Number(n) === 2) }]);
    await knex.schema.alterTable(table, (columns) => columns.dropIndex(['type'], `${table}_own_index`));
    await knex.schema.dropTable(table);
  });

  test('names of the host’s own, one column there already', async () => {
    const knex = await connect();
    const table = await hostTable(knex, true);
    const columns = { synced: 'synced_to_nas', syncedAt: 'nas_time' };
    await addSyncColumns(knex, { table, columns, indexName: `${table}_mine` });
    expect(await columnsOf(knex, table)).toEqual([...before, 'nas_time', 'synced_to_nas'].sort());
    expect(await knexStore(knex, { table, columns }).counts()).toMatchObject({ total: 2, pending: 2 });
    await expect(
      Promise.resolve(knex.schema.alterTable(table, (made) => made.index(['id'], `${table}_mine`))),
    ).rejects.toThrow(/exist|duplicate/i);
    await knex.schema.dropTable(table);
  });

  test('the printed migration does the same', async () => {
    const knex = await connect();
    const table = await hostTable(knex);
    const text = syncMigrationText({ table });
    const { up, down } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    await up(knex);
    expect(await columnsOf(knex, table)).toEqual(after);
    const store = knexStore(knex, { table });
    expect(await store.mark(await store.pendingPage({ upTo: 2, limit: 1 }))).toEqual([1]);
    // The index is the one that addSyncColumns would make: it finds it there.
    await addSyncColumns(knex, { table });
    await down(knex);
    expect(await columnsOf(knex, table)).toEqual(before);
    await knex.schema.dropTable(table);
  });

  test.each([false, true])('pages and bound go by the index (mark may be null: %s)', async (nullable) => {
    const knex = await connect();
    const table = await hostTable(knex, nullable);
    await addSyncColumns(knex, { table });
    const rows = Array.from({ length: 3000 }, (_, n) => ({
      ...{ type: 'invoice', file_path: `${n}.pdf`, document_date: '2024-01-31' },
      ...{ synced_to_nas: n < 2800 ? true : nullable && n % 2 ? null : false },
    }));
    await knex.batchInsert(table, rows, 500);
    if (kind !== 'sqlite') await knex.raw(kind === 'mysql' ? 'analyze table ??' : 'analyze ??', [table]);
    const store = knexStore(knex, { table });
    const queries: Knex.Sql[] = [];
    const listen = (query: Knex.Sql) => void queries.push(query);
    await store.counts();
    knex.on('query', listen);
    const upTo = await store.lastPendingId();
    expect(upTo).toBe(3002);
    expect(await store.pendingPage({ after: 0, upTo: 3002, limit: 50 })).toHaveLength(50);
    knex.removeListener('query', listen);
    expect(queries).toHaveLength(2);
    for (const query of queries) expect(await planOf(knex, kind, query)).toContain(`${table}_sync_pending`);
    // An explained statement stays open in libsql, and its table cannot be dropped then: the file goes anyway.
    if (kind !== 'sqlite') await knex.schema.dropTable(table);
  });

  if (kind === 'mysql')
    test('a page in the middle of many pending ones starts there, and not at the first', async () => {
      const knex = await connect();
      const table = await hostTable(knex);
      await addSyncColumns(knex, { table });
      const rows = Array.from({ length: 5000 }, (_, n) => ({ type: 'invoice', file_path: `${n}.pdf` }));
      await knex.batchInsert(table, rows, 500);
      await knex.raw('analyze table ??', [table]);
      const store = knexStore(knex, { table });
      await store.counts();
      const queries: Knex.Sql[] = [];
      const listen = (query: Knex.Sql) => void queries.push(query);
      knex.on('query', listen);
      expect(await store.pendingPage({ after: 2500, upTo: 5002, limit: 50 })).toHaveLength(50);
      knex.removeListener('query', listen);
      const [answer] = await knex.raw(`explain ${queries[0]?.sql}`, queries[0]?.bindings as Knex.RawBinding[]);
      const scan = answer.find((row: { table: string | null }) => row.table === table);
      expect([scan.type, scan.key]).toEqual(['range', `${table}_sync_pending`]);
      await knex.schema.dropTable(table);
    });
});

describe('options of the migration', () => {
  test('a wrong one is named', () => {
    expect(() => syncMigrationText({ table: '' })).toThrow(
      'syncMigrationText: option "table": write the name of the table',
    );
    expect(() => syncMigrationText({ columns: { sync: 'x' } } as object)).toThrow('option "columns"');
  });

  test('names are quoted in the text', () => {
    expect(syncMigrationText({ table: `accounting.o'brien` })).toContain(
      `withSchema('accounting').alterTable('o\\'brien'`,
    );
  });
});
