import { parseOptions } from '@docmirror/core';
import { z } from 'zod';
import { columnOf, receiptFieldNames, receiptIndexes } from './receipt-columns';

const providers = ['sqlite', 'postgresql', 'mysql'] as const;

export interface ReceiptSchemaOptions {
  /** As in the `datasource` of the schema: its texts are as long as they must be. */
  readonly provider: (typeof providers)[number];
  /** Name of the model, as it stands in the schema. Default `DocmirrorReceipt`. */
  readonly model?: string | undefined;
  /** Name of the table. Default `docmirror_receipts`. */
  readonly table?: string | undefined;
}

const schemaOptions = z.strictObject({
  provider: z.enum(providers, `write one of ${providers.map((provider) => `'${provider}'`).join(', ')}`),
  model: z
    .string('write a name as in the schema')
    .regex(/^[A-Za-z]\w*$/, 'write a name as in the schema')
    .default('DocmirrorReceipt'),
  table: z
    .string('write the name of the table')
    .regex(/^\w+$/, 'write the name of the table')
    .default('docmirror_receipts'),
});

/**
 * The model that a host adds to its Prisma schema for receipts, to paste. The table is the same that the Knex adapter's
 * `createReceiptTable` makes. Touches no file.
 */
export function receiptSchemaFragment(options: ReceiptSchemaOptions): string {
  const { provider, model, table } = parseOptions('receiptSchemaFragment', schemaOptions, options);
  const fields = receiptFieldNames.map((field) => {
    const { column, type, length, required } = columnOf(field);
    const mapped = column === field ? '' : `@map("${column}")`;
    return [field, `${type}${required ? '' : '?'}`, mapped, nativeType(provider, type, length)];
  });
  const widths = [0, 1, 2].map((n) => Math.max(...fields.map((parts) => parts[n]?.length ?? 0)));
  const lines = [
    ...fields.map((parts) => parts.map((part, n) => part.padEnd(widths[n] ?? 0)).join(' ')),
    '',
    '@@id([mirrorId, claim])',
    ...Object.entries(receiptIndexes).map(([name, of]) => `@@index([${of.join(', ')}], map: "${table}_${name}")`),
    `@@map("${table}")`,
  ];
  return `/// Where docmirror keeps what it knows of each copy on the share.
model ${model} {
${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}
}
`;
}

function nativeType(provider: ReceiptSchemaOptions['provider'], type: string, length: number | undefined): string {
  if (provider === 'sqlite' || type !== 'String') return '';
  if (length !== undefined) return `@db.VarChar(${length})`;
  return provider === 'mysql' ? '@db.Text' : '';
}
