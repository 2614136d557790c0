// A small finance backend as you might have it: documents in a table, files on disk, and a second copy of each on the NAS.
//
//   PORT            port to listen on, on this machine only; 0 takes a free one; default 3000
//   DATA_DIR        folder for app.sqlite and uploads/; default ./data
//   NAS_MOUNT_PATH  folder where the share is mounted; empty: everything works, only nothing is mirrored
//   SYNC_LOCALE     en or fr: names of the folders on the share, and messages; default: English folders, messages as asked for
//   SYNC_TOKEN      bearer token for /api/v1/sync; empty: open to everybody who reaches the port
//   IMPORT_DIR      optional: a folder whose files rows may name by absolute path, read where they are
import path from 'node:path';
import { prismaStore } from '@docmirror/adapter-prisma';
import { createSyncEngine, mountMirror } from '@docmirror/core';
import fs from 'fs-extra';
import { createApp } from './app.mjs';
import { bearerToken } from './authorize.mjs';
import { openDatabase } from './database.mjs';

const { PORT = '3000', DATA_DIR = 'data', NAS_MOUNT_PATH, SYNC_LOCALE, SYNC_TOKEN, IMPORT_DIR } = process.env;

const dataFolder = path.resolve(DATA_DIR);
const uploads = path.join(dataFolder, 'uploads');
await fs.ensureDir(uploads);
const database = await openDatabase(path.join(dataFolder, 'app.sqlite'));

const sync = createSyncEngine({
  // `version` is a field that changes whenever the row does: a document edited during its copy stays pending.
  // The same name on the share wherever this host runs.
  store: prismaStore(database, { storeId: 'documents', fields: { fileName: 'fileName', version: 'updatedAt' } }),
  mirror: mountMirror({ path: NAS_MOUNT_PATH }),
  // Nothing outside these folders is ever read, whatever a row says.
  sourceRoot: IMPORT_DIR ? [uploads, path.resolve(IMPORT_DIR)] : uploads,
  locale: SYNC_LOCALE || undefined,
});
sync.on('document:failed', ({ documentId, message }) => console.warn('document %o: %s', documentId, message));
sync.on('mirror:lost', ({ message }) => console.warn(message));

if (!SYNC_TOKEN) console.log('SYNC_TOKEN is not set: /api/v1/sync is open to everybody who can reach this port');
const app = createApp({
  database,
  uploads,
  sync,
  router: { authorize: SYNC_TOKEN ? bearerToken(SYNC_TOKEN) : false, locale: SYNC_LOCALE || undefined },
});

const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error;
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});

async function shutDown() {
  // The next signal finds no handler and ends the process at once, as the system does by default.
  process.off('SIGTERM', shutDown).off('SIGINT', shutDown);
  // A call that hangs in the kernel (a dead share) holds up even process.exit(): this does not.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 9_000).unref();

  console.log('stopping');
  const closed = new Promise((resolve) => server.close(resolve)); // No new request from here on.
  await sync.stop(); // At most five seconds; an open POST /run gets its answer.
  setTimeout(() => server.closeAllConnections(), 1_000).unref(); // An upload that drags on is cut off.
  await closed;
  await database.$disconnect();
  // Nothing is open any more: the process ends by itself, after an upload that was cut off has cleaned up.
}
process.on('SIGTERM', shutDown).on('SIGINT', shutDown);
