import { type BroughtDocument, type DocumentId, type ReceiptMarks, receiptLedger } from '@docmirror/core';
import { chunks } from './chunks';
import { versionTextOf } from './document-of-row';
import { isolationLevelOf } from './isolation';
import { markUnchanged, pending, thatHold } from './mark';
import { apply, changing, concerned, type Inside, ofDocuments } from './receipt-changes';
import type { ReceiptModel } from './receipt-model';

/** A transaction for some hundreds of documents; each takes about a dozen statements, however many documents there are. */
export async function markWithReceipts(
  model: ReceiptModel,
  mirrorId: string,
  brought: readonly BroughtDocument[],
): Promise<ReceiptMarks> {
  const marked: DocumentId[] = [];
  const taken: DocumentId[] = [];
  const isolationLevel = isolationLevelOf(model.documents.client);
  for (const chunk of chunks(brought)) {
    const marks = await changing(
      model,
      (inside, attempt) => markChunk(model, inside, mirrorId, chunk, attempt),
      isolationLevel,
    );
    marked.push(...(await thatHold(model.documents, marks.marked)));
    taken.push(...marks.taken);
  }
  return { marked, taken };
}

async function markChunk(
  model: ReceiptModel,
  inside: Inside,
  mirrorId: string,
  chunk: readonly BroughtDocument[],
  attempt: number,
): Promise<ReceiptMarks> {
  const { documents } = model;
  const once = [...new Map(chunk.map(({ document }) => [document.id, document])).values()];
  const ids = await markUnchanged(documents, inside.documents, once, { synced: true, again: false });
  if (ids.length === 0) return { marked: [], taken: [] };

  const unchanged = new Set(ids);
  const brought = chunk.filter(({ document }) => unchanged.has(document.id));
  const versions = await versionsOf(model, inside, ids);
  const about = brought.map(({ document, copy }) => ({ documentId: document.id, copy }));
  // Nobody else has the keys, as a rule: a run has looked. If somebody does, the insert is refused, and then they are read.
  const look = attempt === 1 ? ofDocuments : concerned;
  const ledger = receiptLedger(await look(model, inside, mirrorId, about));
  const now = new Date();
  const taken = new Set<DocumentId>();
  for (const one of brought) {
    const { id } = one.document;
    if (!ledger.bring(mirrorId, one, versions.get(id) ?? null, now)) taken.add(id);
  }
  if (taken.size > 0) {
    const where = { [documents.fields.id]: { in: [...taken].map((id) => documents.ids.toField(id)) } };
    await inside.documents.updateMany({ where, data: pending(documents) });
  }
  await apply(model, inside, mirrorId, ledger.changes());
  return { marked: ids.filter((id) => !taken.has(id)), taken: [...taken] };
}

/** As they read after the mark, whatever triggers and `@updatedAt` made of them. */
async function versionsOf(
  { documents }: ReceiptModel,
  inside: Inside,
  given: readonly DocumentId[],
): Promise<Map<DocumentId, string | null>> {
  const { fields, ids } = documents;
  if (fields.version === undefined) return new Map();
  const rows = await inside.documents.findMany({
    where: { [fields.id]: { in: given.map((id) => ids.toField(id)) } },
    select: { [fields.id]: true, [fields.version]: true },
  });
  return new Map(rows.map((row) => [ids.fromField(row[fields.id]), versionTextOf(documents, row)]));
}
