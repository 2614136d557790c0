import type { Knex } from 'knex';

const waiting = {
  postgres: `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like ?`,
  // What is under way on these rows cannot but wait: innodb_trx would say so, but shows an old picture when asked often.
  mysql: `select 1 from information_schema.processlist where info like concat(?, 'for update')`,
} as const;

/** Resolves once a statement over this table waits for a lock; rejects after ten seconds without one. */
export async function someoneWaits(knex: Knex, kind: keyof typeof waiting, table: string): Promise<void> {
  const end = performance.now() + 10_000;
  while (performance.now() < end) {
    const answer = await knex.raw(waiting[kind], [`%${table}%`]);
    if ((kind === 'postgres' ? answer.rows : answer[0]).length > 0) return;
  }
  throw new Error(`nobody waits for a lock on ${table}`);
}
