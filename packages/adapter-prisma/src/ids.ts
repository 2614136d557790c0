import { type DocumentId, type IdType, SyncError } from '@docmirror/core';

/** How ids go to and fro between the engine and a field. */
export interface Ids {
  readonly idType: IdType;
  /** False for an id that no row can have, and that Prisma would not look for. */
  mayExist(id: DocumentId): boolean;
  /** An id as Prisma takes it. */
  toField(id: DocumentId): unknown;
  /** An id as Prisma read it. */
  fromField(value: unknown): DocumentId;
}

/** Prisma's Int has 32 bits, in every database. */
const highestInt = 2 ** 31 - 1;

const fits: Readonly<Record<string, readonly IdType[]>> = {
  Int: ['integer', 'bigint'],
  BigInt: ['bigint', 'integer'],
  String: ['text', 'uuid'],
};

/** @throws SyncError `OPTIONS_INVALID` for an id type that the field cannot have. */
export function idsOf(factory: string, field: string, fieldType: string, given: IdType | undefined): Ids {
  const fitting = fits[fieldType] ?? [];
  const idType = given ?? fitting[0] ?? 'text';
  if (!fitting.includes(idType)) {
    const write = fitting.map((type) => `'${type}'`).join(' or ');
    throw new SyncError('OPTIONS_INVALID', {
      params: {
        detail: `${factory}: ${field} is of type ${fieldType}, which has no ids of type '${idType}'; write idType: ${write}`,
      },
    });
  }
  return {
    idType,
    mayExist: (id) => fieldType !== 'Int' || Number(id) <= highestInt,
    toField: (id) => (fieldType === 'BigInt' ? BigInt(id) : fieldType === 'Int' ? Number(id) : String(id)),
    fromField(value) {
      if (idType === 'bigint') return BigInt(value as number | bigint);
      if (idType !== 'integer') return String(value);
      if (Number.isSafeInteger(Number(value))) return Number(value);
      throw new SyncError('STORE_MISMATCH', {
        scope: 'run',
        params: { subject: `${field} (idType: 'integer')`, write: `idType: 'bigint'` },
      });
    },
  };
}
