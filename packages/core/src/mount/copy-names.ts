import { posix } from 'node:path';
import type { CopyJob } from '../mirror.js';
import { candidateNames, checksumName } from '../plan/candidates.js';
import { foldName } from '../plan/fold-name.js';

/**
 * Names to try for a copy, the best first: that of the document's previous copy, then `name`, `name-<id>` and
 * `name-<id>-<8 of the checksum>`; without those that other documents have a claim on.
 *
 * @param checksum that of the source; asked only when it is needed.
 */
export function* namesToTry(job: CopyJob, checksum: () => string): Generator<string, void, void> {
  const { directory, fileName, idTag } = job;
  // None twice, and none that is another's.
  const passed = new Set(job.claimed);
  const key = (name: string) => foldName(`${directory}/${name}`);

  const previous = previousName(job, checksum);
  if (previous !== undefined && !passed.has(key(previous))) {
    passed.add(key(previous));
    yield previous;
  }
  for (const name of candidateNames(fileName, idTag)) if (!passed.has(key(name))) yield name;
  const last = checksumName(fileName, idTag, checksum());
  if (!passed.has(key(last))) yield last;
}

/** The name of the previous copy, where the layout could still give it. Case and Unicode form do not count: it stays as it is. */
function previousName({ previous, directory, fileName, idTag }: CopyJob, checksum: () => string): string | undefined {
  if (previous === undefined || posix.dirname(previous.key) !== directory) return undefined;
  const name = posix.basename(previous.key);
  const folded = foldName(name);
  if (candidateNames(fileName, idTag).some((candidate) => foldName(candidate) === folded)) return name;
  const third = foldName(checksumName(fileName, idTag, previous.checksum));
  return third === folded && checksum() === previous.checksum ? name : undefined;
}
