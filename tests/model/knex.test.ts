import { modelPostgresStore, modelSqliteStore } from './knex-stores.js';
import { modelSuite } from './model-suite.js';

const url = process.env.DOCMIRROR_TEST_POSTGRES_URL;

modelSuite({ name: 'Knex, SQLite', runs: 100, create: modelSqliteStore });
modelSuite({
  name: 'Knex, PostgreSQL',
  runs: 100,
  skip: url ? undefined : 'DOCMIRROR_TEST_POSTGRES_URL is not set',
  create: () => modelPostgresStore(String(url)),
});
