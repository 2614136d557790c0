import type { DocumentStore } from '@docmirror/core';
import { afterEach, describe, expect, test } from 'vitest';
import { prismaStore } from '../src/index';
import { type Connected, databases } from './databases';
import { onEveryDatabase, quoted } from './per-database';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

type Kind = (typeof databases)[number]['kind'];

/** Makes the column of the mark one of another type, as a host may have it whatever the schema says. */
const alter: Readonly<Record<Kind, (table: string, column: string, values: readonly string[]) => string[]>> = {
  sqlite: (table, column, [value]) => (value ? [`update ${table} set ${column} = '${value}'`] : []),
  postgres: (table, column, [value = 'N']) => [
    `alter table ${table} alter column ${column} drop default`,
    `alter table ${table} alter column ${column} type text using '${value}'`,
  ],
  mysql: (table, column, [value]) => [
    `alter table ${table} modify ${column} varchar(3)`,
    ...(value ? [`update ${table} set ${column} = '${value}'`] : []),
  ],
};
const back: Readonly<Record<Kind, (table: string, column: string) => string[]>> = {
  sqlite: (table) => [`delete from ${table}`],
  postgres: (table, column) => [
    `alter table ${table} alter column ${column} type boolean using false`,
    `alter table ${table} alter column ${column} set default false`,
  ],
  mysql: (table, column) => [
    `delete from ${table}`,
    `alter table ${table} modify ${column} boolean not null default false`,
  ],
};

onEveryDatabase('marks and fields of another type than the schema says', (connected, database) => {
  const table = quoted(database, 'Document');
  const run = async ({ sql }: Connected, statements: readonly string[]) => {
    for (const statement of statements) await sql.run(statement);
  };
  const calls: readonly (readonly [string, (store: DocumentStore) => Promise<unknown>])[] = [
    ['counts', (store) => store.counts()],
    ['find', (store) => store.find(1)],
    ['lastPendingId', (store) => store.lastPendingId()],
    ['pendingPage', (store) => store.pendingPage({ upTo: 9, limit: 1 })],
    ['page', (store) => store.page({ limit: 1 })],
    ['mark', (store) => store.mark([{ id: 1, type: 'invoice', date: null, source: 'a.pdf' }])],
    ['unmark', (store) => store.unmark([1])],
    ['unmarkAll', (store) => store.unmarkAll()],
  ];
  /** Every call is the first touch of a store of its own. */
  async function expectMismatch(make: () => DocumentStore, subject: string, write: string): Promise<void> {
    for (const [name, call] of calls) {
      await expect(call(make()), name).rejects.toMatchObject({
        code: 'STORE_MISMATCH',
        message: expect.stringContaining(`“${subject}`),
        hint: expect.stringContaining(`Write ${write}`),
      });
    }
  }

  test.each(['N', 'Y', 'no'])('a mark of %s is refused at the first touch, and stays', async (value) => {
    const { prisma, sql } = connected();
    await prisma.document.create({ data: { id: 1, filePath: 'a.pdf' } });
    const column = quoted(database, 'syncedToNas');
    undo.push(() => run(connected(), back[database.kind](table, column)));
    await run(connected(), alter[database.kind](table, column, [value]));
    await expectMismatch(() => prismaStore(prisma), 'document.syncedToNas (boolean', `fields: { synced: '…' }`);
    expect(await sql.run(`select ${column} as mark from ${table}`)).toEqual([{ mark: value }]);
  });

  test.each([2, -1])('a number of %i is no mark', async (value) => {
    const { prisma } = connected();
    await prisma.document.create({ data: { id: 1, filePath: 'a.pdf', ownerId: value } });
    const make = () => prismaStore(prisma, { fields: { synced: 'ownerId' } });
    await expectMismatch(make, 'document.ownerId (boolean', `fields: { synced: '…' }`);
  });

  test('numbers of 0, 1 and null are marks', async () => {
    const { prisma } = connected();
    for (const [id, ownerId] of [0, 1, null].entries()) {
      await prisma.document.create({ data: { id: id + 1, filePath: 'a.pdf', ownerId } });
    }
    const store = prismaStore(prisma, { fields: { synced: 'ownerId' } });
    expect((await store.page({ limit: 9 })).map(({ synced }) => synced)).toEqual([false, true, false]);
    expect(await store.mark(await store.page({ limit: 9 }))).toEqual([1, 2, 3]);
  });

  test.each(['type', 'filePath', 'documentDate', 'syncedToNas', 'syncedAt', 'updatedAt'])(
    'the database has no %s: refused at the first touch, whatever that is',
    async (field) => {
      const { prisma } = connected();
      const option = { ...{ type: 'type', filePath: 'source', documentDate: 'date', syncedToNas: 'synced' } };
      const name = { ...option, syncedAt: 'syncedAt', updatedAt: 'version' }[field];
      undo.push(() => run(connected(), [`alter table ${table} rename column gone to ${quoted(database, field)}`]));
      await run(connected(), [`alter table ${table} rename column ${quoted(database, field)} to gone`]);
      const make = () => prismaStore(prisma, { fields: { version: 'updatedAt' } });
      await expectMismatch(make, `document.${field}”`, `fields: { ${name}: '…' }`);
    },
  );

  test('a where that Prisma refuses is refused at the first touch', async () => {
    const where: object = { tenantId: 7 };
    await expectMismatch(() => prismaStore(connected().prisma, { where }), 'document (where)', 'where: { … }');
  });
});

describe('fields of the mark', () => {
  test.each([
    { synced: 'syncedAt' },
    { synced: 'ownerId', version: 'ownerId' },
    { syncedAt: 'documentDate', date: 'documentDate' },
  ])('%o hold something else, too: refused at construction', async (fields) => {
    const { prisma } = (await databases[0]?.connect()) ?? {};
    const make = () => prismaStore(prisma as object, { fields } as object);
    expect(make).toThrow(/synced and syncedAt are written by docmirror|of type DateTime/);
  });
});
