import { bumpVersions, dropBump } from '../../packages/adapter-prisma/test/bump-versions.js';
import { closeDatabases, databases } from '../../packages/adapter-prisma/test/databases.js';
import { createHarness } from '../../packages/adapter-prisma/test/store-harness.js';
import type { ModelStore, PutRow } from './stores.js';

/** On a file of SQLite, by the newest Prisma. */
export async function modelPrismaStore(storeId: string): Promise<ModelStore> {
  const [database] = databases.filter(({ kind }) => kind === 'sqlite');
  if (database === undefined) throw new TypeError('no database on SQLite');
  const harness = await createHarness(database, 'integer', storeId);
  const { sql } = await database.connect();
  const versionText = (version: number) => new Date(version * 1_000).toISOString();
  const put = async (row: PutRow, mark: { synced: boolean; syncedAt: string | null }) => {
    const { id, type, date, source, fileName = null, version } = row;
    const day = date === null ? null : String(date);
    await harness.rows.put([
      { id, type, date: day, source, fileName, version: versionText(version), ...mark, inScope: true },
    ]);
  };
  let touching = false;
  const touch = async (on: boolean): Promise<void> => {
    if (on === touching) return;
    touching = on;
    if (on) await bumpVersions(sql, database.kind, 'integer_docs');
    else await dropBump(sql, database.kind, 'integer_docs');
  };
  const written = new Map<number, PutRow>();
  return {
    store: harness.store,
    versionText,
    async put(row) {
      // A host that changes a row says nothing of the mark.
      const { synced, syncedAt } = (await harness.rows.readMark(row.id)) ?? { synced: false, syncedAt: null };
      await put(row, { synced: synced === true, syncedAt: syncedAt === null ? null : String(syncedAt) });
      written.set(row.id, row);
    },
    async setMark(id) {
      const row = written.get(id);
      if (row) await put(row, { synced: true, syncedAt: new Date().toISOString() });
    },
    remove: (id) => harness.rows.remove(id),
    async rows() {
      const rows = await sql.run('select ref, on_nas, changed from integer_docs order by ref');
      return rows.map(({ ref, on_nas, changed }) => ({
        id: Number(ref),
        synced: Boolean(on_nas),
        version: new Date(String(changed)).toISOString(),
      }));
    },
    touch,
    async clear() {
      await touch(false);
      await sql.run('delete from integer_docs');
      await sql.run('delete from docmirror_receipts');
    },
    async close() {
      await touch(false);
      await harness.close();
      await closeDatabases();
    },
  };
}
