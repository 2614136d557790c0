import Dialect from 'knex/lib/dialects/better-sqlite3/index.js';
import libsql from 'libsql';

/**
 * SQLite for Knex without a compiler: `libsql` comes prebuilt and has the interface of `better-sqlite3`.
 * With better-sqlite3, PostgreSQL or MySQL you write `client: 'better-sqlite3'`, `'pg'` or `'mysql2'` and need no such file.
 */
export class LibsqlDialect extends Dialect {
  _driver() {
    return libsql;
  }
}
