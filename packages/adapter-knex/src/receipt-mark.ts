import { type BroughtDocument, type DocumentId, type ReceiptMarks, receiptLedger } from '@docmirror/core';
import { chunks } from './chunks';
import { thatHold } from './mark';
import { markAsOneJson } from './mark-json';
import { lockAndMark } from './mark-locked';
import { apply, changing, concerned, ofDocuments } from './receipt-changes';
import { chunkSize, idText, type ReceiptTable } from './receipt-rows';
import type { Table } from './table';
import type { Run } from './transaction';

export async function markWithReceipts(
  receipts: ReceiptTable,
  mirrorId: string,
  brought: readonly BroughtDocument[],
): Promise<ReceiptMarks> {
  const marked: DocumentId[] = [];
  const taken: DocumentId[] = [];
  for (const chunk of chunks(brought, chunkSize)) {
    const marks = await changing(receipts, (run, attempt) => markChunk(receipts, run, mirrorId, chunk, attempt));
    marked.push(...(await thatHold(receipts.documents, marks.marked)));
    taken.push(...marks.taken);
  }
  return { marked, taken };
}

/** The rows first: whoever else brings the same document waits for our commit, and then finds our receipt. */
async function markChunk(
  receipts: ReceiptTable,
  run: Run,
  mirrorId: string,
  chunk: readonly BroughtDocument[],
  attempt: number,
): Promise<ReceiptMarks> {
  const { documents } = receipts;
  const mark = documents.dialect.name === 'mysql' ? lockAndMark : markAsOneJson;
  const keys = new Set(
    await mark(documents, [...new Map(chunk.map(({ document }) => [document.id, document])).values()], true, run),
  );
  const brought = chunk.filter(({ document }) => keys.has(idText(document.id)));
  const ids = [...new Set(brought.map(({ document }) => document.id))];
  if (ids.length === 0) return { marked: [], taken: [] };

  const versions = await versionsOf(documents, run, ids);
  const about = brought.map(({ document, copy }) => ({ documentId: document.id, copy }));
  // Nobody else has the keys, as a rule: a run has looked. If somebody does, the insert is refused, and then they are read.
  const look = attempt === 1 ? ofDocuments : concerned;
  const ledger = receiptLedger(await look(receipts, run, mirrorId, about));
  const now = new Date();
  const taken = new Set<DocumentId>();
  for (const one of brought) {
    const { id } = one.document;
    if (!ledger.bring(mirrorId, one, versions.get(idText(id)) ?? null, now)) taken.add(id);
  }
  if (taken.size > 0) await unmark(documents, run, [...taken]);
  await apply(receipts, run, mirrorId, ledger.changes());
  return { marked: ids.filter((id) => !taken.has(id)), taken: [...taken] };
}

/** As they read after the mark, whatever triggers made of them. */
async function versionsOf(documents: Table, run: Run, ids: readonly DocumentId[]): Promise<Map<string, string | null>> {
  const { knex, options, dialect } = documents;
  const { id, version } = options.columns;
  if (version === undefined) return new Map();
  const rows = await run<{ key: unknown; version: unknown }[]>(
    knex(options.table)
      .whereIn(
        id,
        ids.map((one) => documents.id(one)),
      )
      .select([
        knex.raw(`cast(?? as ${dialect.name === 'mysql' ? 'char' : 'text'}) as ??`, [id, 'key']),
        knex.raw('? as ??', [documents.text('version', documents.column(version)), 'version']),
      ]),
  );
  return new Map(rows.map((row) => [String(row.key), row.version === null ? null : String(row.version)]));
}

async function unmark(documents: Table, run: Run, ids: readonly DocumentId[]): Promise<void> {
  const { knex, options } = documents;
  const bound = ids.map((id) => documents.id(id));
  await run(knex(options.table).whereIn(options.columns.id, bound).update(documents.mark(false)));
}
