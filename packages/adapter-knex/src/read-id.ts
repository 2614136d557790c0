import { type DocumentId, type IdType, SyncError } from '@docmirror/core';
import type { IdKind } from './sql';
import type { Table } from './table';

/** An id as the database wrote it. */
export function readId(table: Table, text: unknown): DocumentId {
  const { idType, columns } = table.options;
  const written = String(text);
  if (idType === 'uuid' || idType === 'text') return written;
  if (/^-?\d+$/.test(written)) {
    if (idType === 'bigint') return BigInt(written);
    if (Number.isSafeInteger(Number(written))) return Number(written);
    throw wrongIdType(table.options.table, columns.id, idType, 'bigint');
  }
  throw wrongIdType(table.options.table, columns.id, idType, 'text');
}

/** Refuses an id type that the column cannot have, before anything is read. */
export function checkIdType(table: Table): void {
  const { idType, columns } = table.options;
  const kind = table.dialect.idKind(table.types.get(columns.id));
  const fits: Record<IdKind, readonly IdType[]> = {
    number: ['integer', 'bigint'],
    uuid: ['uuid'],
    text: ['text', 'uuid'],
    unknown: ['integer', 'bigint', 'uuid', 'text'],
  };
  const better = fits[kind][0];
  if (better !== undefined && !fits[kind].includes(idType)) {
    throw wrongIdType(table.options.table, columns.id, idType, better);
  }
}

function wrongIdType(table: string, column: string, idType: IdType, better: IdType): SyncError {
  return new SyncError('STORE_MISMATCH', {
    scope: 'run',
    params: { subject: `${table}.${column} (idType: '${idType}')`, write: `idType: '${better}'` },
  });
}
