// A host that stays up: for each line it is told, one run. DATABASE, SOURCES, NAS_PATH, CONCURRENCY; prints `ready` when
// its copy process runs, then a summary as JSON for each run. Ends with its input.
import { createInterface } from 'node:readline';
import { knexStore } from '@docmirror/adapter-knex';
import { createSyncEngine, mountMirror } from '@docmirror/core';
import { columns, openDatabase } from '../support/database.mjs';

const { DATABASE, SOURCES, NAS_PATH, CONCURRENCY = '4' } = process.env;
const database = await openDatabase(DATABASE);
const sync = createSyncEngine({
  store: knexStore(database, { columns }),
  mirror: mountMirror({ path: NAS_PATH }),
  sourceRoot: SOURCES,
  concurrency: Number(CONCURRENCY),
});
await sync.testConnection();
console.log('ready');
for await (const _ of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(await sync.runSync()));
  } catch (error) {
    console.log(JSON.stringify({ refused: error.code }));
  }
}
await sync.stop();
await database.destroy();
