import { createRequire } from 'node:module';
import type { Knex } from 'knex';

const require = createRequire(import.meta.url);

/** Knex's better-sqlite3 dialect on another driver of the same interface; `knexPackage` is `knex` or an alias of it. */
export function sqliteClient(knexPackage: string, driver: string): typeof Knex.Client {
  const BetterSqlite: typeof Knex.Client = require(`${knexPackage}/lib/dialects/better-sqlite3`);
  return class extends BetterSqlite {
    _driver() {
      return require(driver);
    }
  };
}

export function isInstalled(module: string): boolean {
  try {
    require.resolve(module);
    return true;
  } catch {
    return false;
  }
}
