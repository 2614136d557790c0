import { SyncError } from '@docmirror/core';
import { type Client, type Delegate, delegateOf, type Row, type Select } from './client';
import type { Model } from './model';
import type { StoreOptions } from './options';
import { columnOf, type ReceiptField, receiptFieldNames } from './receipt-columns';

/** The receipts' model beside the documents': what every query of receipts needs. */
export interface ReceiptModel {
  readonly name: string;
  readonly delegate: Delegate;
  readonly documents: Model;
  readonly select: Select;
  /** The same under the names that the model has. */
  named(values: ReceiptValues): Row;
  /** A row of the model under ours. */
  read(row: Row): Readonly<Record<ReceiptField, unknown>>;
}

export type ReceiptValues = Readonly<Partial<Record<ReceiptField, unknown>>>;

/** As `receiptSchemaFragment` has it, then as `prisma db pull` writes the table. */
const defaults = ['docmirrorReceipt', 'docmirror_receipts'];

/** Undefined where no receipts are wanted. Throws `OPTIONS_INVALID` where the client has no such model. */
export function receiptModelOf(
  factory: string,
  client: Client & object,
  documents: Model,
  { receipts }: StoreOptions,
): ReceiptModel | undefined {
  if (receipts === false) return undefined;
  const candidates = receipts === true || receipts.model === undefined ? defaults : [receipts.model];
  const name = candidates.find((candidate) => delegateOf(client, candidate) !== undefined);
  const delegate = name === undefined ? undefined : delegateOf(client, name);
  if (name === undefined || delegate === undefined) {
    throw unfit(factory, `the client has no model "${candidates[0]}" for receipts`);
  }
  const fields = fieldsOf(factory, name, delegate);
  return {
    name,
    delegate,
    documents,
    select: Object.fromEntries(Object.values(fields).map((field) => [field, true])),
    named: (values) =>
      Object.fromEntries(Object.entries(values).map(([field, value]) => [fields[field as ReceiptField], value])),
    read: (row) =>
      Object.fromEntries(receiptFieldNames.map((field) => [field, row[fields[field]]])) as Record<
        ReceiptField,
        unknown
      >,
  };
}

function fieldsOf(factory: string, name: string, delegate: Delegate): Readonly<Record<ReceiptField, string>> {
  const fields = receiptFieldNames.map((field) => {
    const { column, type } = columnOf(field);
    const found = [field, column].find((candidate) => delegate.fields[candidate] !== undefined);
    if (found === undefined) throw unfit(factory, `the model ${name} has no field "${field}"`);
    const typeName = delegate.fields[found]?.typeName;
    if (typeName !== type) throw unfit(factory, `${name}.${found} is of type ${typeName}, not ${type}`);
    return [field, found];
  });
  return Object.fromEntries(fields);
}

function unfit(factory: string, problem: string): SyncError {
  const add = `add to your schema what receiptSchemaFragment({ provider: '…' }) prints, and run prisma generate`;
  return new SyncError('OPTIONS_INVALID', { params: { detail: `${factory}: ${problem}; ${add}` } });
}
