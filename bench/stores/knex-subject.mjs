import { knexStore } from '@docmirror/adapter-knex';
import { connect } from './connect.mjs';

/** The Knex store, and beside it what a host would write itself. */
export function openKnex(config, { receipts = false } = {}) {
  const knex = connect(config);
  const table = 'documents';
  return {
    store: knexStore(knex, { columns: { fileName: 'file_name' }, receipts }),
    markOne: (id) => knex(table).where({ id }).update({ synced_to_nas: true, synced_at: knex.fn.now() }),
    countWithFile: () => knex(table).whereNotNull('file_path').where('file_path', '<>', '').count({ rows: '*' }),
    countAll: () => knex(table).count({ rows: '*' }),
    plan: (call) => planOf(knex, config.kind, call),
    close: () => knex.destroy(),
  };
}

/** The steps of the plan of what the call asks that touch the table: how, and by which index. */
async function planOf(knex, kind, call) {
  const { sql, bindings } = await queryOf(knex, call);
  const explain = { sqlite: 'explain query plan ', postgres: 'explain ', mysql: 'explain ' }[kind];
  const answer = await knex.raw(`${explain}${sql.replace(/\$\d+/g, '?')}`, bindings);
  if (kind === 'postgres')
    return answer.rows.map((row) => row['QUERY PLAN'].trim()).filter((line) => /Scan.* on /.test(line));
  if (kind === 'sqlite')
    return answer.map(({ detail }) => detail).filter((line) => /using.* (index|key)|^scan documents/i.test(line));
  return answer[0].filter(({ key }) => key).map(({ type, key }) => `${type} by ${key}`);
}

async function queryOf(knex, call) {
  const queries = [];
  const listen = (query) => void queries.push(query);
  knex.on('query', listen);
  try {
    await call();
  } finally {
    knex.removeListener('query', listen);
  }
  return queries[0];
}
