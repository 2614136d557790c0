import { randomUUID } from 'node:crypto';
import { claimsAbout, type DocumentId, type Receipt, type ReceiptChanges, type StoredReceipt } from '@docmirror/core';
import type { Knex } from 'knex';
import { chunks } from './chunks';
import { whereIn } from './in-list';
import { mayExist } from './read-id';
import { receiptColumns } from './receipt-migration';
import type { ReceiptTable } from './receipt-rows';
import * as rows from './receipt-rows';
import { retried } from './retry';
import type { Table } from './table';
import { inTransaction, type Run } from './transaction';

/** Tries in all when another instance took a claim between our looking and our writing; the next look sees it. */
const tries = 5;

/**
 * One transaction, tried again where that may help.
 * @param work is told which attempt it is, from 1: one more than there were claims that somebody took meanwhile.
 */
export async function changing<Result>(
  { documents }: ReceiptTable,
  work: (run: Run, attempt: number) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await retried(() => inTransaction(documents.knex, (run) => work(run, attempt)));
    } catch (error) {
      if (attempt === tries || !isUniqueViolation(error)) throw error;
    }
  }
}

function isUniqueViolation(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(23505|ER_DUP_ENTRY|SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE))$/.test(code);
}

/** A transaction for each share and some hundreds of receipts. */
export async function eachChunk(
  receipts: ReceiptTable,
  given: readonly Receipt[],
  work: (run: Run, mirrorId: string, chunk: readonly Receipt[]) => Promise<void>,
): Promise<void> {
  for (const share of new Set(given.map(({ mirrorId }) => mirrorId))) {
    for (const chunk of chunks(
      given.filter(({ mirrorId }) => mirrorId === share),
      rows.chunkSize,
    )) {
      await changing(receipts, (run) => work(run, share, chunk));
    }
  }
}

type Concern = Parameters<typeof claimsAbout>[0][number];

/** The receipts with these claims and all of these documents. */
export async function concerned(
  receipts: ReceiptTable,
  run: Run,
  mirrorId: string,
  about: readonly Concern[],
): Promise<StoredReceipt[]> {
  return [
    ...(await read(receipts, run, claimed(receipts, mirrorId, about))),
    ...(await ofDocuments(receipts, run, mirrorId, about)),
  ];
}

/** All receipts of these documents. */
export function ofDocuments(receipts: ReceiptTable, run: Run, mirrorId: string, about: readonly Concern[]) {
  const ids = new Set(about.map(({ documentId }) => rows.idText(documentId)));
  return read(
    receipts,
    run,
    whereIn(receipts.documents, rows.receiptQuery(receipts, mirrorId), 'document_id', [...ids]),
  );
}

/** The receipts with these claims, locked: they stay as they are until the transaction ends. */
export function withClaims(receipts: ReceiptTable, run: Run, mirrorId: string, about: readonly Concern[]) {
  return read(receipts, run, claimed(receipts, mirrorId, about).forUpdate());
}

function claimed(receipts: ReceiptTable, mirrorId: string, about: readonly Concern[]): Knex.QueryBuilder {
  return whereIn(receipts.documents, rows.receiptQuery(receipts, mirrorId), 'claim', claimsAbout(about));
}

async function read(receipts: ReceiptTable, run: Run, query: Knex.QueryBuilder): Promise<StoredReceipt[]> {
  const found = await run<rows.ReceiptRow[]>(rows.selectReceipts(query));
  return found.map((row) => rows.toReceipt(receipts, row));
}

/** Whoever marks these documents waits until the transaction ends. SQLite has one writer anyway. */
export async function lockDocuments({ documents }: ReceiptTable, run: Run, ids: readonly DocumentId[]): Promise<void> {
  const known = ids.filter((one) => mayExist(documents, one));
  if (known.length === 0 || documents.dialect.name === 'sqlite') return;
  const { knex, options } = documents;
  const { id } = options.columns;
  const rows = knex(options.table).whereRaw('?? in (?)', [id, documents.ids(known)]);
  await run(rows.orderBy(id).select(id).forUpdate());
}

export async function apply(
  { name, documents }: ReceiptTable,
  run: Run,
  mirrorId: string,
  { replaced, written, months }: ReceiptChanges,
): Promise<void> {
  const { knex } = documents;
  for (const claims of chunks(replaced, rows.chunkSize)) {
    await run(whereIn(documents, knex(name).where('mirror_id', mirrorId), 'claim', claims).delete());
  }
  // Everyone in the same order, so that two rarely wait for each other.
  const inserted = [...written]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([claim, receipt]) => rows.toRow(claim, receipt));
  for (const some of insertsOf(documents, name, inserted)) await run(some);
  // Last, for all who change a month wait here for each other's commit.
  const token = randomUUID();
  for (const some of chunks([...months].sort(), rows.insertSize)) {
    const dirty = some.map((month) => rows.dirtyRow(mirrorId, month, token));
    await run(knex(name).insert(dirty).onConflict(['mirror_id', 'claim']).merge(['token']));
  }
}

/** One value for all rows on PostgreSQL, which takes long to read thousands of bound ones. */
function insertsOf({ knex, dialect }: Table, name: string, inserted: readonly rows.WrittenRow[]): Knex.QueryBuilder[] {
  if (inserted.length === 0) return [];
  if (dialect.name !== 'postgres') return chunks(inserted, rows.insertSize).map((some) => knex(name).insert(some));
  const columns = receiptColumns.map((column) => column.name);
  const typed = receiptColumns.map(({ type }) => (type === 'string' || type === 'text' ? '?? text' : '?? bigint'));
  const given = knex.raw(`json_to_recordset(cast(? as text)::json) as given(${typed.join(', ')})`, [
    ...[JSON.stringify(inserted), ...columns],
  ]);
  const into = knex.raw(`??(${columns.map(() => '??').join(', ')})`, [name, ...columns]);
  return [knex(into).insert(knex.select(columns).from(given))];
}
