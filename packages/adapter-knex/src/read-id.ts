import { type DocumentId, type IdType, parseDocumentId, SyncError } from '@docmirror/core';
import { type IdKind, readText } from './sql';
import type { Table } from './table';

/** An id as the database wrote it. One that is none of the type comes as it is: the engine refuses that document by itself. */
export function readId(table: Table, selected: unknown): DocumentId {
  const { idType, columns } = table.options;
  const written = String(readText(selected));
  if (idType === 'uuid' || idType === 'text') return written;
  if (/^-?\d+$/.test(written)) {
    return idType === 'integer' && Number.isSafeInteger(Number(written)) ? Number(written) : BigInt(written);
  }
  // SQLite keeps a text in a column of numbers. Elsewhere it is the column that has none.
  if (table.dialect.name === 'sqlite') return written;
  throw wrongIdType(table.options.table, columns.id, idType, 'text');
}

/** As it stands in a receipt, which may have been written by hand. */
export function readReceiptId(table: Table, text: unknown): DocumentId {
  const written = String(text);
  return parseDocumentId(table.options.idType, written) ?? written;
}

/** False for an id that no row can have, and that some databases would fail to look for. */
export function mayExist({ options }: Pick<Table, 'options'>, id: DocumentId): boolean {
  return parseDocumentId(options.idType, String(id)) !== undefined;
}

/** Refuses an id type that the column cannot have, before anything is read. */
export function checkIdType(table: Table): void {
  const { idType, columns } = table.options;
  const kind = table.dialect.idKind(table.types.get(columns.id));
  const fits: Record<IdKind, readonly IdType[]> = {
    number: ['integer', 'bigint'],
    uuid: ['uuid'],
    text: ['text', 'uuid'],
    binary: [],
    unknown: ['integer', 'bigint', 'uuid', 'text'],
  };
  if (fits[kind].includes(idType)) return;
  const better = fits[kind][0];
  if (better !== undefined) throw wrongIdType(table.options.table, columns.id, idType, better);
  const params = {
    subject: `${table.options.table}.${columns.id} (number, UUID or text)`,
    write: `columns: { id: '…' }`,
  };
  throw new SyncError('STORE_MISMATCH', { scope: 'run', params });
}

function wrongIdType(table: string, column: string, idType: IdType, better: IdType): SyncError {
  return new SyncError('STORE_MISMATCH', {
    scope: 'run',
    params: { subject: `${table}.${column} (idType: '${idType}')`, write: `idType: '${better}'` },
  });
}
