import { openKnex } from './knex-subject.mjs';
import { openPrisma } from './prisma-subject.mjs';

/** Which store, by which library: `schema` names the kind of table (documents.mjs). */
export const subjects = [
  { name: 'Knex', schema: 'Knex', open: openKnex },
  { name: 'Prisma 7', schema: 'Prisma', open: (config, options) => openPrisma(config, 7, options) },
  { name: 'Prisma 6', schema: 'Prisma', open: (config, options) => openPrisma(config, 6, options) },
];

/** Prisma has no say in SQLite's settings by connection, so it is measured with the defaults. */
export const suits = (subject, database) => subject.name === 'Knex' || database.pragmas === undefined;
