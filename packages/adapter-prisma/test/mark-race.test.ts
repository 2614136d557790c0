import { expect, test } from 'vitest';
import { prismaStore } from '../src/index';
import { interrupted, onEveryDatabase, quoted } from './per-database';
import type { Sql } from './sql';

const waiting = {
  postgres: `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like ?`,
  mysql: `select 1 from information_schema.processlist where info like ? and info not like '%processlist%'`,
} as const;

/** Resolves once a statement that reads so has to wait for a lock. */
async function someoneWaits(sql: Sql, kind: keyof typeof waiting, statement: string): Promise<'waits'> {
  for (;;) if ((await sql.run(waiting[kind], [statement])).length > 0) return 'waits';
}

onEveryDatabase('a row that changes under the mark', (connected, database) => {
  const { kind } = database;
  const table = quoted(database, 'Document');
  const change = `update ${table} set ${quoted(database, 'filePath')} = 'changed.pdf' where id = 1`;

  async function readTwo() {
    const { prisma } = connected();
    await prisma.document.createMany({ data: [1, 2].map((id) => ({ id, filePath: 'a.pdf' })) });
    return prismaStore(prisma).pendingPage({ upTo: 2, limit: 10 });
  }
  const marks = async () =>
    (await connected().prisma.document.findMany({ orderBy: { id: 'asc' } })).map(({ filePath, syncedToNas }) => [
      filePath,
      syncedToNas,
    ]);

  test('between its reading and its writing', async () => {
    const read = await readTwo();
    const sql = await connected().anotherSql();
    let writer: Promise<unknown> | undefined;
    const prisma = interrupted(connected().prisma, async (time) => {
      if (time > 1) return;
      if (kind === 'sqlite') {
        // One writer at a time: this one is turned away.
        await sql.run('pragma busy_timeout = 0');
        await expect(sql.run(change)).rejects.toThrow('database is locked');
      } else if (kind === 'postgres') await sql.run(change);
      else {
        writer = sql.run(change);
        const other = await connected().anotherSql();
        const came = writer.then(() => 'came between');
        expect(await Promise.race([came, someoneWaits(other, kind, `update%changed.pdf%`)])).toBe('waits');
      }
    });
    const marked = await prismaStore(prisma).mark(read);
    await writer;
    // PostgreSQL refuses the mark's writing, and the next try reads the row as it is then. The others let no change
    // come between: it comes after the mark, or not at all.
    expect(marked).toEqual(kind === 'postgres' ? [2] : [1, 2]);
    expect(await marks()).toEqual([
      [kind === 'sqlite' ? 'a.pdf' : 'changed.pdf', kind !== 'postgres'],
      ['a.pdf', true],
    ]);
  });

  test('by a writer that was there before', async () => {
    const read = await readTwo();
    const writer = await connected().anotherSql();
    await writer.run(kind === 'sqlite' ? 'begin immediate' : 'begin');
    await writer.run(change);
    let tries = 0;
    const prisma = connected().prisma.$extends({
      query: {
        document: {
          async updateMany({ args, query }) {
            tries += 1;
            // SQLite lets nobody wait here: the first try is turned away.
            if (kind === 'sqlite' && tries === 2) await writer.run('commit');
            return query(args);
          },
        },
      },
    });
    const marking = prismaStore(prisma).mark(read);
    if (kind !== 'sqlite') {
      await someoneWaits(await connected().anotherSql(), kind, 'UPDATE%Document%');
      await writer.run('commit');
    }
    expect(await marking).toEqual([2]);
    expect(await marks()).toEqual([
      ['changed.pdf', false],
      ['a.pdf', true],
    ]);
  });

  test('by another instance that marks the same: both tell of it, and nobody writes twice over the other', async () => {
    const read = await readTwo();
    let writings = 0;
    const prisma = interrupted(connected().prisma, async (time) => {
      writings = time;
      // The others hold the rows, so that only PostgreSQL lets the second one by here.
      if (kind === 'postgres' && time === 1)
        expect(await prismaStore(connected().another()).mark(read)).toEqual([1, 2]);
    });
    expect(await prismaStore(prisma).mark(read)).toEqual([1, 2]);
    expect(writings).toBe(1);
  });

  test('three instances at once: each document marked, none refused', async () => {
    const { prisma, another } = connected();
    const ids = Array.from({ length: 120 }, (_, n) => n + 1);
    await prisma.document.createMany({ data: ids.map((id) => ({ id, filePath: 'a.pdf' })) });
    const read = await prismaStore(prisma).pendingPage({ upTo: 120, limit: 200 });
    const clients = [prisma, another(), another()];
    const marked = clients.map(async (client) => {
      const found: unknown[] = [];
      for (let n = 0; n < 120; n += 20) found.push(...(await prismaStore(client).mark(read.slice(n, n + 20))));
      return found;
    });
    expect(await Promise.all(marked)).toEqual([ids, ids, ids]);
    expect(await prisma.document.count({ where: { syncedToNas: true } })).toBe(120);
  });
});
