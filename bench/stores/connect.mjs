import { createRequire } from 'node:module';

// Drivers are the adapter's own: the figures are of what its tests run on.
const require = createRequire(new URL('../../packages/adapter-knex/package.json', import.meta.url));
const knex = require('knex');

class Libsql extends require('knex/lib/dialects/better-sqlite3') {
  _driver() {
    return require('libsql');
  }
}

const clients = { sqlite: Libsql, postgres: 'pg', mysql: 'mysql2' };

/** A Knex of this database. */
export function connect({ kind, file, url, schema, pragmas = [] }) {
  return knex({
    client: clients[kind],
    connection: kind === 'sqlite' ? { filename: file } : url,
    useNullAsDefault: true,
    ...(schema && { searchPath: [schema] }),
    pool: {
      min: 1,
      max: kind === 'sqlite' ? 1 : 4,
      afterCreate(made, done) {
        for (const pragma of pragmas) made.pragma(pragma);
        done(null, made);
      },
    },
  });
}
