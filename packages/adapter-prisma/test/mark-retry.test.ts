import { expect, test } from 'vitest';
import { prismaStore } from '../src/index';
import { mayPass } from '../src/may-pass';
import { interrupted, onEveryDatabase, quoted } from './per-database';

const conflict = Object.assign(new Error('Transaction failed due to a write conflict or a deadlock'), {
  code: 'P2034',
});

onEveryDatabase('a mark that meets trouble', (connected, database) => {
  async function readOne() {
    const { prisma } = connected();
    await prisma.document.create({ data: { id: 1, filePath: 'a.pdf' } });
    return prismaStore(prisma).pendingPage({ upTo: 1, limit: 1 });
  }
  const failing = (times: number, error: Error) => {
    let tries = 0;
    const prisma = interrupted(connected().prisma, async (time) => {
      tries = time;
      if (time <= times) throw error;
    });
    return { store: prismaStore(prisma), tries: () => tries };
  };

  test('passes after three conflicts', async () => {
    const read = await readOne();
    const { store, tries } = failing(3, conflict);
    expect(await store.mark(read)).toEqual([1]);
    expect(tries()).toBe(4);
    expect(await store.counts()).toMatchObject({ synced: 1 });
  });

  test('rejects when it does not pass, with Prisma’s error, and nothing is marked', async () => {
    const read = await readOne();
    const { store, tries } = failing(4, conflict);
    await expect(store.mark(read)).rejects.toMatchObject({ code: 'P2034' });
    expect(tries()).toBe(4);
    expect(await store.counts()).toMatchObject({ synced: 0 });
  });

  test('does not try again what cannot pass', async () => {
    const read = await readOne();
    const { store, tries } = failing(1, new Error('disk I/O error'));
    await expect(store.mark(read)).rejects.toThrow('disk I/O error');
    expect(tries()).toBe(1);
  });

  const onServers = database.kind === 'sqlite' ? undefined : test;
  onServers?.('passes after its connection was cut', async () => {
    const read = await readOne();
    const { sql } = connected();
    let cut = 0;
    const prisma = interrupted(connected().anotherLeftOpen(), async (time) => {
      if (time > 1) return;
      // The one whose transaction has read the table.
      if (database.kind === 'postgres') {
        const idle = `from pg_stat_activity where state = 'idle in transaction' and query like '%Document%'`;
        cut = (await sql.run(`select pg_terminate_backend(pid) ${idle}`)).length;
      } else {
        const open = 'select trx_mysql_thread_id as id from information_schema.innodb_trx where trx_tables_locked > 0';
        for (const { id } of await sql.run(open)) {
          const [mine] = await sql.run(
            `select 1 from information_schema.processlist where id = ${id} and db = database() and command = 'Sleep'`,
          );
          if (mine) {
            await sql.run(`kill ${id}`);
            cut += 1;
          }
        }
      }
    });
    expect(await prismaStore(prisma).mark(read)).toEqual([1]);
    expect(cut).toBe(1);
    const table = quoted(database, 'Document');
    expect(await sql.run(`select ${quoted(database, 'syncedToNas')} as mark from ${table}`)).toHaveLength(1);
    expect(await prismaStore(prisma).counts()).toMatchObject({ synced: 1 });
  });
});

test('what may pass, in whatever it is wrapped', () => {
  const passing = [
    { code: 'P1001' },
    { code: 'P1008' },
    { code: 'P1017' },
    { code: 'P2024' },
    { code: 'P2028' },
    { code: 'P2034' },
    { code: 'P2039', meta: { driverAdapterError: { cause: { kind: 'postgres', code: '57P01' } } } },
    { name: 'DriverAdapterError', cause: { kind: 'TransactionWriteConflict', originalCode: '40001' } },
    { name: 'DriverAdapterError', cause: { kind: 'mysql', code: 1205 } },
    { name: 'DriverAdapterError', cause: { kind: 'SocketTimeout' } },
    { cause: { code: 'ECONNRESET' } },
    { code: 'SQLITE_BUSY', message: 'SQLITE_BUSY: database is locked' },
    { code: 'SQLITE_BUSY_SNAPSHOT' },
    { message: 'Connection terminated unexpectedly' },
  ];
  for (const error of passing) expect([error, mayPass(error)]).toEqual([error, true]);
  const endless: { cause?: unknown } = {};
  endless.cause = endless;
  const lasting = [undefined, null, 'P2034', {}, endless, { code: 'P2002' }, { code: 'P2022' }, new Error('disk full')];
  for (const error of lasting) expect([error, mayPass(error)]).toEqual([error, false]);
});
