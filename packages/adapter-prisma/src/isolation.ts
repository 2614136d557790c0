import type { Client, IsolationLevel } from './client';

/** A host that is busy may keep us waiting for a connection; the database gives up before this on its own. */
export const patience = { maxWait: 10_000, timeout: 30_000 } as const;

/**
 * The level at which nobody can change what a transaction has read and then writes. On PostgreSQL that is repeatable
 * read: serializable would also refuse marks beside each other, and at the very end of their transactions, where the
 * adapters of Prisma 6 lose the connection. Elsewhere it is serializable, and that is right everywhere: so it does no
 * harm that the client tells its database only by a name of its own.
 */
export function isolationLevelOf(client: Client): IsolationLevel {
  return isPostgres(client) ? 'RepeatableRead' : 'Serializable';
}

/** For what writes receipts only: they take turns, and on PostgreSQL read then what is there by now. */
export function receiptIsolationOf(client: Client): IsolationLevel {
  return isPostgres(client) ? 'ReadCommitted' : 'Serializable';
}

function isPostgres(client: Client): boolean {
  const { _activeProvider: provider } = client as { readonly _activeProvider?: unknown };
  return provider === 'postgresql' || provider === 'postgres';
}
