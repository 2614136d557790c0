import type { Document } from '../document.js';

/** A row's version as receipts have it. Null where there is none. */
export function versionText(row: Document | undefined): string | null {
  const version = row?.version ?? null;
  if (version instanceof Date && !Number.isNaN(version.getTime())) return version.toISOString();
  return version === null ? null : String(version);
}
