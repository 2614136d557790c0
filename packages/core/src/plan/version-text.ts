import type { Document } from '../document.js';

/** A row's version as receipts have it. Null where there is none. */
export function versionText(row: Document | undefined): string | null {
  const version = row?.version ?? null;
  return version instanceof Date ? version.toISOString() : version === null ? null : String(version);
}
