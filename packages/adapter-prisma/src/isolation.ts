import type { Client, IsolationLevel } from './client';

/**
 * The level at which nobody can change what a transaction has read and then writes. On PostgreSQL that is repeatable
 * read: serializable would also refuse marks beside each other, and at the very end of their transactions, where the
 * adapters of Prisma 6 lose the connection. Elsewhere it is serializable, and that is right everywhere: so it does no
 * harm that the client tells its database only by a name of its own.
 */
export function isolationLevelOf(client: Client): IsolationLevel {
  const { _activeProvider: provider } = client as { readonly _activeProvider?: unknown };
  return provider === 'postgresql' || provider === 'postgres' ? 'RepeatableRead' : 'Serializable';
}
