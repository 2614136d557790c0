import { idTypes } from '@docmirror/core';
import { documentStoreSuite } from '@docmirror/core/testing';
import { skipped } from '@docmirror/tests-shared/needs';
import { deep } from '@docmirror/tests-shared/thoroughness';
import { afterAll, describe, expect, test } from 'vitest';
import { closeDatabases, databases, type Kind } from './databases';
import { createHarness } from './store-harness';

const quickIdTypes = ['text'] as const;

/** The contract on a kind of database, by every version of Prisma, with every kind of id. */
export function runSuite(kind: Kind): void {
  // A host far from UTC: dates must not move by a day, nor marks by hours.
  process.env.TZ = 'Pacific/Auckland';
  afterAll(closeDatabases);

  const ofKind = databases.filter((database) => database.kind === kind);
  const combinations = ofKind.flatMap((database) =>
    (deep ? idTypes : quickIdTypes).map((idType) => ({ database, idType })),
  );

  for (const { database, idType } of combinations) {
    documentStoreSuite({
      describe,
      test,
      skipTest: skipped,
      name: `${database.name}, ids ${idType}`,
      skip: database.missing,
      idType,
      // By the older Prisma with the hardest kind of ids only: what differs between the two has nothing to do with ids.
      receipts: database.name.startsWith('Prisma 7') || idType === 'text',
      triggers: true,
      // A Date has milliseconds.
      versionDigits: 3,
      create: () => createHarness(database, idType),
    });
  }

  test('every combination runs, or says why not', () => {
    const missing = ofKind.filter((database) => database.missing !== undefined);
    const run = combinations.filter(({ database }) => database.missing === undefined).length;
    const why = missing.map((database) => `${database.name}: ${database.missing}`).join('; ');
    console.log(
      `Prisma store, ${kind}: ${run} of ${combinations.length} combinations run${why && `; skipped: ${why}`}`,
    );
    if (process.env.DOCMIRROR_REQUIRE_SERVERS === '1') expect(missing).toEqual([]);
  });
}
