/** Milliseconds to rest after so many bytes were read in so long, to read no more than that many a second on average. */
export function restMs(bytes: number, tookMs: number, bytesPerSecond: number): number {
  return Math.max(0, (bytes / bytesPerSecond) * 1000 - tookMs);
}
