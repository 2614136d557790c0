import { derivedStoreId, type IdType, idTypes, type StoreIdentity, storeIdSchema } from '@docmirror/core';
import { z } from 'zod';
import type { FieldName, ModelName, ModelWhere } from './model-types';

/** Field names of the Prisma model, as they stand in the schema. */
export interface PrismaStoreFields<Client, Model extends keyof Client> {
  /** The `@id`: Int, BigInt or String. Default `id`. */
  readonly id?: FieldName<Client, Model, 'Int' | 'BigInt' | 'String'> | undefined;
  /** Default `type`; null when the model has none: every document is then filed as unknown type. */
  readonly type?: FieldName<Client, Model> | null | undefined;
  /** Path of the file. Default `filePath` or `file_path`, whichever the model has. */
  readonly source?: FieldName<Client, Model, 'String'> | undefined;
  /** DateTime or String. Default `documentDate` or `document_date`; null when the model has none: filed as undated. */
  readonly date?: FieldName<Client, Model, 'DateTime' | 'String'> | null | undefined;
  /** Name of the copy. Not mapped by default: the last part of `source` is the name. */
  readonly fileName?: FieldName<Client, Model, 'String'> | undefined;
  /** Anything that changes when the row does (`updatedAt`, a counter). Not mapped by default. */
  readonly version?: FieldName<Client, Model> | undefined;
  /** Boolean (or Int: 0 and 1). Null counts as pending. Default `syncedToNas` or `synced_to_nas`. */
  readonly synced?: FieldName<Client, Model, 'Boolean' | 'Int'> | undefined;
  /** `DateTime?`. Default `syncedAt` or `synced_at`. */
  readonly syncedAt?: FieldName<Client, Model, 'DateTime'> | undefined;
}

export interface PrismaStoreOptions<Client, Model extends keyof Client> {
  /** The model, as you write it behind `prisma.`. Default `document` or `documents`, whichever the client has. */
  readonly model?: Model | undefined;
  readonly fields?: PrismaStoreFields<Client, Model> | undefined;
  /** Only rows that pass are seen: tenants, soft deletes. As in `findMany`. Default: every row. */
  readonly where?: ModelWhere<Client, Model> | undefined;
  /**
   * Receipts of the copies, in a model of their own (see `receiptSchemaFragment`); `true` for `docmirrorReceipt`, or
   * `docmirror_receipts` as `prisma db pull` writes it. Default: none.
   */
  readonly receipts?: boolean | { readonly model?: ModelName<Client> | undefined } | undefined;
  /**
   * What tells this store from others on the same share, in the names of its lists there: a-z, 0-9, `-`, `_`. Keep it for good.
   * Default: one is made and kept with the receipts.
   */
  readonly storeId?: string | undefined;
  /** What the ids are. Default by the field's type: `integer` for Int, `bigint` for BigInt, `text` for String. Say `uuid` for UUIDs. */
  readonly idType?: IdType | undefined;
}

const name = (what: string) => z.string(`write the name of ${what}`).min(1, `write the name of ${what}`);
const modelName = name('the model, as behind “prisma.”');
const field = name('a field of the model').optional();

export const fieldNames = z.strictObject({
  id: field,
  type: field.nullable(),
  source: field,
  date: field.nullable(),
  fileName: field,
  version: field,
  synced: field,
  syncedAt: field,
});

/** What a mark is written into must hold nothing else. */
const ownFields = [
  ({ synced, syncedAt, ...host }: z.output<typeof fieldNames>) => {
    const own = [synced, syncedAt].filter((name) => name !== undefined);
    return new Set(own).size === own.length && !Object.values(host).some((name) => name != null && own.includes(name));
  },
  'synced and syncedAt are written by docmirror: write the names of fields that hold nothing else',
] as const;

export const storeOptions = z.strictObject({
  model: modelName.optional(),
  fields: fieldNames.refine(...ownFields).prefault({}),
  where: z
    .custom<Readonly<Record<string, unknown>>>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'write an object as for findMany, like { tenantId: 7 }',
    )
    .refine(
      (value) => !hasUndefined(value),
      'a value is undefined, and Prisma would pass it over; write null for “is null”',
    )
    .optional(),
  receipts: z
    .union([z.boolean(), z.strictObject({ model: modelName.optional() })], "write true, or { model: '…' }")
    .default(false),
  storeId: storeIdSchema.optional(),
  idType: z.enum(idTypes, `write one of ${idTypes.map((type) => `'${type}'`).join(', ')}`).optional(),
});

export type StoreOptions = z.output<typeof storeOptions>;

/** Prisma takes a condition that is undefined for one that is not there: every row would be in scope. */
function hasUndefined(value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.some(hasUndefined);
  const plain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return plain && Object.values(value).some(hasUndefined);
}

/** @param model as behind `prisma.` */
export function identityOf(model: string, { storeId, where }: StoreOptions): StoreIdentity {
  return { given: storeId, derived: derivedStoreId(model, JSON.stringify(where ?? null, textOfBig)) };
}

function textOfBig(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
