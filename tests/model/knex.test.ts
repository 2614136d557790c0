import { notSet } from '@docmirror/tests-shared/needs';
import { modelPostgresStore, modelSqliteStore } from './knex-stores.js';
import { modelSuite } from './model-suite.js';

const url = process.env.DOCMIRROR_TEST_POSTGRES_URL;

modelSuite({ name: 'Knex, SQLite', histories: 100, create: modelSqliteStore });
modelSuite({
  name: 'Knex, PostgreSQL',
  histories: 100,
  skip: url ? undefined : notSet('PostgreSQL', 'DOCMIRROR_TEST_POSTGRES_URL'),
  create: (storeId) => modelPostgresStore(String(url), storeId),
});
