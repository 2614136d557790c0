const mebibyte = 1024 * 1024;

/** Little at first: over a slow line, even this takes seconds, and a call that takes too long passes for a hung one. */
export const firstFlushBytes = 4 * mebibyte;

/** How much of a large file to write before the next flush, after one of `bytes` that took `tookMs`: 1 to 64 MiB. */
export function nextFlushBytes(bytes: number, tookMs: number): number {
  if (tookMs < 1_000) return Math.min(bytes * 2, 64 * mebibyte);
  if (tookMs > 4_000) return Math.max(bytes / 2, mebibyte);
  return bytes;
}
