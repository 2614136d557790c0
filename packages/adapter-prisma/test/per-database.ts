import { skipped } from '@docmirror/tests-shared/needs';
import { afterAll, beforeEach, describe } from 'vitest';
import { type Connected, closeDatabases, type Database, databases, type HostClient } from './databases';

/** The same tests on every database that is here, each with an empty `Document`; the suites say what is missing. */
export function onEveryDatabase(title: string, body: (connected: () => Connected, database: Database) => void): void {
  afterAll(closeDatabases);
  for (const database of databases) {
    if (database.missing !== undefined) {
      skipped(`${title}, ${database.name}`, database.missing);
      continue;
    }
    describe(`${title}, ${database.name}`, () => {
      let connected: Connected | undefined;
      beforeEach(async () => {
        connected = await database.connect();
        await connected.prisma.document.deleteMany();
      });
      body(() => {
        if (connected === undefined) throw new Error('only inside of a test');
        return connected;
      }, database);
    });
  }
}

/** The name of the table as the database's SQL has it. */
export const quoted = (database: Database, name: string) => (database.kind === 'mysql' ? `\`${name}\`` : `"${name}"`);

/** Runs `before` each time that a mark is about to be written, between its reading and its writing. */
export function interrupted(prisma: HostClient, before: (time: number) => Promise<void>): HostClient {
  let time = 0;
  const extended = prisma.$extends({
    query: {
      document: {
        async updateMany({ args, query }) {
          const { id } = args.where ?? {};
          const some = typeof id === 'object' && Array.isArray(id?.in) && id.in.length > 0;
          if (some && args.data.syncedToNas === true) {
            time += 1;
            await before(time);
          }
          return query(args);
        },
      },
    },
  });
  return extended as unknown as HostClient;
}
