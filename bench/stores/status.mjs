import { mediansInTurns } from './timing.mjs';

/** The counts of a status beside two full counts: of the same rows (those with a file), and of all rows by whatever is cheapest. */
export function measureStatus(store, knex, table) {
  return mediansInTurns(
    {
      status: () => store.counts(),
      withFile: () => knex(table).whereNotNull('file_path').where('file_path', '<>', '').count({ rows: '*' }),
      all: () => knex(table).count({ rows: '*' }),
    },
    { rounds: 7, warmUp: 2 },
  );
}
