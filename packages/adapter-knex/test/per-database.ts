import { skipped } from '@docmirror/tests-shared/needs';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe } from 'vitest';
import { closeDatabases, type Database, databases } from './databases';

/** The same tests on every database that is here; the suites say what is missing. */
export function onEveryDatabase(title: string, body: (knex: () => Promise<Knex>, database: Database) => void): void {
  afterAll(closeDatabases);
  for (const database of databases) {
    if (database.missing === undefined) {
      describe(`${title}, ${database.name}`, () => {
        // PGlite takes its time to start.
        beforeAll(async () => void (await database.connect()), 60_000);
        body(database.connect, database);
      });
    } else skipped(`${title}, ${database.name}`, database.missing);
  }
}

/** Rows of a query plan, each as text. */
export async function planOf(knex: Knex, kind: Database['kind'], query: Knex.Sql): Promise<string> {
  const answer = await knex.raw(
    `explain ${kind === 'sqlite' ? 'query plan ' : ''}${query.sql.replace(/\$\d+/g, '?')}`,
    query.bindings as Knex.RawBinding[],
  );
  return JSON.stringify(kind === 'postgres' ? answer.rows : kind === 'mysql' ? answer[0] : answer, null, 1);
}
