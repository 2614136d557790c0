/** File systems that give another time for the change time, or none: a program behind them decides, or FAT has no such field. */
const withoutChangeTime = /^(?:fuse|fuseblk|fuse\..*|msdos|vfat|exfat)$/;

/** File systems that take their times from the clock of this very kernel, which ticks every 10 ms at the slowest. */
const withKernelClock = /^(?:ext[234]|xfs|btrfs|zfs|f2fs|bcachefs|tmpfs|overlay)$/;
const kernelTickMs = 100n;

/** Of the others, some tick every two seconds; one more for clocks that differ. */
const otherTickMs = 3_000n;

/**
 * Whether every later change of a file shows in its change time. One that changed just now could change once more within
 * the same tick of the clock.
 *
 * @param fileSystem type of its file system; undefined where it is not known.
 */
export function tellsChanges(ctimeNs: bigint, nowMs: number, fileSystem = ''): boolean {
  if (ctimeNs === 0n || withoutChangeTime.test(fileSystem)) return false;
  const tickMs = withKernelClock.test(fileSystem) ? kernelTickMs : otherTickMs;
  return ctimeNs / 1_000_000n < BigInt(Math.floor(nowMs)) - tickMs;
}
