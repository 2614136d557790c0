// A host as users have it: Express, Knex on SQLite, the sync routes, and a route of its own that needs files and name look-ups.
// DATABASE, SOURCES, NAS_PATH, STALL_MS, PROBE_TIMEOUT_MS. Prints its port; ends after SIGTERM.
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { createSyncRouter } from '@docmirror/adapter-express';
import { knexStore } from '@docmirror/adapter-knex';
import { createSyncEngine, mountMirror } from '@docmirror/core';
import express from 'express';
import { columns, openDatabase } from '../support/database.mjs';

const { DATABASE, SOURCES, NAS_PATH, STALL_MS = '30000', PROBE_TIMEOUT_MS = '15000' } = process.env;

// Whatever nobody caught would end a host; here it is seen by the test as an exit code.
process.on('unhandledRejection', (error) => {
  console.error('unhandled', error);
  process.exit(70);
});

const database = await openDatabase(DATABASE);
const sync = createSyncEngine({
  store: knexStore(database, { columns }),
  mirror: mountMirror({ path: NAS_PATH, stallMs: Number(STALL_MS) }),
  sourceRoot: SOURCES,
  probeTimeoutMs: Number(PROBE_TIMEOUT_MS),
});

const app = express();
app.get('/work', async (_request, response) => {
  const [text, { address }] = await Promise.all([readFile(new URL(import.meta.url), 'utf8'), lookup('localhost')]);
  response.json({ read: text.length, address });
});
app.use('/sync', createSyncRouter(sync, { authorize: false }));

const server = app.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
sync.on('run:started', () => console.log('run started'));
sync.on('document:copied', () => console.log('copied'));

process.once('SIGTERM', async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  await sync.stop({ timeoutMs: 2_000 });
  await closed;
  await database.destroy();
});
