import { type Document, type StoredDocument, SyncError } from '@docmirror/core';
import { markMismatch } from './check-model';
import type { Row } from './client';
import type { Model } from './model';

/** A row as the engine sees it. */
export function documentOf(model: Model, row: Row): Document {
  const { id, type, date, source, fileName, version } = model.fields;
  return {
    id: model.ids.fromField(row[id]),
    type: type === null ? null : text(row[type]),
    date: date === null ? null : calendarDate(row[date]),
    source: text(row[source]),
    ...(fileName === undefined ? {} : { fileName: text(row[fileName]) }),
    ...(version === undefined ? {} : { version: versionOf(row[version]) }),
  };
}

export function storedDocumentOf(model: Model, row: Row): StoredDocument {
  return { ...documentOf(model, row), synced: isSynced(model, row) };
}

/** A null mark is pending. What is neither yes nor no is none: see `checkModel`. */
export function isSynced({ name, fields, yes, no }: Model, row: Row): boolean {
  const mark = row[fields.synced];
  if (mark === yes) return true;
  if (mark === null || mark === undefined || mark === no) return false;
  throw new SyncError('STORE_MISMATCH', { scope: 'run', params: markMismatch(name, fields.synced) });
}

/** True when every mapped field still reads as in the document, to the letter; a Date by its millisecond, which is all that Prisma tells. */
export function readsAs(model: Model, row: Row, document: Document): boolean {
  const now = documentOf(model, row);
  return model.mapped.every(({ value }) => comparable(now[value]) === comparable(document[value]));
}

/** Null and absent are one. A Date that is none says so. */
function comparable(value: Document['version']): string | null {
  if (value === null || value === undefined) return null;
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : String(value);
}

/** A row's version as receipts have it. Null where there is none. */
export function versionTextOf({ fields: { version } }: Model, row: Row): string | null {
  return version === undefined ? null : comparable(versionOf(row[version]));
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/**
 * Prisma reads a calendar date as a Date at midnight UTC; a time zone would move it to the day before. What stands in
 * the table but is no date is told in words, and that document is refused for it.
 */
function calendarDate(value: unknown): string | Date | null {
  if (!(value instanceof Date)) return text(value);
  if (Number.isNaN(value.getTime())) return String(value);
  const iso = value.toISOString();
  return /^\d{4}-.*T00:00:00\.000Z$/.test(iso) ? iso.slice(0, 10) : value;
}

function versionOf(value: unknown): string | number | bigint | Date | null {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value instanceof Date || typeof value === 'number' || typeof value === 'bigint') return value;
  // Decimals are objects that write themselves exactly.
  return text(value);
}
