import { skipped } from '@docmirror/tests-shared/needs';
import { expect, test } from 'vitest';
import { addSyncColumns, knexStore } from '../src/index';
import { onEveryDatabase } from './per-database';
import { someoneWaits } from './someone-waits';
import { randomName } from './store-harness';

onEveryDatabase('a mark that has to wait for a writer', (connect, { kind, name }) => {
  const title = 'compares the row as the writer left it';
  if (kind === 'sqlite' || name === 'PGlite') skipped(title, 'one connection, so no second writer');
  else
    test(title, async () => {
      const knex = await connect();
      const table = randomName('docs');
      await knex.schema.createTable(table, (columns) => {
        columns.integer('id').primary();
        for (const column of ['type', 'file_path', 'document_date']) columns.string(column);
        columns.integer('tenant_id');
      });
      await addSyncColumns(knex, { table });
      await knex(table).insert([1, 2, 3, 4].map((id) => ({ id, file_path: 'a.pdf', tenant_id: 7 })));
      const store = knexStore(knex, { table, where: { tenant_id: 7 } });
      const read = await store.pendingPage({ upTo: 4, limit: 10 });
      const writer = await knex.transaction();
      await writer(table).where('id', 1).update({ file_path: 'b.pdf' });
      await writer(table).where('id', 2).update({ tenant_id: 8 });
      await writer(table).where('id', 3).delete();
      const marking = store.mark(read);
      await someoneWaits(knex, kind, table);
      await writer.commit();
      expect(await marking).toEqual([4]);
      expect(
        (await knex(table).orderBy('id').select('synced_to_nas')).map((row) => Boolean(row.synced_to_nas)),
      ).toEqual([false, false, true]);
      await knex.schema.dropTable(table);
    });
});
