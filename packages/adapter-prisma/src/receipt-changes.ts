import { randomUUID } from 'node:crypto';
import { claimsAbout, type Receipt, type ReceiptChanges, retried, type StoredReceipt } from '@docmirror/core';
import { chunks } from './chunks';
import { type Delegate, delegateInside, type IsolationLevel } from './client';
import { patience, receiptIsolationOf } from './isolation';
import { isConflict, mayPass } from './may-pass';
import type { ReceiptModel, ReceiptValues } from './receipt-model';
import { idText, monthClaim, monthRow, receiptClaims, receiptOf, turnRow, valuesOf } from './receipt-rows';

/** Tries in all, each of them four times, when another instance was faster; it is through then, and we get our turn. */
const tries = 5;

/** Both models inside of one transaction. */
export interface Inside {
  readonly documents: Delegate;
  readonly receipts: Delegate;
}

/**
 * One transaction that writes receipts, tried again where that may help. They take turns, whichever instance they come
 * from: no model's query locks what it reads, nor what is not there yet. For that each begins by changing one and the same
 * row. Where the level lets nobody write what another wrote since (PostgreSQL, marks), one that came later is
 * refused there, before it did anything, and begins anew.
 * @param work is told which attempt it is, from 1: another follows where a claim was taken meanwhile.
 */
export async function changing<Result>(
  model: ReceiptModel,
  work: (inside: Inside, attempt: number) => Promise<Result>,
  isolationLevel: IsolationLevel = receiptIsolationOf(model.documents.client),
): Promise<Result> {
  const { documents } = model;
  const transaction = (attempt: number) =>
    documents.client.$transaction(
      async (client) => {
        const inside = {
          documents: delegateInside(client, documents.name),
          receipts: delegateInside(client, model.name),
        };
        await put(model, inside, [turnRow], { token: randomUUID() });
        return work(inside, attempt);
      },
      { isolationLevel, ...patience },
    );
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await retried(() => transaction(attempt), mayPass);
    } catch (error) {
      if (attempt === tries || !isConflict(error)) throw error;
    }
  }
}

/** A transaction for each share and some hundreds of receipts. */
export async function eachChunk(
  model: ReceiptModel,
  given: readonly Receipt[],
  work: (inside: Inside, mirrorId: string, chunk: readonly Receipt[]) => Promise<void>,
): Promise<void> {
  for (const share of new Set(given.map(({ mirrorId }) => mirrorId))) {
    for (const chunk of chunks(given.filter(({ mirrorId }) => mirrorId === share))) {
      await changing(model, (inside) => work(inside, share, chunk));
    }
  }
}

/** The receipts with these claims and all of these documents; on MySQL also of some whose ids read alike. */
export async function concerned(
  model: ReceiptModel,
  inside: Inside,
  mirrorId: string,
  about: Parameters<typeof claimsAbout>[0],
): Promise<StoredReceipt[]> {
  return [
    ...(await read(model, inside, { mirrorId, claim: { in: claimsAbout(about) } })),
    ...(await ofDocuments(model, inside, mirrorId, about)),
  ];
}

/** All receipts of these documents; on MySQL also of some whose ids read alike. */
export function ofDocuments(
  model: ReceiptModel,
  inside: Inside,
  mirrorId: string,
  about: Parameters<typeof claimsAbout>[0],
): Promise<StoredReceipt[]> {
  const ids = [...new Set(about.map(({ documentId }) => idText(documentId)))];
  return read(model, inside, { mirrorId, documentId: { in: ids }, claim: receiptClaims });
}

async function read(model: ReceiptModel, { receipts }: Inside, values: ReceiptValues): Promise<StoredReceipt[]> {
  const rows = await receipts.findMany({ where: model.named(values), select: model.select });
  return rows.map((row) => receiptOf(model, row));
}

export async function apply(
  model: ReceiptModel,
  inside: Inside,
  mirrorId: string,
  { replaced, written, months }: ReceiptChanges,
): Promise<void> {
  for (const claims of chunks(replaced)) {
    await inside.receipts.deleteMany({ where: model.named({ mirrorId, claim: { in: claims } }) });
  }
  for (const some of chunks([...written])) {
    await inside.receipts.createMany({ data: some.map(([claim, receipt]) => model.named(valuesOf(claim, receipt))) });
  }
  for (const some of chunks([...months])) {
    const rows = some.map((month) => monthRow(mirrorId, month));
    await put(model, inside, rows, { token: randomUUID() }, { mirrorId, claim: { in: some.map(monthClaim) } });
  }
}

/** Writes the same into these rows, and makes those that are not there. */
export async function put(
  model: ReceiptModel,
  { receipts }: Inside,
  rows: readonly { readonly where: ReceiptValues; readonly values: ReceiptValues }[],
  data: ReceiptValues,
  all: ReceiptValues = rows[0]?.where ?? {},
): Promise<void> {
  const where = model.named(all);
  const { count } = await receipts.updateMany({ where, data: model.named(data) });
  if (count === rows.length) return;
  const found = await receipts.findMany({ where, select: model.select });
  const there = new Set(found.map((row) => model.read(row).claim));
  const missing = rows.filter((row) => !there.has(row.where.claim));
  if (missing.length === 0) return;
  await receipts.createMany({ data: missing.map(({ values }) => model.named({ ...values, ...data })) });
}
