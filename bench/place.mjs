import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './command.mjs';
import { countSynced } from './database.mjs';
import { interruption } from './interruption.mjs';

let places = 0;

/** An empty folder on the target and a database in which nothing is synced yet: where one run happens. */
export function newPlace(work, target, data) {
  places += 1;
  const name = `run-${process.pid}-${places}`;
  const database = join(work, `${name}.sqlite`);
  copyFileSync(data.database, database);
  mkdirSync(join(target.path, name));
  return { work, data, database, folder: join(target.path, name), behind: join(target.behind, name) };
}

/** Throws unless the peer has done the whole work. */
export async function requireCopies(place, peer) {
  const copies = readdirSync(place.behind, { recursive: true }).filter((name) => name.endsWith('.pdf')).length;
  const marks = peer.marks ? await countSynced(place.database) : place.data.count;
  if (copies !== place.data.count || marks !== place.data.count) {
    throw new Error(`${peer.title}: ${copies} copies, ${marks} marks, of ${place.data.count} documents`);
  }
}

export async function removePlace(place) {
  if (existsSync(place.behind)) rmSync(place.behind, { recursive: true, force: true });
  for (const end of ['', '-wal', '-shm']) rmSync(place.database + end, { force: true });
  // What is still to be written would be felt by whoever comes next.
  if (!interruption.aborted) await output('sync', []);
}
