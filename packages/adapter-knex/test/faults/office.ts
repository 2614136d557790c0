import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CopyJob, createSyncEngine, type Mirror, mountMirror, type SyncEngine } from '@docmirror/core';
import type { Knex } from 'knex';
import { onTestFinished } from 'vitest';
import { addSyncColumns, type KnexStoreOptions, knexStore } from '../../src/index';
import { randomName } from '../store-harness';

/** What a test does at the moments that matter. */
export interface Moments {
  /** The copy is made, nothing is marked yet. */
  readonly copied?: (job: CopyJob) => Promise<void>;
  /** All copies of a batch are safe; its mark comes next. */
  readonly confirmed?: () => Promise<void>;
}

/** A host with a real table, real files, a folder for a share, and the real engine over them. */
export interface FaultOffice {
  readonly table: string;
  /** One run of an engine of its own, as after a restart of the host. Documents one by one, in the order of their ids. */
  run(moments?: Moments): Promise<OfficeRun>;
  /** Another file comes in place of the document's; its row says nothing of that. */
  replace(id: number): void;
  /** Ids of the rows that are marked. */
  marked(): Promise<number[]>;
  /** Every file on the share with what would change if it were written again. */
  files(): string[];
}

export interface OfficeRun {
  readonly summary: Awaited<ReturnType<SyncEngine['runSync']>>;
  /** Ids by event. */
  readonly copied: unknown[];
  readonly unchanged: unknown[];
  /** Copies asked of the mirror. */
  readonly copies: number;
  /** What the host's `onError` got. */
  readonly errors: unknown[];
}

const ids = [1, 2, 3];

/**
 * @param direct the test's own way to the database; @param knex the host's, through which the store works.
 * The table has three documents, all pending; `adjust` may alter it before.
 */
export async function createFaultOffice(
  direct: Knex,
  knex: Knex,
  options: KnexStoreOptions = {},
  adjust: (table: string) => Promise<void> = async () => undefined,
): Promise<FaultOffice> {
  const base = mkdtempSync(join(tmpdir(), 'docmirror-faults-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const [sources, share] = [join(base, 'uploads'), join(base, 'share')];
  for (const folder of [sources, share]) mkdirSync(folder);

  const table = randomName('docs');
  await direct.schema.createTable(table, (columns) => {
    columns.integer('id').primary();
    for (const name of ['type', 'file_path', 'document_date', 'note']) columns.string(name);
  });
  onTestFinished(async () => void (await direct.schema.dropTable(table)));
  await addSyncColumns(direct, { table });
  await adjust(table);
  for (const id of ids) {
    writeFileSync(join(sources, `${id}.pdf`), `document ${id} of ${table}`);
    await direct(table).insert({ id, type: 'invoice', file_path: `${id}.pdf`, document_date: '2024-01-31' });
  }

  return {
    table,
    async run(moments = {}) {
      const seen = { copied: [] as unknown[], unchanged: [] as unknown[], errors: [] as unknown[] };
      let copies = 0;
      const mirror = mountMirror({ path: share, isolation: 'inline' });
      const watched: Mirror = {
        ...mirror,
        async copy(job) {
          copies += 1;
          const receipt = await mirror.copy(job);
          // Comparing a copy with its source is no copy.
          if (!job.dryRun) await moments.copied?.(job);
          return receipt;
        },
        async confirm(request) {
          await mirror.confirm(request);
          await moments.confirmed?.();
        },
      };
      const sync = createSyncEngine({
        store: knexStore(knex, { ...options, table }),
        mirror: watched,
        sourceRoot: sources,
        concurrency: 1,
        onError: (error) => seen.errors.push(error),
      });
      sync.on('document:copied', ({ documentId }) => void seen.copied.push(documentId));
      sync.on('document:unchanged', ({ documentId }) => void seen.unchanged.push(documentId));
      try {
        // With a limit no page is asked for after the last document: what fails then is the mark, and nothing else.
        return { ...seen, summary: await sync.runSync({ limit: ids.length }), copies };
      } finally {
        await sync.stop();
      }
    },
    replace: (id) => writeFileSync(join(sources, `${id}.pdf`), `document ${id}, replaced`),
    async marked() {
      const rows: { id: number; synced_to_nas: unknown }[] = await direct(table).orderBy('id');
      return rows.filter((row) => Boolean(row.synced_to_nas)).map(({ id }) => id);
    },
    files: () =>
      readdirSync(share, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => {
          const { ino, ctimeMs } = statSync(path);
          return `${path.slice(share.length + 1)}, inode ${ino}, ${ctimeMs}`;
        }),
  };
}
