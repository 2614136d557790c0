import { type IdType, idTypes } from '@docmirror/core';
import { documentStoreSuite } from '@docmirror/core/testing';
import { skipped } from '@docmirror/tests-shared/needs';
import { deep } from '@docmirror/tests-shared/thoroughness';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDatabases, type Database, databases } from './databases';
import { createHarness, schemas } from './store-harness';

/** Without the deep tests; MariaDB has none without a server. */
const quickIdTypes: Readonly<Record<Database['kind'], readonly IdType[]>> = {
  sqlite: ['integer'],
  postgres: ['uuid'],
  mysql: ['integer', 'text'],
};

/** The contract on every database of a kind, with every kind of id, and in every schema. */
export function runSuite(kind: Database['kind']): void {
  // A host far from UTC: dates must not move by a day, nor marks by hours.
  process.env.TZ = 'Pacific/Auckland';
  afterAll(closeDatabases);

  const ofKind = databases.filter((database) => database.kind === kind);
  beforeAll(async () => {
    for (const { missing, connect } of ofKind) if (missing === undefined) await connect();
  }, 60_000);
  // Every kind of id on the first schema; the others differ in other columns only.
  const onFirst: readonly IdType[] = deep ? idTypes : quickIdTypes[kind];
  const combinations = ofKind.flatMap((database) =>
    (deep ? schemas[kind] : schemas[kind].slice(0, 1)).flatMap((schema, n) =>
      (n === 0 ? onFirst : ['integer' as const]).map((idType) => ({ database, schema, idType })),
    ),
  );

  for (const { database, schema, idType } of combinations) {
    documentStoreSuite({
      describe,
      test,
      skipTest: skipped,
      name: `Knex, ${database.name} (${schema.name}), ids ${idType}`,
      skip: database.missing,
      idType,
      receipts: true,
      versionDigits: schema.versionDigits,
      create: () => createHarness(database, schema, idType),
    });
  }

  test('every combination runs, or says why not', () => {
    const missing = ofKind.filter((database) => database.missing !== undefined);
    const run = combinations.filter(({ database }) => database.missing === undefined).length;
    const why = missing.map((database) => `${database.name}: ${database.missing}`).join('; ');
    console.log(`Knex store, ${kind}: ${run} of ${combinations.length} combinations run${why && `; skipped: ${why}`}`);
    if (process.env.DOCMIRROR_REQUIRE_SERVERS === '1' && kind !== 'sqlite') expect(missing).toEqual([]);
  });
}
