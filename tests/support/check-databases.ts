import knex from 'knex';

const servers = [
  { product: 'PostgreSQL', variable: 'DOCMIRROR_TEST_POSTGRES_URL', client: 'pg' },
  { product: 'MariaDB', variable: 'DOCMIRROR_TEST_MARIADB_URL', client: 'mysql2' },
] as const;

/** Before any test: a database that was named must answer. One that was not is told of by what is skipped. */
export default async function checkDatabases(): Promise<void> {
  for (const { product, variable, client } of servers) {
    const url = process.env[variable];
    if (!url) continue;
    const problem = await problemOf(client, url);
    if (problem === undefined) continue;
    console.error(
      `${variable}: ${product} does not answer there (${problem}). Start it, correct the URL, or unset the variable.`,
    );
    process.exit(1);
  }
}

async function problemOf(client: 'pg' | 'mysql2', url: string): Promise<string | undefined> {
  try {
    new URL(url);
  } catch {
    return 'it is no URL';
  }
  const database = knex({
    client,
    connection: url,
    pool: { min: 0, max: 1 },
    acquireConnectionTimeout: 10_000,
    log: quiet,
  });
  try {
    await database.raw('select 1');
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
  } finally {
    await database.destroy();
  }
}

const quiet = { warn: () => undefined, error: () => undefined };
