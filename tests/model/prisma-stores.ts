import { closeDatabases, databases } from '../../packages/adapter-prisma/test/databases.js';
import { createHarness } from '../../packages/adapter-prisma/test/store-harness.js';
import type { ModelStore } from './stores.js';

/** On a file of SQLite, by the newest Prisma. */
export async function modelPrismaStore(): Promise<ModelStore> {
  const [database] = databases.filter(({ kind }) => kind === 'sqlite');
  if (database === undefined) throw new TypeError('no database on SQLite');
  const harness = await createHarness(database, 'integer');
  const { sql } = await database.connect();
  const versionText = (version: number) => new Date(version * 1_000).toISOString();
  return {
    store: harness.store,
    versionText,
    async put({ id, type, date, source, fileName = null, version }) {
      // A host that changes a row says nothing of the mark.
      const { synced, syncedAt } = (await harness.rows.readMark(id)) ?? { synced: false, syncedAt: null };
      const mark = { synced, syncedAt: syncedAt === null ? null : String(syncedAt), inScope: true };
      const day = date === null ? null : String(date);
      await harness.rows.put([{ id, type, date: day, source, fileName, version: versionText(version), ...mark }]);
    },
    remove: (id) => harness.rows.remove(id),
    async marked() {
      const rows = await sql.run('select ref from integer_docs where on_nas order by ref');
      return rows.map(({ ref }) => Number(ref));
    },
    async clear() {
      await sql.run('delete from integer_docs');
      await sql.run('delete from docmirror_receipts');
    },
    async close() {
      await harness.close();
      await closeDatabases();
    },
  };
}
