import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { OnError } from '../error-report.js';
import type { Locale } from '../messages/locale.js';
import { locales } from '../messages/locale.js';
import type { Mirror } from '../mirror.js';
import { foldersSchema } from '../plan/folders.js';
import { timeZoneSchema } from '../plan/layout.js';
import type { DocumentStore } from '../store.js';
import { type DeletedOption, deletedSchema } from './deleted-option.js';

const storeMethods = [
  'parseId',
  'find',
  'counts',
  'lastPendingId',
  'pendingPage',
  'mark',
  'unmark',
  'takeBack',
  'unmarkAll',
];
const mirrorMethods = [
  ...['probe', 'adopt', 'copy', 'confirm', 'close'],
  ...['inspect', 'remove', 'restore', 'list', 'write', 'read'],
];

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}

const folderSchema = z
  .string('write an absolute path, or a list of them')
  .refine((path) => isAbsolute(path) && !path.includes('\0'), 'write an absolute path, such as /app/uploads');

const optionsSchema = z.strictObject({
  store: z.custom<DocumentStore>((value) => hasMethods(value, storeMethods), 'write a store, such as knexStore(knex)'),
  mirror: z.custom<Mirror>(
    (value) => hasMethods(value, mirrorMethods),
    'write a mirror, such as mountMirror({ path: process.env.NAS_MOUNT_PATH })',
  ),
  sourceRoot: z.union(
    [folderSchema.transform((path) => [path]), z.array(folderSchema).min(1, 'name at least one folder')],
    {
      error: 'write the absolute path of the folder that holds the documents, such as /app/uploads, or a list of them',
    },
  ),
  locale: z.enum(locales, "write 'en' or 'fr'").default('en'),
  layout: z
    .strictObject(
      { folders: foldersSchema.optional(), timeZone: timeZoneSchema.optional() },
      'write { folders, timeZone }',
    )
    .default({}),
  mirrorId: z
    .string('write the id of .docmirror/mirror.json')
    .min(1, 'write the id of .docmirror/mirror.json')
    .optional(),
  deleted: deletedSchema,
  concurrency: z
    .int('write a whole number from 1 to 64')
    .min(1, 'write at least 1')
    .max(64, 'write at most 64')
    .default(4),
  retry: z
    .strictObject({
      attempts: z
        .int('write a whole number from 1 to 10')
        .min(1, 'write at least 1')
        .max(10, 'write at most 10')
        .default(4),
      baseMs: z.number('write milliseconds').min(0, 'write 0 or more').max(60_000, 'write at most 60000').default(250),
    })
    .default({ attempts: 4, baseMs: 250 }),
  probeTimeoutMs: z
    .number('write milliseconds')
    .min(1, 'write at least 1')
    .max(600_000, 'write at most 600000')
    .default(15_000),
  onError: z.custom<OnError>((value) => typeof value === 'function', 'write a function').optional(),
});

export const engineOptionsSchema = optionsSchema.refine(
  ({ store, deleted }) => store.receipts !== undefined || deleted.policy === 'keep',
  {
    path: ['deleted'],
    message: "write 'keep', or switch on the receipts of the store: without them nobody knows whose a copy is",
  },
);

export interface SyncEngineOptions {
  /** Where documents and their marks live: `knexStore(knex)`. */
  readonly store: DocumentStore;
  /** Where copies go: `mountMirror({ path })`. */
  readonly mirror: Mirror;
  /** Absolute folder or folders that hold the documents' files. Nothing outside is read; relative sources are looked up in them, in this order. */
  readonly sourceRoot: string | readonly string[];
  /** Language of messages, and of the folders on a new share. Default `en`. */
  readonly locale?: Locale | undefined;
  readonly layout?:
    | {
        /** Own folders by type, over the language's. */
        readonly folders?: Readonly<Record<string, string>> | undefined;
        /** IANA zone in which timestamps are read. Default `UTC`. */
        readonly timeZone?: string | undefined;
      }
    | undefined;
  /** Id that the share's marker must have. Default: that of the receipts, else the first one this process sees. */
  readonly mirrorId?: string | undefined;
  /** What becomes of the copies of documents that are gone from the database. Default `keep`. Others need receipts. */
  readonly deleted?: DeletedOption | undefined;
  /** Documents copied at once, 1 to 64. Default 4. */
  readonly concurrency?: number | undefined;
  /** Tries of what failed for a reason that may pass (default 4), and the wait before the second (default 250 ms, doubling). */
  readonly retry?: { readonly attempts?: number | undefined; readonly baseMs?: number | undefined } | undefined;
  /** How long a probe of the share may take before it counts as not answering. Default 15,000 ms. */
  readonly probeTimeoutMs?: number | undefined;
  /**
   * Receives what listeners throw, the database's own errors, and failures that no caller waits for. Default: a process
   * warning. One that throws or rejects harms nothing; the first time, a process warning says so.
   */
  readonly onError?: OnError | undefined;
}
