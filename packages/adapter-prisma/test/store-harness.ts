import type { DocumentId, IdType } from '@docmirror/core';
import type { StoreHarness, SuiteRow } from '@docmirror/core/testing';
import { prismaStore } from '../src/index';
import { bumpVersions, dropBump } from './bump-versions';
import type { Database, Kind } from './databases';
import type { Sql } from './sql';
import { dropUndo, undoMarks } from './undo-marks';

const models = { integer: 'integerDoc', bigint: 'bigintDoc', uuid: 'uuidDoc', text: 'textDoc' } as const;

/** The store under test over an empty table; as a host would have it, with names of its own. */
export async function createHarness(database: Database, idType: IdType, storeId?: string): Promise<StoreHarness> {
  const { prisma, sql } = await database.connect();
  const table = `${idType}_docs`;
  await sql.run(`delete from ${table}`);
  await sql.run('delete from docmirror_receipts');
  let bumped = false;
  let undone = false;
  const store = prismaStore(prisma, {
    model: models[idType],
    idType,
    fields: {
      ...{ id: 'ref', type: 'kind', source: 'path', date: 'issued' },
      ...{ fileName: 'title', version: 'changed', synced: 'onNas', syncedAt: 'onNasSince' },
    },
    // An `or` that must not get out of its brackets.
    where: { OR: [{ tenantId: 7 }, { tenantId: 700 }] },
    receipts: true,
    storeId,
  });
  return {
    store,
    rows: {
      put: (rows) => put(sql, database.kind, table, rows),
      remove: async (id) => void (await sql.run(`delete from ${table} where ref = ?`, [bound(id)])),
      async readMark(id) {
        const [row] = await sql.run(`select on_nas, on_nas_since from ${table} where ref = ?`, [bound(id)]);
        return row && { synced: row.on_nas === null ? null : Boolean(row.on_nas), syncedAt: row.on_nas_since };
      },
      editClaim: async (id, claim) =>
        void (await sql.run(`update docmirror_receipts set claim = ? where document_id = ? and role = 'current'`, [
          claim,
          String(id),
        ])),
      async undoMarks() {
        undone = true;
        await undoMarks(sql, database.kind, table);
      },
      async bumpVersions() {
        bumped = true;
        await bumpVersions(sql, database.kind, table);
      },
    },
    close: async () => {
      if (undone) await dropUndo(sql, database.kind, table);
      if (bumped) await dropBump(sql, database.kind, table);
    },
  };
}

const bound = (id: DocumentId) => (typeof id === 'bigint' ? String(id) : id);

async function put(sql: Sql, kind: Kind, table: string, rows: readonly SuiteRow[]): Promise<void> {
  // MariaDB has no zones in its DATETIME.
  const time = (text: string | null) => (kind === 'mysql' ? (text?.replace('T', ' ').replace('Z', '') ?? null) : text);
  const columns = 'ref, kind, path, title, issued, changed, tenant_id, on_nas, on_nas_since';
  await sql.run('begin');
  for (let start = 0; start < rows.length; start += 300) {
    const some = rows.slice(start, start + 300);
    const marks = (one: readonly unknown[]) => `(${one.map(() => '?').join(', ')})`;
    const ids = some.map(({ id }) => bound(id));
    await sql.run(`delete from ${table} where ref in ${marks(ids)}`, ids);
    const values = some.map((row) => [
      ...[bound(row.id), row.type, row.source, row.fileName, row.date, time(row.version)],
      ...[row.inScope ? 7 : 8, row.synced, time(row.syncedAt)],
    ]);
    await sql.run(`insert into ${table} (${columns}) values ${values.map(marks).join(', ')}`, values.flat());
  }
  await sql.run('commit');
}
