import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexPackage, { type Knex } from 'knex';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sqliteClient } from '../libsql-client';
import { createFaultOffice } from './office';

interface Connection {
  pragma(text: string): unknown;
  exec(sql: string): unknown;
}

/** A file that two connections have open, as two processes would: SQLite locks the file either way. */
async function setting(journal: 'delete' | 'wal') {
  const folder = mkdtempSync(join(tmpdir(), 'docmirror-busy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const connect = (prepare: (connection: Connection) => void = () => undefined): Knex => {
    const knex = knexPackage({
      client: sqliteClient('knex', 'libsql'),
      connection: { filename: join(folder, 'app.sqlite') },
      useNullAsDefault: true,
      pool: {
        min: 1,
        max: 1,
        afterCreate(connection: Connection, done: () => void) {
          connection.pragma(`journal_mode = ${journal}`);
          // Whoever does not wait meets the lock at once.
          connection.pragma('busy_timeout = 0');
          prepare(connection);
          done();
        },
      },
    });
    onTestFinished(() => knex.destroy());
    return knex;
  };
  const met: string[] = [];
  const onBusy = { does: (): unknown => undefined };
  const direct = connect();
  const knex = connect((connection) => {
    const { exec } = connection;
    connection.exec = (sql) => {
      try {
        return exec.call(connection, sql);
      } catch (error) {
        met.push(`${sql}: ${(error as { code?: string }).code}`);
        onBusy.does();
        throw error;
      }
    };
  });
  const office = await createFaultOffice(direct, knex);
  return { direct, knex, office, met, onBusy };
}

const busy = 'begin immediate: SQLITE_BUSY';

describe.each(['delete', 'wal'] as const)('another writer has the file of SQLite, journal %s', (journal) => {
  test('for a while: the mark is tried again, the copy is not', async () => {
    const { direct, office, met, onBusy } = await setting(journal);
    onBusy.does = () => met.length === 2 && direct.raw('rollback').then();
    const run = await office.run({ confirmed: async () => void (await direct.raw('begin immediate')) });
    expect(met).toEqual([busy, busy]);
    expect(run.summary).toMatchObject({ total: 3, synced: 3, failed: 0 });
    expect([run.copies, run.copied, run.errors]).toEqual([3, [1, 2, 3], []]);
    expect(await office.marked(), 'seen by others: it is committed').toEqual([1, 2, 3]);
  });

  test('and does not let go: four tries, then the run stops, and the next one only marks', async () => {
    const { direct, knex, office, met } = await setting(journal);
    const run = await office.run({ confirmed: async () => void (await direct.raw('begin immediate')) });
    expect(met).toEqual([busy, busy, busy, busy]);
    expect(run.summary).toMatchObject({ total: 3, synced: 0, failed: 0, stopped: { code: 'STORE_FAILED' } });
    expect(run.copies).toBe(3);
    expect(run.errors).toMatchObject([{ code: 'SQLITE_BUSY' }]);
    await direct.raw('rollback');
    expect(await office.marked()).toEqual([]);
    const before = office.files();
    const again = await office.run();
    expect(again).toMatchObject({ copied: [], unchanged: [1, 2, 3], summary: { synced: 3, failed: 0 } });
    expect(office.files()).toEqual(before);
    expect(await office.marked()).toEqual([1, 2, 3]);
    await knex(office.table).where('id', 1).update({ note: 'the host writes on' });
    expect(await direct(office.table).where('id', 1).first('note')).toEqual({ note: 'the host writes on' });
  });
});

test('a reader keeps the mark from its commit: it is tried again', async () => {
  const { direct, office, met, onBusy } = await setting('delete');
  onBusy.does = () => direct.raw('commit').then();
  const run = await office.run({
    async confirmed() {
      await direct.raw('begin');
      await direct(office.table).select();
    },
  });
  expect(met).toEqual(['commit: SQLITE_BUSY']);
  expect(run.summary).toMatchObject({ total: 3, synced: 3, failed: 0 });
  expect([run.copies, run.copied, run.errors]).toEqual([3, [1, 2, 3], []]);
  expect(await office.marked()).toEqual([1, 2, 3]);
});
