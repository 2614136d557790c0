import { derivedStoreId, type IdType, idTypes, type StoreIdentity, SyncError, storeIdSchema } from '@docmirror/core';
import type { Knex } from 'knex';
import { z } from 'zod';

/** A Knex where-object (`{ tenant_id: 7, deleted_at: null }`), or a function that adds conditions to the query builder. */
export type Scope = Readonly<Record<string, unknown>> | ((query: Knex.QueryBuilder) => void);

/** Column names. Write them as in your other Knex code. */
export interface KnexStoreColumns {
  /** The primary key. Default `id`. */
  readonly id?: string | undefined;
  /** Default `type`; null when the table has none: every document is then filed as unknown type. */
  readonly type?: string | null | undefined;
  /** Path of the file. Default `file_path`. */
  readonly source?: string | undefined;
  /** The document's date or time. Default `document_date`; null when the table has none: filed as undated. */
  readonly date?: string | null | undefined;
  /** Name of the copy. Not mapped by default: the last part of `source` is the name. */
  readonly fileName?: string | undefined;
  /** Anything that changes when the row does (`updated_at`, a counter). Not mapped by default. */
  readonly version?: string | undefined;
  /** Boolean (or 0 and 1). Null counts as pending. Default `synced_to_nas`. */
  readonly synced?: string | undefined;
  /** Timestamp. Default `synced_at`. */
  readonly syncedAt?: string | undefined;
}

export interface KnexStoreOptions {
  /** Default `documents`. May name the schema: `accounting.documents`. */
  readonly table?: string | undefined;
  readonly columns?: KnexStoreColumns | undefined;
  /** Only rows that pass are seen: tenants, soft deletes. Default: every row. */
  readonly where?: Scope | undefined;
  /**
   * Receipts of the copies, in a table of their own that a migration makes (`createReceiptTable`); `true` for the table
   * `docmirror_receipts`. Default: none.
   */
  readonly receipts?: boolean | { readonly table?: string | undefined } | undefined;
  /**
   * What tells this store from others on the same share, in the names of its lists there: a-z, 0-9, `-`, `_`. Keep it for good.
   * Default: one is made and kept with the receipts.
   */
  readonly storeId?: string | undefined;
  /** What the primary key is: `integer` (default), `bigint`, `uuid` or `text`. */
  readonly idType?: IdType | undefined;
}

const name = (what: string) => z.string(`write the name of ${what}`).min(1, `write the name of ${what}`);
const column = name('a column');

export const columnNames = z.strictObject({
  id: column.default('id'),
  type: column.nullable().default('type'),
  source: column.default('file_path'),
  date: column.nullable().default('document_date'),
  fileName: column.optional(),
  version: column.optional(),
  synced: column.default('synced_to_nas'),
  syncedAt: column.default('synced_at'),
});

/** What a mark is written into must hold nothing else. */
const ownColumns = [
  (columns: z.output<typeof columnNames>) => {
    const { id, type, source, date, fileName, version } = columns;
    const host = [id, type, source, date, fileName, version];
    return columns.synced !== columns.syncedAt && !host.includes(columns.synced) && !host.includes(columns.syncedAt);
  },
  'synced and syncedAt are written by docmirror: write the names of columns that hold nothing else',
] as const;

export const tableName = name('the table').default('documents');
export const receiptTableName = name('the table').default('docmirror_receipts');

export const storeOptions = z.strictObject({
  table: tableName,
  columns: columnNames.refine(...ownColumns).prefault({}),
  where: z
    .custom<Scope>(
      (value) => typeof value === 'function' || isPlainObject(value),
      'write an object like { tenant_id: 7 } or a function (query) => { query.whereNull("deleted_at") }',
    )
    .refine(
      (value) => typeof value === 'function' || Object.values(value).every((wanted) => wanted !== undefined),
      'a value is undefined; write null for "is null"',
    )
    .optional(),
  receipts: z
    .union([z.boolean(), z.strictObject({ table: receiptTableName })], "write true, or { table: '…' }")
    .default(false),
  storeId: storeIdSchema.optional(),
  idType: z.enum(idTypes, `write one of ${idTypes.map((type) => `'${type}'`).join(', ')}`).default('integer'),
});

export type StoreOptions = z.output<typeof storeOptions>;

/** Refuses at construction what no query could be made with. */
export function checkKnex(factory: string, knex: unknown): void {
  if (typeof knex === 'function' && 'client' in knex && 'raw' in knex) return;
  throw new SyncError('OPTIONS_INVALID', {
    params: { detail: `${factory}: the first argument must be your Knex instance: ${factory}(knex({ client: … }), …)` },
  });
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Name of the receipts' table; undefined where no receipts are wanted. */
export function receiptTableOf({ receipts }: StoreOptions): string | undefined {
  if (receipts === false) return undefined;
  return receipts === true ? 'docmirror_receipts' : receipts.table;
}

export function identityOf({ storeId, table, columns, where }: StoreOptions): StoreIdentity {
  // Conditions that are a function are told apart by what is written in it.
  const scope = typeof where === 'function' ? String(where) : JSON.stringify(where ?? null, textOfBig);
  return { given: storeId, derived: derivedStoreId(table, columns.source, scope) };
}

function textOfBig(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
