import { type Document, type DocumentId, retried } from '@docmirror/core';
import { chunks } from './chunks';
import { type Delegate, delegateInside, type Row } from './client';
import { isSynced, readsAs } from './document-of-row';
import { isolationLevelOf, patience } from './isolation';
import { mayPass } from './may-pass';
import type { Model } from './model';

/** No path ends so; a row that did would become pending, which does no harm. */
const noPath = '/docmirror: no path ends so';

/** Marks the rows that still read as in `documents`; see `DocumentStore.mark`. */
export async function markDocuments(model: Model, documents: readonly Document[]): Promise<DocumentId[]> {
  return thatHold(model, await setMarks(model, documents, true));
}

/** Makes the rows pending that still read as in `documents`; see `DocumentStore.takeBack`. */
export async function takeBackDocuments(model: Model, documents: readonly Document[]): Promise<void> {
  await setMarks(model, documents, false);
}

async function setMarks(model: Model, documents: readonly Document[], synced: boolean): Promise<DocumentId[]> {
  const byId = new Map(documents.map((document) => [String(document.id), document]));
  const set: DocumentId[] = [];
  for (const chunk of chunks([...byId.values()])) {
    set.push(...(await retried((attempt) => setMarksOfChunk(model, chunk, { synced, again: attempt > 1 }), mayPass)));
  }
  return set;
}

function setMarksOfChunk(model: Model, documents: readonly Document[], wish: MarkWish): Promise<DocumentId[]> {
  return model.client.$transaction(
    (client) => markUnchanged(model, delegateInside(client, model.name), documents, wish),
    { isolationLevel: isolationLevelOf(model.client), ...patience },
  );
}

/** Those that read as marked: once a mark is committed, a trigger, a policy or a replica may have the last word. */
export async function thatHold(model: Model, documentIds: readonly DocumentId[]): Promise<DocumentId[]> {
  const { delegate, fields, ids } = model;
  const select = { [fields.id]: true, [fields.synced]: true } as const;
  const held = new Set<string>();
  for (const chunk of chunks(documentIds)) {
    const where = { [fields.id]: { in: chunk.map((id) => ids.toField(id)) } };
    const rows = await retried(() => delegate.findMany({ where, select }), mayPass);
    for (const row of rows) if (isSynced(model, row)) held.add(String(row[fields.id]));
  }
  return documentIds.filter((id) => held.has(String(id)));
}

export interface MarkWish {
  /** False: the marks are taken back. */
  readonly synced: boolean;
  /**
   * After a conflict. What is marked and reads as given was then marked by the one who won: writing it once more would
   * only make the next conflict.
   */
  readonly again: boolean;
}

/**
 * The rows are read, compared here, and marked, in one transaction. Compared here, for no query says what is meant:
 * collations take `A` for `a`, a column has more digits of a second than a Date, SQLite keeps one time in several ways
 * of writing. Isolated such that nobody can change a row between reading and marking: PostgreSQL refuses to write over
 * the change, MySQL and SQLite let others wait.
 *
 * For that it begins with a writing that meets no row. On SQLite it is the writer from then on: one that
 * has read first is turned away when another writes, however long it would wait. On MySQL it holds the rows for
 * writing: had it only read them, it and a host that writes would wait for each other, and one of them would fail.
 *
 * @param delegate inside of a transaction of `isolationLevelOf`.
 */
export async function markUnchanged(
  model: Model,
  delegate: Delegate,
  documents: readonly Document[],
  { synced, again }: MarkWish,
): Promise<DocumentId[]> {
  const { fields, ids, yes } = model;
  const given = { [fields.id]: { in: documents.map(({ id }) => ids.toField(id)) } };
  await delegate.updateMany({ where: { ...given, [fields.source]: { endsWith: noPath } }, data: pending(model) });
  const rows = await delegate.findMany({ where: model.scoped(given), select: model.select });
  const rowById = new Map(rows.map((row) => [String(row[fields.id]), row]));
  const unchanged: { document: Document; row: Row }[] = [];
  for (const document of documents) {
    const row = rowById.get(String(document.id));
    if (row !== undefined && readsAs(model, row, document)) unchanged.push({ document, row });
  }
  const toSet = again ? unchanged.filter(({ row }) => isSynced(model, row) !== synced) : unchanged;
  if (toSet.length > 0) {
    await delegate.updateMany({
      where: { [fields.id]: { in: toSet.map(({ row }) => row[fields.id]) } },
      data: synced ? { [fields.synced]: yes, [fields.syncedAt]: new Date() } : pending(model),
    });
  }
  return unchanged.map(({ document }) => document.id);
}

/** Makes these rows pending, also where they have left the scope: a wrong mark must not wait there. */
export async function unmarkDocuments(model: Model, documentIds: readonly DocumentId[]): Promise<void> {
  const { delegate, fields, ids } = model;
  for (const chunk of chunks(documentIds.filter((id) => ids.mayExist(id)))) {
    const where = { [fields.id]: { in: chunk.map((id) => ids.toField(id)) } };
    await retried(() => delegate.updateMany({ where, data: pending(model) }), mayPass);
  }
}

export async function unmarkAllDocuments(model: Model): Promise<void> {
  const { delegate, fields, no } = model;
  const where = model.scoped({ OR: [{ [fields.synced]: { not: no } }, { [fields.syncedAt]: { not: null } }] });
  await retried(() => delegate.updateMany({ where, data: pending(model) }), mayPass);
}

/** What a row without a mark says. */
export function pending({ fields, no }: Model): Row {
  return { [fields.synced]: no, [fields.syncedAt]: null };
}
