// The types of the options against real generated clients. Nothing runs here: `npm run types` compiles it, and fails
// where a line is refused that should not be, or one marked as an error is not.
import type { DocumentStore } from '@docmirror/core';
import type { PrismaClient as Prisma5 } from '../fixtures/prisma-5/generated/postgresql/client';
import type { PrismaClient as Prisma6Mysql } from '../fixtures/prisma-6/generated/mysql/client';
import type { PrismaClient as Prisma6 } from '../fixtures/prisma-6/generated/postgresql/client';
import type { PrismaClient as Prisma7Mysql } from '../fixtures/prisma-7/generated/mysql/client/client';
import type { PrismaClient as Prisma7Postgres } from '../fixtures/prisma-7/generated/postgresql/client/client';
import type { PrismaClient as Prisma7 } from '../fixtures/prisma-7/generated/sqlite/client/client';
import { type ModelName, prismaStore } from '../src/index';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const same = <A, B>(_: Same<A, B>) => undefined;

type Models = 'integerDoc' | 'bigintDoc' | 'uuidDoc' | 'textDoc' | 'document' | 'owner' | 'receipts' | Receipts;
type Receipts = 'docmirrorReceipt' | 'pulled_receipts';

declare const prisma5: Prisma5;
declare const prisma6: Prisma6;
declare const prisma6Mysql: Prisma6Mysql;
declare const prisma7: Prisma7;
declare const prisma7Postgres: Prisma7Postgres;
declare const prisma7Mysql: Prisma7Mysql;

const extended = <Client>(client: Client): Client => client;
const extended7 = prisma7.$extends({
  query: { $allModels: { findMany: ({ args, query }) => query(args) } },
  result: { document: { label: { needs: { id: true }, compute: ({ id }) => `document ${id}` } } },
  model: { document: { hello: () => 'hello' } },
  client: { $hello: () => 'hello' },
});
const extended6 = prisma6.$extends({ model: { $allModels: { hello: () => 'hello' } } });
const extended5 = prisma5.$extends({ model: { $allModels: { hello: () => 'hello' } } }).$extends({ name: 'twice' });

export const clients = () => {
  same<ModelName<Prisma5>, Models>(true);
  same<ModelName<Prisma6>, Models>(true);
  same<ModelName<Prisma7>, Models>(true);
  same<ModelName<typeof extended7>, Models>(true);
  same<ModelName<typeof extended6>, Models>(true);
  same<ModelName<typeof extended5>, Models>(true);
  const stores: DocumentStore[] = [
    ...[prismaStore(prisma5), prismaStore(prisma6), prismaStore(prisma6Mysql), prismaStore(prisma7)],
    ...[prismaStore(prisma7Postgres), prismaStore(prisma7Mysql)],
    ...[prismaStore(extended5), prismaStore(extended6), prismaStore(extended7)],
    prismaStore(extended(prisma7), { model: 'document', where: { owner: { active: true } }, idType: 'integer' }),
  ];
  return stores;
};

export const rightOptions = () => {
  const fields = {
    id: 'ref',
    type: 'category',
    source: 'stored_at',
    date: 'issued_on',
    version: 'updated_at',
    synced: 'synced_to_nas',
    syncedAt: 'synced_at',
  } as const;
  prismaStore(prisma5, { model: 'receipts', fields, where: { tenant_id: 7, deleted_at: null } });
  prismaStore(prisma6, { model: 'receipts', fields, where: { tenant_id: 7, deleted_at: null } });
  prismaStore(prisma7, { model: 'receipts', fields, where: { tenant_id: 7, deleted_at: null } });
  prismaStore(extended5, { model: 'receipts', fields, where: { OR: [{ tenant_id: 7 }, { tenant_id: null }] } });
  prismaStore(extended6, { model: 'receipts', fields, where: { OR: [{ tenant_id: 7 }, { tenant_id: null }] } });
  prismaStore(extended7, { model: 'receipts', fields, where: { OR: [{ tenant_id: 7 }, { tenant_id: null }] } });
  prismaStore(prisma7, { fields: { type: null, date: null } });
};

export const receipts = () => {
  prismaStore(prisma5, { receipts: true });
  prismaStore(prisma6, { receipts: { model: 'docmirrorReceipt' } });
  prismaStore(extended7, { receipts: { model: 'pulled_receipts' } });
  // @ts-expect-error no such model
  prismaStore(prisma5, { receipts: { model: 'docmirrorReceipts' } });
  // @ts-expect-error no such model
  prismaStore(extended6, { receipts: { model: 'DocmirrorReceipt' } });
  // @ts-expect-error the option of the Knex adapter
  prismaStore(prisma7, { receipts: { table: 'docmirror_receipts' } });
};

export const wrongModels = () => {
  // @ts-expect-error no such model
  prismaStore(prisma5, { model: 'invoice' });
  // @ts-expect-error no such model
  prismaStore(prisma6, { model: 'invoice' });
  // @ts-expect-error no such model
  prismaStore(prisma7, { model: 'invoice' });
  // @ts-expect-error no such model
  prismaStore(extended5, { model: 'invoice' });
  // @ts-expect-error no such model
  prismaStore(extended6, { model: 'invoice' });
  // @ts-expect-error no such model
  prismaStore(extended7, { model: 'invoice' });
  // @ts-expect-error no model, but a method of the client
  prismaStore(prisma7, { model: '$transaction' });
  // @ts-expect-error the name behind "prisma." is wanted, not that of the schema
  prismaStore(prisma7, { model: 'Document' });
};

export const wrongFields = () => {
  // @ts-expect-error no such field
  prismaStore(prisma5, { model: 'document', fields: { source: 'file' } });
  // @ts-expect-error no such field
  prismaStore(prisma6, { model: 'document', fields: { source: 'file' } });
  // @ts-expect-error no such field
  prismaStore(prisma7, { model: 'document', fields: { source: 'file' } });
  // @ts-expect-error no such field
  prismaStore(extended5, { model: 'document', fields: { source: 'file' } });
  // @ts-expect-error no such field
  prismaStore(extended6, { model: 'document', fields: { source: 'file' } });
  // @ts-expect-error no such field
  prismaStore(extended7, { model: 'document', fields: { source: 'file' } });
  // @ts-expect-error the column's name, where the field's is wanted
  prismaStore(prisma7, { model: 'integerDoc', fields: { synced: 'on_nas' } });
  // @ts-expect-error a number is no path
  prismaStore(prisma7, { model: 'document', fields: { source: 'price' } });
  // @ts-expect-error a text is no mark
  prismaStore(prisma7, { model: 'document', fields: { synced: 'filePath' } });
  // @ts-expect-error a relation is no field of the row
  prismaStore(prisma7, { model: 'document', fields: { version: 'owner' } });
  // @ts-expect-error no such option
  prismaStore(prisma7, { model: 'document', fields: { file: 'filePath' } });
};

export const wrongFilters = () => {
  // @ts-expect-error no such field
  prismaStore(prisma5, { model: 'document', where: { tenantId: 7 } });
  // @ts-expect-error no such field
  prismaStore(prisma6, { model: 'document', where: { tenantId: 7 } });
  // @ts-expect-error no such field
  prismaStore(prisma7, { model: 'document', where: { tenantId: 7 } });
  // @ts-expect-error no such field
  prismaStore(extended5, { model: 'document', where: { tenantId: 7 } });
  // @ts-expect-error no such field
  prismaStore(extended6, { model: 'document', where: { tenantId: 7 } });
  // @ts-expect-error no such field
  prismaStore(extended7, { model: 'document', where: { tenantId: 7 } });
  // @ts-expect-error no such kind of id
  prismaStore(prisma7, { idType: 'number' });
};
