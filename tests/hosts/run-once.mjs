// One run as a host would do it, in a process of its own. DATABASE, SOURCES, NAS_PATH; prints what happens, then the summary as JSON.
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
sync.on('run:started', () => console.log('started'));
console.log('ready');
try {
  console.log(JSON.stringify(await sync.runSync()));
} catch (error) {
  console.log(JSON.stringify({ refused: error.code }));
}
await sync.stop();
await database.destroy();
