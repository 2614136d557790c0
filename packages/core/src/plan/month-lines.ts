import type { Receipt } from '../receipt.js';

/** A receipt with its copy: what the lists on the share have a line of. */
export type ListedReceipt = Pick<Receipt, 'documentId' | 'type' | 'version' | 'row' | 'syncedAt'> & {
  readonly copy: NonNullable<Receipt['copy']>;
};

/**
 * One line of a checksum list, as `sha256sum -c` reads it from the root of the share. A key has no backslash and no line
 * break, which that format would want escaped: the layout makes none.
 */
export function checksumLine({ copy }: ListedReceipt): string {
  return `${copy.checksum}  ${copy.key}\n`;
}

/** One line of a list of documents: whose a copy is. */
export function documentLine({ documentId, type, version, row, copy, syncedAt }: ListedReceipt, store: string): string {
  const { date = null, name = null, source = null } = row ?? {};
  const line = {
    store,
    document: String(documentId),
    type,
    key: copy.key,
    size: copy.size,
    sha256: copy.checksum,
    version,
    date,
    name,
    source,
    synced_at: syncedAt?.toISOString() ?? null,
  };
  return `${JSON.stringify(line)}\n`;
}
