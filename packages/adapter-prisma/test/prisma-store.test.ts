import { isSyncError } from '@docmirror/core';
import { expect, test } from 'vitest';
import { prismaStore } from '../src/index';
import { onEveryDatabase, quoted } from './per-database';

const fields = { version: 'updatedAt' } as const;

onEveryDatabase('prismaStore', (connected, database) => {
  async function fill(...rows: { id: number; filePath?: string; ownerId?: number }[]) {
    await connected().prisma.document.createMany({ data: rows.map((row) => ({ filePath: `${row.id}.pdf`, ...row })) });
  }

  test('a model with the usual names needs no options', async () => {
    await fill({ id: 1 }, { id: 2 });
    const store = prismaStore(connected().prisma);
    const page = await store.pendingPage({ upTo: 2, limit: 10 });
    expect(page[0]).toEqual({ id: 1, type: 'invoice', date: null, source: '1.pdf' });
    expect(await store.mark(page)).toEqual([1, 2]);
    expect(await store.counts()).toMatchObject({ total: 2, synced: 2, pending: 0, lastSync: expect.any(Date) });
    await store.unmark([1]);
    expect(await store.lastPendingId()).toBe(1);
    await store.unmarkAll();
    expect(await store.counts()).toEqual({ total: 2, synced: 0, pending: 2, lastSync: null });
  });

  test('a host whose rows count their updates (@updatedAt)', async () => {
    await fill({ id: 1 }, { id: 2 });
    await connected().prisma.document.updateMany({ data: { updatedAt: new Date('2024-01-31T10:00:00.123Z') } });
    const store = prismaStore(connected().prisma, { fields });
    const read = await store.pendingPage({ upTo: 2, limit: 10 });
    expect(await store.mark(read)).toEqual([1, 2]);
    expect(await store.mark(read), 'the mark itself made a new version').toEqual([]);
    await store.unmark([1]);
    expect(await store.mark(await store.pendingPage({ upTo: 2, limit: 10 }))).toEqual([1]);
  });

  test('calendar dates are told as such, other times as times', async () => {
    const dates = ['2024-01-31', '2024-01-31T23:30:00.000Z', '0099-12-31'];
    for (const [n, date] of dates.entries()) {
      await connected().prisma.document.create({
        data: { id: n + 1, filePath: 'a.pdf', documentDate: new Date(date) },
      });
    }
    const store = prismaStore(connected().prisma);
    const page = await store.pendingPage({ upTo: 3, limit: 10 });
    expect(page.slice(0, 2).map(({ date }) => date)).toEqual(['2024-01-31', new Date('2024-01-31T23:30:00.000Z')]);
    expect(await store.mark(page)).toEqual([1, 2, 3]);
  });

  test('any field may be the version: numbers with a fraction, null', async () => {
    await fill({ id: 1 }, { id: 2 });
    await connected().prisma.document.update({ where: { id: 1 }, data: { price: 0.1 } });
    const store = prismaStore(connected().prisma, { fields: { version: 'price' } });
    const read = await store.pendingPage({ upTo: 2, limit: 10 });
    expect(read.map(({ version }) => version)).toEqual([0.1, null]);
    await connected().prisma.document.update({ where: { id: 2 }, data: { price: 0 } });
    expect(await store.mark(read)).toEqual([1]);
  });

  test('a filter over a relation', async () => {
    await connected().prisma.owner.deleteMany();
    await connected().prisma.owner.createMany({ data: [{ id: 1 }, { id: 2, active: false }] });
    await fill({ id: 1, ownerId: 1 }, { id: 2, ownerId: 2 }, { id: 3 });
    const store = prismaStore(connected().prisma, { where: { owner: { active: true } } });
    const read = await store.pendingPage({ upTo: 3, limit: 10 });
    expect(read.map(({ id }) => id)).toEqual([1]);
    const all = await prismaStore(connected().prisma).pendingPage({ upTo: 3, limit: 10 });
    expect(await store.mark(all)).toEqual([1]);
    expect(await store.find(2)).toBeUndefined();
    expect(await store.counts()).toMatchObject({ total: 1, synced: 1 });
    await store.unmarkAll();
    expect(await store.counts()).toMatchObject({ total: 1, synced: 0 });
  });

  test('an extended client: its filters hold in the marks too', async () => {
    await fill({ id: 1 }, { id: 2, ownerId: 7 });
    const extended = connected().prisma.$extends({
      query: {
        document: {
          findMany: ({ args, query }) => query({ ...args, where: { AND: [args.where ?? {}, { ownerId: null }] } }),
        },
      },
      result: { document: { label: { needs: { id: true }, compute: ({ id }) => `document ${id}` } } },
      model: { document: { hello: () => 'hello' } },
    });
    const store = prismaStore(extended);
    const all = await prismaStore(connected().prisma).pendingPage({ upTo: 2, limit: 10 });
    expect(await store.pendingPage({ upTo: 2, limit: 10 })).toHaveLength(1);
    expect(await store.mark(all)).toEqual([1]);
  });

  test('a page of nulls and noes that others mark while it is read is not taken for the end', async () => {
    const { prisma, sql } = connected();
    await sql.run('delete from integer_docs');
    const marks = [...Array(8).keys()].map((n) => `(${n + 1}, 'a.pdf', ${n % 2 ? 'null' : 'false'})`);
    await sql.run(`insert into integer_docs (ref, path, on_nas) values ${marks.join(', ')}`);
    let pages = 0;
    const extended = prisma.$extends({
      query: {
        integerDoc: {
          async findMany({ args, query }) {
            pages += 1;
            // After the noes and the nulls, before both.
            if (pages === 3) await sql.run('update integer_docs set on_nas = true where ref <= 4');
            return query(args);
          },
        },
      },
    });
    const store = prismaStore(extended, {
      model: 'integerDoc',
      fields: { id: 'ref', type: 'kind', source: 'path', date: 'issued', synced: 'onNas', syncedAt: 'onNasSince' },
    });
    const ids = (await store.pendingPage({ upTo: 8, limit: 2 })).map(({ id }) => id);
    expect(ids).toEqual([5, 6]);
    expect(pages).toBe(6);
  });

  test('what the schema has but the database has not: a sentence with what to write', async () => {
    const { prisma, sql } = connected();
    const table = quoted(database, 'Document');
    const refusals = [
      ['price', { version: 'price' }, '“document.price”', `fields: { version: '…' }`],
      [undefined, {}, '“document”', `model: '…'`],
    ] as const;
    for (const [column, mapped, subject, write] of refusals) {
      const [away, back] = column
        ? [`rename column ${column} to gone`, `rename column gone to ${column}`]
        : [`rename to ${quoted(database, 'Gone')}`, `rename to ${table}`];
      const store = prismaStore(prisma, { fields: mapped });
      await sql.run(`alter table ${table} ${away}`);
      try {
        for (const call of [() => store.find(1), () => store.pendingPage({ upTo: 1, limit: 1 })]) {
          const error = await call().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          if (!isSyncError(error)) throw new Error(`no SyncError for ${subject}: ${String(error)}`);
          expect(error).toMatchObject({ code: 'STORE_MISMATCH', cause: expect.any(Error) });
          expect(error.message).toContain(subject);
          expect(error.hint).toContain(`Write ${write}`);
        }
      } finally {
        await sql.run(`alter table ${column ? table : quoted(database, 'Gone')} ${back}`);
      }
      await expect(store.counts()).resolves.toMatchObject({ total: 0 });
    }
  });

  test('a where that Prisma refuses: a sentence with what to write', async () => {
    const where: object = { tenantId: 7 };
    const store = prismaStore(connected().prisma, { where });
    for (const call of [() => store.counts(), () => store.find(1), () => store.unmarkAll()]) {
      await expect(call()).rejects.toMatchObject({
        code: 'STORE_MISMATCH',
        message: expect.stringContaining('“document (where)”'),
        hint: expect.stringContaining('Write where: { … }'),
      });
    }
  });

  const onPostgres = database.kind === 'postgres' ? test : undefined;
  onPostgres?.('text ids where the database has UUIDs: say so', async () => {
    const store = prismaStore(connected().prisma, {
      model: 'uuidDoc',
      fields: { id: 'ref', type: 'kind', source: 'path', date: 'issued', synced: 'onNas', syncedAt: 'onNasSince' },
    });
    await expect(store.find('abc')).rejects.toMatchObject({
      code: 'STORE_MISMATCH',
      message: expect.stringContaining(`“uuidDoc.ref (idType: 'text')”`),
      hint: expect.stringContaining(`Write idType: 'uuid'`),
    });
  });

  test('an absurd date is told in words, and stops nothing', async () => {
    await fill({ id: 1 }, { id: 2 });
    const table = quoted(database, 'Document');
    const absurd = { sqlite: '31st of Juvember', postgres: 'infinity', mysql: '9999-12-31' }[database.kind];
    await connected().sql.run(`update ${table} set ${quoted(database, 'documentDate')} = ? where id = 1`, [absurd]);
    const store = prismaStore(connected().prisma);
    const page = await store.pendingPage({ upTo: 2, limit: 10 });
    expect(page.map(({ date }) => date)).toEqual([database.kind === 'mysql' ? absurd : 'Invalid Date', null]);
    expect(await store.mark(page)).toEqual([1, 2]);
  });

  test('the marks are isolated as the database needs it', async () => {
    await fill({ id: 1 });
    const levels: unknown[] = [];
    const watched = new Proxy(connected().prisma, {
      get(prisma, name) {
        if (name !== '$transaction') return Reflect.get(prisma, name);
        return (work: never, options: { isolationLevel: string }) => {
          levels.push(options.isolationLevel);
          return prisma.$transaction(work, options as object);
        };
      },
    });
    const store = prismaStore(watched);
    expect(await store.mark(await store.pendingPage({ upTo: 1, limit: 1 }))).toEqual([1]);
    expect(levels).toEqual([database.kind === 'postgres' ? 'RepeatableRead' : 'Serializable']);
  });

  test('a database that is away is no mismatch', async () => {
    const failure = Object.assign(new Error('Can’t reach database server'), { code: 'P1001' });
    const away = connected().prisma.$extends({
      query: {
        document: {
          groupBy: () => Promise.reject(failure),
        },
      },
    });
    await expect(prismaStore(away).counts()).rejects.toBe(failure);
  });
});
