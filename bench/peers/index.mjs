import { copy2 } from './copy2.mjs';
import { cp, cpSync } from './cp.mjs';
import { docmirror } from './docmirror.mjs';
import { rclone } from './rclone.mjs';
import { rsync } from './rsync.mjs';

/**
 * Tools to measure. `run(place)` copies `place.data` to the empty folder `place.folder` and returns
 * { seconds, cpu, peak, ... }: cpu (seconds) and peak (MB) hold one number, or two for host and copy process.
 * `command(place)` is the same as a command line, to be traced. `marks`: it marks the rows of `place.database` too.
 */
export const allPeers = [docmirror(4), docmirror(16), copy2, cp, cpSync, rsync, rclone(4), rclone(16)];

/** Those asked for that are installed; `leaveOut(what, reason)` hears of the others. */
export function installedPeers(names, leaveOut) {
  const asked = allPeers.filter(({ name }) => names === undefined || names.some((start) => name.startsWith(start)));
  if (asked.length === 0) throw new Error(`--peers: write one of ${allPeers.map(({ name }) => name).join(', ')}`);
  return asked.flatMap((peer) => {
    const version = peer.version();
    if (version === undefined) leaveOut(peer.title, 'not installed');
    return version === undefined ? [] : [{ ...peer, installed: version }];
  });
}
