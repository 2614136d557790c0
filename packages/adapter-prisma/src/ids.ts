import { type DocumentId, type IdType, parseDocumentId, SyncError } from '@docmirror/core';

/** How ids go to and fro between the engine and a field. */
export interface Ids {
  readonly idType: IdType;
  /** False for an id that no row can have, and that Prisma would not look for. */
  mayExist(id: DocumentId): boolean;
  /** An id as Prisma takes it. */
  toField(id: DocumentId): unknown;
  /** An id as Prisma read it. One that is none of the type comes as it is: the engine refuses that document by itself. */
  fromField(value: unknown): DocumentId;
  /** An id as it stands in a receipt, which may have been written by hand. */
  fromReceipt(text: unknown): DocumentId;
}

/** Prisma's Int has 32 bits, in every database. */
const beyondInt = 2 ** 31;

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
    mayExist: (id) => parseDocumentId(idType, String(id)) !== undefined && inRange(fieldType, id),
    toField: (id) => (fieldType === 'BigInt' ? BigInt(id) : fieldType === 'Int' ? Number(id) : String(id)),
    fromField(value) {
      if (idType === 'uuid' || idType === 'text') return String(value);
      const isNumber = idType === 'integer' && Number.isSafeInteger(Number(value));
      return isNumber ? Number(value) : BigInt(value as number | bigint);
    },
    fromReceipt: (text) => parseDocumentId(idType, String(text)) ?? String(text),
  };
}

function inRange(fieldType: string, id: DocumentId): boolean {
  return fieldType !== 'Int' || (Number(id) >= -beyondInt && Number(id) < beyondInt);
}
