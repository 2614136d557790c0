import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as prisma6 from '../fixtures/prisma-6/clients';
import * as prisma7 from '../fixtures/prisma-7/clients';
import { prismaStore, syncSchemaFragment } from '../src/index';
import type { HostClient } from './databases';

const require = createRequire(import.meta.url);
type Generated5 = typeof import('../fixtures/prisma-5/generated/postgresql/client');
const { PrismaClient: Prisma5 }: Generated5 = require('../fixtures/prisma-5/generated/postgresql/client');

// None of them connects before the first query.
const nowhere = join(tmpdir(), 'docmirror-never-opened.sqlite');
const clients: readonly (readonly [string, HostClient])[] = [
  ['Prisma 7', prisma7.sqlite(nowhere)],
  ['Prisma 6', prisma6.sqlite(nowhere) as unknown as HostClient],
  ['Prisma 5.22', new Prisma5() as unknown as HostClient],
];

describe.each(clients)('options of prismaStore, %s', (_, prisma) => {
  const refused: [unknown, string][] = [
    [
      { model: 'invoice' },
      `the client has no model "invoice"; write model: '…' with one of receipts, integerDoc, bigintDoc, `,
    ],
    [{ model: '' }, 'option "model": write the name of the model'],
    [{ model: '$transaction' }, 'the client has no model "$transaction"'],
    [
      { fields: { source: 'file' } },
      `the model document has no field "file"; write fields: { source: '…' } with one of filePath`,
    ],
    [
      { model: 'owner' },
      `the model owner has no field "type"; write fields: { type: '…' } with one of id, active, or fields: { type: null } if it has none`,
    ],
    [
      { model: 'owner', fields: { type: null } },
      `the model owner has no field "filePath" or "file_path"; write fields: { source: '…' }`,
    ],
    [{ fields: { synced: 'onNas' } }, 'or add to your schema what syncSchemaFragment() prints'],
    [{ fields: { source: 'price' } }, 'document.price is of type Float, not String; write fields: { source: '],
    [{ fields: { syncedAt: 'filePath' } }, 'document.filePath is of type String, not DateTime'],
    [{ fields: { version: 'owner' } }, 'the model document has no field "owner"; write fields: { version: '],
    [{ fields: { source: null } }, 'option "fields.source": write the name of a field of the model'],
    [{ fields: { file: 'filePath' } }, 'option "fields": Unrecognized key: "file"'],
    [
      { idType: 'uuid' },
      `document.id is of type Int, which has no ids of type 'uuid'; write idType: 'integer' or 'bigint'`,
    ],
    [{ idType: 'number' }, `option "idType": write one of 'integer', 'bigint', 'uuid', 'text'`],
    [{ where: 'deletedAt is null' }, 'option "where": write an object as for findMany, like { tenantId: 7 }'],
    [{ where: { ownerId: undefined } }, 'option "where": a value is undefined, and Prisma would pass it over'],
    [{ where: { OR: [{ ownerId: { not: undefined } }] } }, 'write null for “is null”'],
    [
      { receipts: { model: 'copies' } },
      `the client has no model "copies" for receipts; add to your schema what receiptSchemaFragment({ provider: '…' }) prints, and run prisma generate`,
    ],
    [{ receipts: { model: 'owner' } }, 'the model owner has no field "mirrorId"; add to your schema'],
    [{ receipts: 'docmirrorReceipt' }, `option "receipts": write true, or { model: '…' }`],
    [{ receipts: { table: 'copies' } }, 'option "receipts"'],
    [{ table: 'documents' }, 'Unrecognized key: "table"'],
  ];
  test.each(refused)('%j is refused at construction', (options, words) => {
    expect(() => prismaStore(prisma, options as object)).toThrow(words);
  });

  test('kinds of ids follow the field', () => {
    const fields = { id: 'ref', type: 'kind', source: 'path', date: 'issued', synced: 'onNas', syncedAt: 'onNasSince' };
    const stored = (model: string, idType?: string) => prismaStore(prisma, { model, fields, idType } as object);
    expect(stored('integerDoc').parseId('7')).toBe(7);
    expect(stored('bigintDoc').parseId('7')).toBe(7n);
    expect(stored('textDoc').parseId('7')).toBe('7');
    expect(stored('uuidDoc', 'uuid').parseId('7')).toBeUndefined();
  });

  test('a schema as db pull writes it: snake_case is found', () => {
    expect(() =>
      prismaStore(prisma, { model: 'receipts', fields: { id: 'ref', type: null, source: 'stored_at', date: null } }),
    ).not.toThrow();
  });
});

test('a schema without receipts: what to add to it', () => {
  const [, prisma] = clients[0] ?? [];
  const without = new Proxy(prisma as object, {
    get: (client, name) => (name === 'docmirrorReceipt' ? undefined : Reflect.get(client, name)),
  });
  expect(() => prismaStore(without, { receipts: true } as object)).toThrow(
    'prismaStore: the client has no model "docmirrorReceipt" for receipts; add to your schema what receiptSchemaFragment({ provider: ',
  );
  expect(prismaStore(without).receipts).toBeUndefined();
});

test.each([undefined, null, {}, () => undefined, 'prisma'])('what is no client is refused: %s', (client) => {
  expect(() => prismaStore(client as object)).toThrow('prismaStore: the first argument must be your Prisma client');
});

test('the client inside a transaction is refused', async () => {
  const [, prisma] = clients[0] ?? [];
  await expect(prisma?.$transaction(async (inside) => prismaStore(inside))).rejects.toThrow(
    'not that of a transaction',
  );
});

test('wrong options of the schema fragment are named', () => {
  expect(() => syncSchemaFragment({ model: 'my documents' })).toThrow(
    'syncSchemaFragment: option "model": write a name as in the schema',
  );
  expect(() => syncSchemaFragment({ fields: { sync: 'x' } } as object)).toThrow('option "fields"');
});
