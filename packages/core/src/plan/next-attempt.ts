const minuteMs = 60_000;
/** The longest a document waits. */
export const longestWaitMs = 24 * 60 * minuteMs;

/**
 * When a document that failed so often since it last succeeded is tried again by a run: after the first failure with the
 * next one (null), then in a minute, and each time in twice as long, up to a day.
 */
export function nextAttemptAt(failures: number, now: Date): Date | null {
  if (failures <= 1) return null;
  return new Date(now.getTime() + Math.min(minuteMs * 2 ** (failures - 2), longestWaitMs));
}
