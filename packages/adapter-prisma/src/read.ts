import type { Document, DocumentId, DocumentStore, PendingQuery, StoreCounts, StoredDocument } from '@docmirror/core';
import type { Row, Where } from './client';
import { documentOf, isSynced, storedDocumentOf } from './document-of-row';
import type { Model } from './model';

export async function findDocument(model: Model, id: DocumentId): Promise<StoredDocument | undefined> {
  const { delegate, fields, ids, select } = model;
  if (!ids.mayExist(id)) return undefined;
  const row = await delegate.findFirst({ where: model.scoped({ [fields.id]: ids.toField(id) }), select });
  return row === null ? undefined : storedDocumentOf(model, row);
}

/** One query: rows by their mark, null among them, each with its newest time. */
export async function countDocuments(model: Model): Promise<StoreCounts> {
  const { delegate, fields } = model;
  const groups = await delegate.groupBy({
    by: [fields.synced],
    where: model.withFile(),
    _count: { _all: true },
    _max: { [fields.syncedAt]: true },
  });
  const sum = (some: typeof groups) => some.reduce((count, group) => count + group._count._all, 0);
  const marked = groups.filter((group) => isSynced(model, group));
  const times = marked.map((group) => group._max[fields.syncedAt]).filter((time) => time instanceof Date);
  const total = sum(groups);
  const synced = sum(marked);
  const lastSync = times.reduce<Date | null>((newest, time) => (newest && newest >= time ? newest : time), null);
  return { total, synced, pending: total - synced, lastSync };
}

/**
 * The marks that are pending. False and null are two runs of ids in the index (mark, id), so they are asked for one by
 * one: with `or`, databases collect and sort every pending row for each page. A required field cannot be compared with
 * null, and no client says which fields are required; but nulls stand at one end of the marks.
 */
async function pendingMarks({ delegate, fields, no }: Model): Promise<Where[]> {
  const { synced } = fields;
  for (const order of ['asc', 'desc']) {
    const row = await delegate.findFirst({ where: {}, select: { [synced]: true }, orderBy: { [synced]: order } });
    if (row?.[synced] === null) return [{ [synced]: no }, { [synced]: null }];
  }
  return [{ [synced]: no }];
}

export async function lastPendingId(model: Model): Promise<DocumentId | undefined> {
  const { delegate, fields, ids } = model;
  const last = (where: Where) =>
    delegate.findFirst({ where, select: { [fields.id]: true }, orderBy: { [fields.id]: 'desc' } });
  const found: Row[] = [];
  for (const mark of await pendingMarks(model)) {
    const row = await last(model.withFile(mark));
    if (row !== null) found.push(row);
  }
  // Which of the two comes last in its order, only the database can say.
  const row =
    found.length < 2
      ? found[0]
      : ((await last({ [fields.id]: { in: found.map((one) => one[fields.id]) } })) ?? found[0]);
  return row && ids.fromField(row[fields.id]);
}

export async function documentPage(
  model: Model,
  { after, limit }: Parameters<DocumentStore['page']>[0],
): Promise<StoredDocument[]> {
  const { delegate, fields, ids, select } = model;
  const { id } = fields;
  const bound: Where[] = after === undefined ? [] : [{ [id]: { gt: ids.toField(after) } }];
  const rows = await delegate.findMany({
    where: model.withFile(...bound),
    select,
    orderBy: { [id]: 'asc' },
    take: limit,
  });
  return rows.map((row) => storedDocumentOf(model, row));
}

export async function pendingPage(model: Model, query: PendingQuery): Promise<Document[]> {
  const { delegate, fields, ids, select } = model;
  const { id } = fields;
  const bounds: Where[] = [{ [id]: { lte: ids.toField(query.upTo) } }];
  if (query.after !== undefined) bounds.push({ [id]: { gt: ids.toField(query.after) } });
  const page = (...conditions: Where[]) =>
    delegate.findMany({
      where: model.withFile(...bounds, ...conditions),
      select,
      orderBy: { [id]: 'asc' },
      take: query.limit,
    });
  const marks = await pendingMarks(model);
  for (;;) {
    const pages: Row[][] = [];
    for (const mark of marks) {
      const rows = await page(mark);
      if (rows.length > 0) pages.push(rows);
    }
    const first = pages[0] ?? [];
    if (pages.length < 2) return first.map((row) => documentOf(model, row));
    // Both have some: their order is the database's to say. Where one is full, nothing of this page lies behind its end.
    const ends = pages
      .filter((rows) => rows.length === query.limit)
      .map((rows) => ({ [id]: { lte: rows.at(-1)?.[id] } }));
    const merged = await page(...ends, { OR: marks });
    if (merged.length > 0) return merged.map((row) => documentOf(model, row));
    // Others have marked them all meanwhile: look again, for an empty page would be the end.
  }
}
