import { join } from 'node:path';
import { knexStore } from '@docmirror/adapter-knex';
import {
  createSyncEngine,
  type MountMirrorOptions,
  mountMirror,
  type SyncEngine,
  type SyncEngineOptions,
} from '@docmirror/core';
import fs from 'fs-extra';
import type { Knex } from 'knex';
import { onTestFinished } from 'vitest';
import { columns, openDatabase } from './database.mjs';
import { scratchFolder } from './scratch.js';
import { copiesBelow, sha256 } from './tree.js';

export interface NewDocument {
  /** What the host calls it. Default `document-<id>.pdf`. */
  readonly name?: string;
  /** Default: text that no other document has. */
  readonly content?: string | Uint8Array;
  readonly type?: string;
  readonly date?: string | null;
  /** As the row says; default: a file of its own in the source folder, which is written. */
  readonly source?: string;
}

/** A small host: a table of documents, their files, and engines over any share. On the local disk, gone after the test. */
export interface Office {
  readonly databaseFile: string;
  readonly database: Knex;
  readonly sources: string;
  /** Adds documents; the ids go on from 1. */
  add(documents: readonly NewDocument[]): Promise<void>;
  rows(): Promise<{ id: number; file_path: string; synced: boolean }[]>;
  /** An engine on this share, stopped after the test. Deadlines are short unless said otherwise. */
  engine(share: string, mirror?: MountMirrorOptions, options?: Partial<SyncEngineOptions>): SyncEngine;
  /** Ids of documents that are marked though no copy of their content is below this folder. */
  markedWithoutCopy(folder: string): Promise<number[]>;
}

export async function createOffice(documents: readonly NewDocument[] = []): Promise<Office> {
  const base = scratchFolder();
  const sources = join(base, 'uploads');
  fs.mkdirSync(sources);
  const databaseFile = join(base, 'app.sqlite');
  const database = await openDatabase(databaseFile);
  onTestFinished(() => database.destroy());

  async function rows() {
    const found = await database('documents').orderBy('id').select('id', 'file_path', 'synced_to_nas');
    return found.map(({ id, file_path, synced_to_nas }) => ({ id, file_path, synced: Boolean(synced_to_nas) }));
  }

  const office: Office = {
    databaseFile,
    database,
    sources,
    rows,
    async add(added) {
      const first = (await rows()).length + 1;
      for (const [n, document] of added.entries()) {
        const id = first + n;
        const source = document.source ?? `${id}.bin`;
        if (document.source === undefined) {
          fs.writeFileSync(join(sources, source), document.content ?? `content of document ${id} of ${base}`);
        }
        await database('documents').insert({
          id,
          file_path: source,
          type: document.type ?? 'invoice',
          file_name: document.name ?? `document-${id}.pdf`,
          document_date: document.date === undefined ? '2024-01-31' : document.date,
        });
      }
    },
    engine(share, mirror = {}, options = {}) {
      const sync = createSyncEngine({
        store: knexStore(database, { columns }),
        mirror: mountMirror({ path: share, ...mirror }),
        sourceRoot: sources,
        retry: { baseMs: 20 },
        ...options,
      });
      onTestFinished(() => sync.stop({ timeoutMs: 1_000 }));
      return sync;
    },
    async markedWithoutCopy(folder) {
      const there = new Set(copiesBelow(folder).map(({ checksum }) => checksum));
      const marked = (await rows()).filter(({ synced }) => synced);
      return marked
        .filter(({ file_path }) => !there.has(sha256(fs.readFileSync(join(sources, file_path)))))
        .map(({ id }) => id);
    },
  };
  await office.add(documents);
  return office;
}
