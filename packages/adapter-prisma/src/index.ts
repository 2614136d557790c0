export type { DefaultModel, FieldName, ModelName, ModelWhere } from './model-types';
export type { PrismaStoreFields, PrismaStoreOptions } from './options';
export { prismaStore } from './prisma-store';
export { type ReceiptSchemaOptions, receiptSchemaFragment } from './receipt-schema-fragment';
export { type SyncSchemaOptions, syncSchemaFragment } from './schema-fragment';
