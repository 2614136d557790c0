import type { Knex } from 'knex';

/** A name as the database has it: the host's Knex may write it otherwise. */
export function databaseName(knex: Knex, name: string): string {
  const client = knex.client as { customWrapIdentifier?: (name: string, plain: (name: string) => string) => string };
  return client.customWrapIdentifier?.(name, (plain) => plain) ?? name;
}
