/** What a call of the store asks the database. */
export async function queriesOf(knex, call) {
  const queries = [];
  const listen = (query) => void queries.push(query);
  knex.on('query', listen);
  try {
    await call();
  } finally {
    knex.removeListener('query', listen);
  }
  return queries;
}

/** The steps of the plan of a query that touch the table: how, and by which index. */
export async function planOf(knex, kind, { sql, bindings }) {
  const explain = { sqlite: 'explain query plan ', postgres: 'explain ', mysql: 'explain ' }[kind];
  const answer = await knex.raw(`${explain}${sql.replace(/\$\d+/g, '?')}`, bindings);
  if (kind === 'postgres')
    return answer.rows.map((row) => row['QUERY PLAN'].trim()).filter((line) => /Scan/.test(line));
  if (kind === 'sqlite')
    return answer.map(({ detail }) => detail).filter((line) => /using index|table|search/i.test(line));
  return answer[0].filter(({ key }) => key).map(({ type, key, rows }) => `${type} by ${key}, ${rows} rows`);
}
