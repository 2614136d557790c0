import { type DocumentStore, isSyncError } from '@docmirror/core';
import type { Knex } from 'knex';
import { describe, expect, test } from 'vitest';
import { addSyncColumns, createReceiptTable, dropReceiptTable, type KnexStoreOptions, knexStore } from '../src/index';
import { databases } from './databases';
import { onEveryDatabase } from './per-database';
import { randomName } from './store-harness';

async function documentsTable(knex: Knex, name = randomName('docs')): Promise<string> {
  const [inTable = '', schema] = name.split('.').reverse();
  const at = schema === undefined ? knex.schema : knex.schema.withSchema(schema);
  await at.createTable(inTable, (columns) => {
    columns.integer('id').primary();
    columns.string('type');
    columns.string('file_path');
    columns.date('document_date');
    columns.integer('updated').notNullable().defaultTo(0);
  });
  await addSyncColumns(knex, { table: name });
  await knex(name).insert([
    { id: 1, type: 'invoice', file_path: 'a.pdf', document_date: '2024-01-31' },
    { id: 2, type: 'invoice', file_path: 'b.pdf', document_date: null },
  ]);
  return name;
}

onEveryDatabase('knexStore', (connect, { kind }) => {
  test('a host without type and date columns', async () => {
    const knex = await connect();
    const table = await documentsTable(knex);
    const store = knexStore(knex, { table, columns: { type: null, date: null } });
    const page = await store.pendingPage({ upTo: 2, limit: 10 });
    expect(page[0]).toEqual({ id: 1, type: null, date: null, source: 'a.pdf' });
    expect(await store.mark(page)).toEqual([1, 2]);
    await knex.schema.dropTable(table);
  });

  if (kind !== 'sqlite')
    test('a table in another schema', async () => {
      const knex = await connect();
      const schema = randomName('accounting');
      await knex.raw('create schema ??', [schema]);
      const table = await documentsTable(knex, `${schema}.documents`);
      const store = knexStore(knex, { table });
      expect(await store.mark(await store.pendingPage({ upTo: 2, limit: 10 }))).toEqual([1, 2]);
      expect(await store.counts()).toMatchObject({ total: 2, synced: 2 });
      await knex.raw(kind === 'postgres' ? 'drop schema ?? cascade' : 'drop schema ??', [schema]);
    });

  test('a host whose rows count their updates', async () => {
    const knex = await connect();
    const table = await documentsTable(knex);
    const triggers = {
      sqlite: [
        'create trigger ?? after update of synced_to_nas on ?? begin update ?? set updated = updated + 1 where id = new.id; end',
      ],
      postgres: [
        `create function ??() returns trigger language plpgsql as 'begin new.updated = old.updated + 1; return new; end'`,
        'create trigger bump before update on ?? for each row execute function ??()',
      ],
      mysql: ['create trigger ?? before update on ?? for each row set new.updated = old.updated + 1'],
    } as const;
    const trigger = randomName('bump');
    const names = {
      sqlite: [[trigger, table, table]],
      postgres: [[trigger], [table, trigger]],
      mysql: [[trigger, table]],
    };
    for (const [n, sql] of triggers[kind].entries()) await knex.raw(sql, names[kind][n] ?? []);
    const store = knexStore(knex, { table, columns: { version: 'updated' } });
    const read = await store.pendingPage({ upTo: 2, limit: 10 });
    expect(await store.mark(read)).toEqual([1, 2]);
    expect(await store.mark(read), 'the mark itself made a new version').toEqual([]);
    await store.unmark([1]);
    expect(await store.mark(await store.pendingPage({ upTo: 2, limit: 10 }))).toEqual([1]);
    expect(await knex(table).where('id', 1).first('updated')).toEqual({ updated: 3 });
    await knex.schema.dropTable(table);
    if (kind === 'postgres') await knex.raw('drop function ??()', [trigger]);
  });

  test('a table, a column or an id that is not as the options say: a sentence with what to write', async () => {
    const knex = await connect();
    const table = await documentsTable(knex);
    const refusals: [KnexStoreOptions, string, string][] = [
      [{ table: 'no_such_table' }, '“no_such_table”', `Write table: '…'`],
      [{ table, columns: { date: 'issued' } }, `“${table}.issued”`, `Write columns: { date: '…' }`],
      [{ table, columns: { synced: 'on_nas' } }, `“${table}.on_nas”`, `Write columns: { synced: '…' }`],
      [{ table, idType: 'uuid' }, `“${table}.id (idType: 'uuid')”`, `Write idType: 'integer'`],
      [{ table, columns: { id: 'file_path' } }, `“${table}.file_path (idType: 'integer')”`, `Write idType: 'text'`],
    ];
    for (const [options, subject, hint] of refusals) {
      const store = knexStore(knex, options);
      for (const call of [
        () => store.counts(),
        () => store.find(1),
        () => store.mark([]),
        () => store.lastPendingId(),
      ]) {
        const error = await call().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (!isSyncError(error)) throw new Error(`no SyncError for ${subject}: ${String(error)}`);
        expect(error.code).toBe('STORE_MISMATCH');
        expect(error.message).toContain(subject);
        expect(error.hint).toContain(hint);
      }
    }
    await knex.schema.dropTable(table);
  });

  const types = {
    sqlite: {
      ...{ text: 'text', char: 'char(1)', choice: `text check (kind in ('Y', 'N'))`, time: 'datetime' },
      number: 'integer',
    },
    postgres: { ...{ text: 'text', char: 'char(1)', choice: 'varchar(3)', time: 'timestamptz' }, number: 'integer' },
    mysql: { ...{ text: 'varchar(40)', char: 'char(1)', choice: `enum('Y', 'N')`, time: 'datetime' }, number: 'int' },
  }[kind];

  /** A table with one more column, of this type, and what stands in it. */
  async function withColumn(knex: Knex, type: string, value?: string | number): Promise<string> {
    const table = await documentsTable(knex);
    await knex.raw(`alter table ?? add column kind ${type}`, [table]);
    if (value !== undefined) await knex(table).where('id', 1).update({ kind: value });
    return table;
  }

  const everyCall = (store: DocumentStore) => [
    () => store.counts(),
    () => store.find(1),
    () => store.lastPendingId(),
    () => store.pendingPage({ upTo: 2, limit: 1 }),
    () => store.page({ limit: 1 }),
    () => store.mark([{ id: 1, type: 'invoice', date: '2024-01-31', source: 'a.pdf' }]),
    () => store.unmark([1]),
    () => store.unmarkAll(),
  ];

  async function expectMismatch(knex: Knex, options: KnexStoreOptions, subject: string, hint: string): Promise<void> {
    const table = String(options.table);
    const before = await knex(table).select().orderBy('id');
    for (const n of everyCall(knexStore(knex, options)).keys()) {
      const call = everyCall(knexStore(knex, options))[n];
      await expect(call?.(), `call ${n}`).rejects.toMatchObject({
        code: 'STORE_MISMATCH',
        message: expect.stringContaining(`“${subject}`),
        hint: expect.stringContaining(`Write ${hint} in`),
      });
    }
    expect(await knex(table).select().orderBy('id'), 'nothing is written').toEqual(before);
    await knex.schema.dropTable(table);
  }

  test.each([
    ['text', 'Y'],
    ['text', 'N'],
    ['text', undefined],
    ['char', 'N'],
    ['choice', 'N'],
    ['choice', undefined],
    ['time', undefined],
    ['number', 2],
    ['number', -1],
  ] as const)('a mark that is no mark (%s, %s) is refused at the first touch', async (type, value) => {
    const knex = await connect();
    const table = await withColumn(knex, types[type], value);
    await expectMismatch(knex, { table, columns: { synced: 'kind' } }, `${table}.kind`, `columns: { synced: '…' }`);
  });

  if (kind === 'sqlite') {
    test.each(['Y', 'true', '1.0x'])('also by what stands there, where no type is declared: %s', async (value) => {
      const knex = await connect();
      const table = await withColumn(knex, '', value);
      await expectMismatch(knex, { table, columns: { synced: 'kind' } }, `${table}.kind`, `columns: { synced: '…' }`);
    });
  }

  test.each([0, 1, null])('a number of 0, 1 or null is a mark: %s', async (value) => {
    const knex = await connect();
    const table = await withColumn(knex, types.number);
    await knex(table).update({ kind: value });
    const store = knexStore(knex, { table, columns: { synced: 'kind' } });
    const page = await store.page({ limit: 2 });
    expect(page.map(({ synced }) => synced)).toEqual([value === 1, value === 1]);
    expect(await store.mark(page)).toEqual([1, 2]);
    expect(await store.counts()).toMatchObject({ synced: 2 });
    await knex.schema.dropTable(table);
  });

  test('columns of another kind than their option are refused at the first touch', async () => {
    const knex = await connect();
    const wrong = { syncedAt: kind === 'sqlite' ? 'boolean' : types.number, source: types.number, date: 'boolean' };
    for (const [option, type] of Object.entries(wrong)) {
      // MySQL's boolean is a number.
      const table = await withColumn(knex, type);
      await expectMismatch(
        knex,
        { table, columns: { [option]: 'kind' } },
        `${table}.kind`,
        `columns: { ${option}: '…' }`,
      );
    }
  });

  test.each(['id', 'type', 'source', 'date', 'fileName', 'version', 'synced', 'syncedAt'])(
    'a column that is not there, for %s, is refused at the first touch',
    async (option) => {
      const knex = await connect();
      const table = await documentsTable(knex);
      const hint = `columns: { ${option}: '…' }`;
      await expectMismatch(knex, { table, columns: { [option]: 'nowhere' } }, `${table}.nowhere`, hint);
    },
  );

  test('a where with a column that is not there, or a value that cannot be, is refused at the first touch', async () => {
    const knex = await connect();
    const wheres: [KnexStoreOptions['where'], string, string][] = [
      [{ tenant_id: 7 }, '.tenant_id', 'where: { tenant_id: … }'],
      [{ updated: 0, tenant_id: 7 }, '.tenant_id', 'where: { tenant_id: … }'],
      [(query) => void query.whereNull('deleted_at'), ' (where)', 'where: …'],
      [() => JSON.parse('no JSON'), ' (where)', 'where: …'],
    ];
    if (kind === 'postgres') wheres.push([{ updated: 'seven' }, '.updated', 'where: { updated: … }']);
    for (const [where, subject, hint] of wheres) {
      const table = await documentsTable(knex);
      await expectMismatch(knex, { table, where }, `${table}${subject}`, hint);
    }
  });

  test('receipts that lack a column: it is named', async () => {
    const knex = await connect();
    const table = await documentsTable(knex);
    const receipts = { table: randomName('receipts') };
    await createReceiptTable(knex, receipts);
    await knex.raw('alter table ?? drop column ??', [receipts.table, 'token']);
    const store = knexStore(knex, { table, receipts });
    await expect(store.receipts?.expectedMirror()).rejects.toMatchObject({
      code: 'STORE_MISMATCH',
      message: expect.stringContaining(`“${receipts.table}.token”`),
      hint: expect.stringContaining(`receipts: { table: '…' }`),
    });
    await dropReceiptTable(knex, receipts);
    await knex.schema.dropTable(table);
  });

  test('a column added later is found', async () => {
    const knex = await connect();
    const table = await documentsTable(knex);
    const store = knexStore(knex, { table, columns: { version: 'revision' } });
    await expect(store.counts()).rejects.toMatchObject({ code: 'STORE_MISMATCH' });
    await knex.schema.alterTable(table, (columns) => columns.integer('revision').nullable());
    expect(await store.counts()).toMatchObject({ total: 2 });
    await knex.schema.dropTable(table);
  });

  test('an absurd date is told as it stands, and stops nothing', async () => {
    const knex = await connect();
    const table = await documentsTable(knex);
    const absurd = kind === 'postgres' ? 'infinity' : kind === 'sqlite' ? '31st of Juvember' : '9999-12-31';
    await knex(table).where('id', 1).update({ document_date: absurd });
    const store = knexStore(knex, { table });
    const page = await store.pendingPage({ upTo: 2, limit: 10 });
    expect(page.map(({ date }) => date)).toEqual([absurd, null]);
    expect(await store.mark(page)).toEqual([1, 2]);
    await knex.schema.dropTable(table);
  });

  test('a Knex that renames columns on their way in and out', async () => {
    const plain = await connect();
    const table = await documentsTable(plain);
    const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const { client } = plain as { client: { config: Knex.Config } };
    client.config.wrapIdentifier = (name, quote) =>
      quote(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    client.config.postProcessResponse = (rows) =>
      Array.isArray(rows)
        ? rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value])))
        : rows;
    try {
      const columns = { source: 'filePath', date: 'documentDate', synced: 'syncedToNas', syncedAt: 'syncedAt' };
      const store = knexStore(plain, { table, columns: { ...columns, fileName: 'filePath' } });
      const page = await store.pendingPage({ upTo: 2, limit: 10 });
      expect(page[0]).toEqual({ id: 1, type: 'invoice', date: '2024-01-31', source: 'a.pdf', fileName: 'a.pdf' });
      expect(await store.mark(page)).toEqual([1, 2]);
      expect(await store.counts()).toMatchObject({ total: 2, synced: 2 });
    } finally {
      delete client.config.wrapIdentifier;
      delete client.config.postProcessResponse;
    }
    await plain.schema.dropTable(table);
  });
});

describe('knexStore options', () => {
  const libsql = databases[0];
  const refused: [unknown, string][] = [
    [{ table: '' }, 'option "table": write the name of the table'],
    [{ columns: { source: null } }, 'option "columns.source": write the name of a column'],
    [{ columns: { file: 'path' } }, 'option "columns": Unrecognized key: "file"'],
    [{ idType: 'number' }, `option "idType": write one of 'integer', 'bigint', 'uuid', 'text'`],
    [{ where: 'deleted_at is null' }, 'option "where": write an object like { tenant_id: 7 } or a function'],
    [{ where: { tenant_id: undefined } }, 'option "where": a value is undefined; write null for "is null"'],
    [{ columns: { synced: 'synced_at' } }, 'option "columns": synced and syncedAt are written by docmirror'],
    [{ columns: { syncedAt: 'document_date' } }, 'option "columns": synced and syncedAt are written by docmirror'],
    [{ columns: { version: 'synced_at' } }, 'write the names of columns that hold nothing else'],
    [{ tabel: 'documents' }, 'Unrecognized key: "tabel"'],
  ];
  test.each(refused)('%j is refused at construction', async (options, words) => {
    const knex = await libsql?.connect();
    expect(() => knexStore(knex as Knex, options as KnexStoreOptions)).toThrow(words);
  });

  test('what is no Knex is refused', () => {
    for (const knex of [undefined, {}, () => undefined]) {
      expect(() => knexStore(knex as unknown as Knex)).toThrow(
        'knexStore: the first argument must be your Knex instance',
      );
    }
  });

  test('a database that the marks were not proven on is refused', () => {
    const knex = Object.assign(() => undefined, { client: { dialect: 'mssql' }, raw: () => undefined });
    expect(() => knexStore(knex as unknown as Knex)).toThrow('Knex speaks "mssql" here; use SQLite, PostgreSQL');
  });
});
