/**
 * Whether so many documents are gone that the database, or the store's scope, is more likely wrong than right. One may
 * always go, however few there are, unless `maxShare` is 0.
 */
export function isBeyondBound(gone: number, copies: number, maxShare: number): boolean {
  return gone > Math.max(copies * maxShare, maxShare > 0 ? 1 : 0);
}
