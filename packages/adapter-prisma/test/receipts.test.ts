import type { BroughtDocument, Document } from '@docmirror/core';
import { expect, test } from 'vitest';
import { prismaStore } from '../src/index';
import type { HostClient } from './databases';
import { interrupted, onEveryDatabase, quoted } from './per-database';

const share = 'b1b0c7de-0001-4000-8000-0000000000aa';
const fields = { version: 'updatedAt' } as const;

onEveryDatabase('receipts', (connected, database) => {
  const receiptsBy = (prisma: HostClient) => {
    const { receipts } = prismaStore(prisma, { fields, receipts: true });
    if (receipts === undefined) throw new Error('receipts were switched on');
    return receipts;
  };
  const all = () => receiptsBy(connected().prisma).page({ mirrorId: share, limit: 10_000 });

  /** So many documents, read and brought to a name of their own; no receipts. */
  async function bring(count: number): Promise<BroughtDocument[]> {
    const { prisma } = connected();
    await prisma.docmirrorReceipt.deleteMany();
    await prisma.document.createMany({
      data: Array.from({ length: count }, (_, n) => ({ id: n + 1, filePath: `${n + 1}.pdf` })),
    });
    return (await prismaStore(prisma, { fields }).pendingPage({ upTo: count, limit: count })).map(broughtTo);
  }
  const broughtTo = (document: Document): BroughtDocument => ({
    document,
    copy: { key: `2024/01/invoices/${document.id}.pdf`, size: 7, checksum: '0'.repeat(64) },
    type: 'invoice',
  });

  test('a mark takes as many statements for 250 documents as for ten, and so do notes that differ', async () => {
    const brought = await bring(250);
    let statements = 0;
    const counted = connected().prisma.$extends({
      query: {
        $allModels: {
          $allOperations({ args, query }) {
            statements += 1;
            return query(args);
          },
        },
      },
    });
    const receipts = receiptsBy(counted as unknown as HostClient);
    const statementsOf = async (work: () => Promise<unknown>) => {
      statements = 0;
      await work();
      return statements;
    };
    const mark = (some: readonly BroughtDocument[]) => statementsOf(() => receipts.mark(share, some));
    await mark(brought.slice(0, 1));
    expect([await mark(brought.slice(1, 11)), await mark(brought.slice(11))]).toEqual([9, 9]);
    const found = await all();
    expect(found).toHaveLength(250);
    const noted = found.map((receipt, n) => ({ ...receipt, verifiedAt: new Date(n) }));
    expect(await statementsOf(() => receipts.note(noted))).toBe(5);
    expect(await all()).toEqual(noted);
  });

  test('the version of a receipt is the one that the mark made (@updatedAt)', async () => {
    const brought = await bring(3);
    const receipts = receiptsBy(connected().prisma);
    expect((await receipts.mark(share, brought)).marked).toEqual([1, 2, 3]);
    expect(await receipts.changedPage({ mirrorId: share, limit: 9 })).toEqual([]);
    await connected().prisma.document.update({ where: { id: 2 }, data: { filePath: 'other.pdf' } });
    const changed = await receipts.changedPage({ mirrorId: share, limit: 9 });
    expect(changed.map(({ id, source }) => [id, source])).toEqual([[2, 'other.pdf']]);
  });

  test('no mark without its receipt: what fails in between undoes both', async () => {
    const brought = await bring(2);
    const failing = connected().prisma.$extends({
      query: {
        docmirrorReceipt: {
          createMany({ args, query }) {
            const rows = [args.data].flat();
            return rows.some(({ role }) => role === 'current') ? Promise.reject(new Error('disk full')) : query(args);
          },
        },
      },
    });
    await expect(receiptsBy(failing as unknown as HostClient).mark(share, brought)).rejects.toThrow('disk full');
    expect(await all()).toEqual([]);
    expect(await prismaStore(connected().prisma).counts()).toMatchObject({ synced: 0 });
  });

  const onPostgres = database.kind === 'postgres' ? test : undefined;
  onPostgres?.('a row that changes between its reading and its mark gets neither mark nor receipt', async () => {
    const brought = await bring(2);
    const later = `update "Document" set "updatedAt" = '2031-01-01' where id = 1`;
    const prisma = interrupted(connected().prisma, async (time) => {
      if (time === 1) await connected().sql.run(later);
    });
    expect(await receiptsBy(prisma).mark(share, brought)).toEqual({ marked: [2], taken: [] });
    expect((await all()).map(({ documentId }) => documentId)).toEqual([2]);
  });

  test('instances with connections of their own: none loses a turn, no document has two receipts', async () => {
    const brought = await bring(60);
    const instances = [1, 2, 3].map(() => receiptsBy(connected().another()));
    const failure = (document: Document) => ({
      ...({ mirrorId: share, documentId: document.id, role: 'current', copy: null, type: 'invoice' } as const),
      ...{ version: null, row: null, syncedAt: null, verifiedAt: null },
      ...({ attempts: 1, nextAttemptAt: null, lastError: 'COPY_FAILED' } as const),
    });
    const work = instances.flatMap((receipts, n) =>
      [0, 1, 2, 3].map((part) => {
        const some = brought.slice(part * 15, (part + 1) * 15);
        return n === 2
          ? receipts.note(some.map(({ document }) => failure(document)))
          : receipts.mark(share, n === 0 ? some : some.toReversed());
      }),
    );
    await Promise.all(work);
    const found = await all();
    expect(new Set(found.map(({ documentId }) => documentId)).size).toBe(60);
    expect(found.filter(({ role, copy }) => role !== 'current' || copy === null)).toEqual([]);
    expect(found).toHaveLength(60);
    expect(await receiptsBy(connected().prisma).counts(share)).toEqual({ copies: 60, failing: 0 });
  });

  test('a model as db pull writes it', async () => {
    const brought = await bring(2);
    await connected().prisma.pulled_receipts.deleteMany();
    const { receipts } = prismaStore(connected().prisma, { fields, receipts: { model: 'pulled_receipts' } });
    await receipts?.mark(share, brought);
    await receipts?.expectMirror(share);
    expect(await receipts?.expectedMirror()).toBe(share);
    expect(await receipts?.page({ mirrorId: share, limit: 9 })).toHaveLength(2);
    expect(await all()).toEqual([]);
    expect(await connected().prisma.pulled_receipts.count({ where: { document_id: '1', month: '2024-01' } })).toBe(1);
  });

  test('a table or column that is not there: a sentence with what to write', async () => {
    const { sql, prisma } = connected();
    const { receipts } = prismaStore(prisma, { receipts: { model: 'pulled_receipts' } });
    for (const [column, subject] of [
      ['', 'pulled_receipts'],
      ['file_key', 'pulled_receipts.file_key'],
    ]) {
      const [there, away] = [
        column ? `column ${column} to` : 'to',
        column ? 'gone' : quoted(database, 'gone_receipts'),
      ];
      await sql.run(`alter table pulled_receipts rename ${there} ${away}`);
      try {
        await expect(receipts?.page({ mirrorId: share, limit: 1 })).rejects.toMatchObject({
          code: 'STORE_MISMATCH',
          message: expect.stringContaining(`“${subject}”`),
          hint: expect.stringContaining(`Write receipts: { model: '…' }`),
        });
      } finally {
        const back = column
          ? `pulled_receipts rename column gone to ${column}`
          : 'gone_receipts rename to pulled_receipts';
        await sql.run(`alter table ${back}`);
      }
      expect(await receipts?.page({ mirrorId: 'none', limit: 1 })).toEqual([]);
    }
  });
});
