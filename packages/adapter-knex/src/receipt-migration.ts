import { parseOptions } from '@docmirror/core';
import type { Knex } from 'knex';
import { z } from 'zod';
import { databaseName } from './database-name';
import { dialectOf } from './dialect';
import { checkKnex, receiptTableName } from './options';

export interface ReceiptMigrationOptions {
  /** Default `docmirror_receipts`. May name the schema: `accounting.docmirror_receipts`. */
  readonly table?: string | undefined;
}

interface Column {
  readonly name: string;
  readonly type: 'string' | 'text' | 'integer' | 'bigInteger';
  readonly length?: number;
  readonly required?: true;
}

export const receiptColumns: readonly Column[] = [
  { name: 'mirror_id', type: 'string', length: 191, required: true },
  { name: 'claim', type: 'string', length: 80, required: true },
  { name: 'role', type: 'string', length: 10, required: true },
  { name: 'document_id', type: 'string', length: 500 },
  { name: 'type', type: 'text' },
  { name: 'version', type: 'text' },
  { name: 'row_words', type: 'text' },
  { name: 'file_key', type: 'text' },
  { name: 'size', type: 'bigInteger' },
  { name: 'checksum', type: 'string', length: 64 },
  { name: 'month', type: 'string', length: 20 },
  { name: 'synced_at', type: 'string', length: 30 },
  { name: 'verified_at', type: 'string', length: 30 },
  { name: 'next_attempt_at', type: 'string', length: 30 },
  { name: 'attempts', type: 'integer', required: true },
  { name: 'last_error', type: 'string', length: 64 },
  { name: 'token', type: 'string', length: 191 },
];

const primaryKey = ['mirror_id', 'claim'];

const indexes: Readonly<Record<string, readonly string[]>> = {
  document: ['mirror_id', 'document_id'],
  role: ['mirror_id', 'role', 'claim'],
  month: ['mirror_id', 'month', 'claim'],
  failing: ['mirror_id', 'attempts'],
};

const migrationOptions = z.strictObject({ table: receiptTableName });

function resolve(factory: string, options: ReceiptMigrationOptions) {
  const { table } = parseOptions(factory, migrationOptions, options);
  const [inSchema = '', schema] = table.split('.').reverse();
  return { table, inSchema, schema };
}

/** For a migration's `up`: makes the table that receipts are kept in. One that is there already is left as it is. */
export async function createReceiptTable(knex: Knex, options: ReceiptMigrationOptions = {}): Promise<void> {
  checkKnex('createReceiptTable', knex);
  const dialect = dialectOf('createReceiptTable', knex);
  const { inSchema, schema } = resolve('createReceiptTable', options);
  const at = () => (schema === undefined ? knex.schema : knex.schema.withSchema(schema));
  if (await at().hasTable(databaseName(knex, inSchema))) return;
  await at().createTable(inSchema, (table) => {
    // Ids and versions are told apart to the letter.
    if (dialect.name === 'mysql') {
      table.charset('utf8mb4');
      table.collate('utf8mb4_bin');
    }
    for (const { name, type, length, required } of receiptColumns) {
      const column = type === 'string' ? table.string(name, length) : table[type](name);
      if (required) column.notNullable();
    }
    table.primary(primaryKey);
    for (const [name, indexed] of Object.entries(indexes)) table.index([...indexed], `${inSchema}_${name}`);
  });
}

/** For a migration's `down`: drops the table, and with it every receipt. May run twice. */
export async function dropReceiptTable(knex: Knex, options: ReceiptMigrationOptions = {}): Promise<void> {
  checkKnex('dropReceiptTable', knex);
  const { inSchema, schema } = resolve('dropReceiptTable', options);
  await (schema === undefined ? knex.schema : knex.schema.withSchema(schema)).dropTableIfExists(inSchema);
}

/** A Knex migration file that does the same, to paste where no import is wanted. */
export function receiptMigrationText(options: ReceiptMigrationOptions = {}): string {
  const { inSchema, schema } = resolve('receiptMigrationText', options);
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const list = (names: readonly string[]) => `[${names.map(quoted).join(', ')}]`;
  const at = schema === undefined ? 'knex.schema' : `knex.schema.withSchema(${quoted(schema)})`;
  const lines = [
    ...receiptColumns.map(({ name, type, length, required }) => {
      const call = length === undefined ? quoted(name) : `${quoted(name)}, ${length}`;
      return `table.${type}(${call})${required ? '.notNullable()' : ''};`;
    }),
    `table.primary(${list(primaryKey)});`,
    ...Object.entries(indexes).map(([name, of]) => `table.index(${list(of)}, ${quoted(`${inSchema}_${name}`)});`),
  ];
  return `/** Where docmirror keeps what it knows of each copy on the share. */
export async function up(knex) {
  await ${at}.createTable(${quoted(inSchema)}, (table) => {
    // Ids and versions are told apart to the letter.
    if (knex.client.dialect === 'mysql') {
      table.charset('utf8mb4');
      table.collate('utf8mb4_bin');
    }
    ${lines.join('\n    ')}
  });
}

export async function down(knex) {
  await ${at}.dropTableIfExists(${quoted(inSchema)});
}
`;
}
