import { SyncError } from '@docmirror/core';
import { type Client, type Delegate, delegateOf, modelNames, type Select, type Where } from './client';
import { type Fields, fieldsOf } from './fields';
import { type Ids, idsOf } from './ids';
import type { StoreOptions } from './options';

/** The values of a document that are read and compared; never its id or mark. */
export const values = ['type', 'date', 'source', 'fileName', 'version'] as const;
export type Value = (typeof values)[number];

/** The host's model as the store sees it: pieces of queries, nothing that runs. */
export interface Model {
  readonly client: Client & object;
  readonly name: string;
  readonly delegate: Delegate;
  readonly fields: Fields;
  readonly ids: Ids;
  /** Mapped values only. */
  readonly mapped: readonly { readonly value: Value; readonly field: string }[];
  readonly select: Select;
  /** How the field of the mark says yes and no. */
  readonly yes: true | 1;
  readonly no: false | 0;
  /** Rows in scope that pass. */
  scoped(...conditions: Where[]): Where;
  /** Rows in scope that have a file and pass. */
  withFile(...conditions: Where[]): Where;
}

/** Looks the model up in the client. Throws `OPTIONS_INVALID` where one does not fit the other. */
export function modelOf(factory: string, client: Client & object, options: StoreOptions): Model {
  const { where, idType } = options;
  const candidates = options.model === undefined ? ['document', 'documents'] : [options.model];
  const name = candidates.find((candidate) => delegateOf(client, candidate) !== undefined);
  const delegate = name === undefined ? undefined : delegateOf(client, name);
  if (name === undefined || delegate === undefined) {
    const missing = candidates.map((candidate) => `"${candidate}"`).join(' or ');
    const names = modelNames(client).join(', ');
    throw new SyncError('OPTIONS_INVALID', {
      params: { detail: `${factory}: the client has no model ${missing}; write model: '…' with one of ${names}` },
    });
  }
  const fields = fieldsOf(factory, name, delegate, options.fields);
  const typeOf = (field: string) => delegate.fields[field]?.typeName ?? '';
  const mapped = values.flatMap((value) => {
    const field = fields[value];
    return field === undefined || field === null ? [] : [{ value, field }];
  });
  const isBoolean = typeOf(fields.synced) === 'Boolean';
  const scoped = (...conditions: Where[]): Where => ({
    AND: where === undefined ? conditions : [where, ...conditions],
  });
  return {
    client,
    name,
    delegate,
    fields,
    ids: idsOf(factory, `${name}.${fields.id}`, typeOf(fields.id), idType),
    mapped,
    select: Object.fromEntries(
      [fields.id, fields.synced, ...mapped.map(({ field }) => field)].map((field) => [field, true]),
    ),
    yes: isBoolean ? true : 1,
    no: isBoolean ? false : 0,
    scoped,
    // In SQL, null is not unequal to anything either.
    withFile: (...conditions) => scoped({ [fields.source]: { not: '' } }, ...conditions),
  };
}
