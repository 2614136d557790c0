import { randomBytes } from 'node:crypto';
import { isSyncError } from '../errors/sync-error.js';
import type { Mirror } from '../mirror.js';
import { noticeFolder, noticeName, noticeOf, withoutReceipts, workingNotice, workingSince } from '../plan/own-names.js';
import { ownFileWriter, removeOwnFile } from './own-file-writer.js';

/**
 * What an engine says on the share while it may have copies that no list of its store names: other stores then take no file
 * for their own only because it holds what they would copy.
 */
export interface Notices {
  /** Before the first copy of a piece of work. Returns what ends it. Rejects where the notice cannot be written. */
  begin(mirrorId: string, storeId: string): Promise<() => void>;
  /** The lists name every copy that was marked: the notice goes, unless other work is under way. */
  settle(mirrorId: string, storeId: string): Promise<void>;
}

/** After so long the notice of another engine of this store is taken for one that was killed. */
const abandonedMs = 24 * 60 * 60 * 1000;

const namesAtOnce = 1_000;

export function createNotices(mirror: Mirror, hasReceipts: boolean): Notices {
  const notice = hasReceipts ? workingNotice(Date.now(), randomBytes(6).toString('hex')) : withoutReceipts;
  const text = hasReceipts
    ? 'This store is at work, or was when it ended: it may have copies that its lists do not name yet.\n'
    : 'This store keeps no receipts: no list names its copies.\n';
  let atWork = 0;
  let stands = false;
  /** One after the other: what has just begun must not lose its notice to what has just ended. */
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<Result>(step: () => Promise<Result>): Promise<Result> {
    const result = last.then(step);
    last = result.catch(() => undefined);
    return result;
  }

  return {
    begin: (mirrorId, storeId) =>
      inTurn(async () => {
        const name = noticeName(storeId, notice);
        // Not by reading it: walking through the folder takes away what a killed process left there.
        if (!(await noticesOf(mirror, mirrorId, storeId)).includes(name)) {
          await ownFileWriter(mirror, mirrorId, name)(text, true);
        }
        stands = true;
        atWork += 1;
        let ended = false;
        return () => {
          if (!ended) atWork -= 1;
          ended = true;
        };
      }),
    settle: (mirrorId, storeId) =>
      inTurn(async () => {
        if (!hasReceipts || !stands || atWork > 0) return;
        for (const name of await abandoned(mirror, mirrorId, storeId)) await removeOwnFile(mirror, mirrorId, name);
        await removeOwnFile(mirror, mirrorId, noticeName(storeId, notice));
        stands = false;
      }),
  };
}

function noticesOf(mirror: Mirror, mirrorId: string, storeId: string): Promise<string[]> {
  return mirror.list({ mirrorId, own: `${noticeFolder}/${storeId}`, limit: namesAtOnce });
}

async function abandoned(mirror: Mirror, mirrorId: string, storeId: string): Promise<string[]> {
  return (await noticesOf(mirror, mirrorId, storeId)).filter((name) => {
    const since = workingSince(noticeOf(name)?.notice ?? '');
    return since !== undefined && Date.now() - since > abandonedMs;
  });
}

/** Whether work may go on though its notice could not be written: the share as a whole is well. */
export function isOfNotice(error: unknown): boolean {
  return isSyncError(error) && (error.scope !== 'run' || error.code === 'MIRROR_FULL');
}
