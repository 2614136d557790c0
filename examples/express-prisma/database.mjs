import { PrismaLibSql } from '@prisma/adapter-libsql';
import fs from 'fs-extra';
import { PrismaClient } from './generated/client/index.js';

const migration = new URL('prisma/migrations/20260101000000_documents/migration.sql', import.meta.url);

/** Opens the database and creates the table where it is absent. The host closes it: `await database.$disconnect()`. */
export async function openDatabase(filename) {
  const adapter = new PrismaLibSql({
    url: `file:${filename}`,
    // Another process (a backup, a second server) may hold the file for a moment: wait rather than fail.
    timeout: 5_000,
  });
  const database = new PrismaClient({ adapter });
  // Readers and a writer do not lock each other out.
  await database.$queryRaw`pragma journal_mode = WAL`;
  await createTable(database);
  return database;
}

/** In your app `npx prisma migrate deploy` does this; here it is done by hand, for the example downloads no engine. */
async function createTable(database) {
  const tables = await database.$queryRaw`select name from sqlite_master where type = 'table' and name = 'documents'`;
  if (tables.length > 0) return;
  const statements = (await fs.readFile(migration, 'utf8')).split(/;\s*$/m).filter((statement) => statement.trim());
  await database.$transaction(statements.map((statement) => database.$executeRawUnsafe(statement)));
}
