// What the Knex store costs on a large table, as ratios within one run: node bench/stores/run.mjs [rows]
// SQLite always; PostgreSQL and MariaDB where DOCMIRROR_TEST_POSTGRES_URL and DOCMIRROR_TEST_MARIADB_URL are set.
// Needs the packages built (npm run bootstrap).
import { randomBytes } from 'node:crypto';
import { knexStore } from '../../packages/adapter-knex/dist/index.js';
import { connect, databases } from './databases.mjs';
import { makeDocuments } from './documents.mjs';
import { measureMarks } from './marks.mjs';
import { measureMemory } from './memory.mjs';
import { measurePages } from './pages.mjs';
import { measureStatus } from './status.mjs';

const rows = Number(process.argv[2] ?? 1_000_000);
const ms = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
const times = (value) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ×`;
const lines = [];

/** @param bound what the ratio must stay under (or reach, with ≥); undefined: only reported. */
function report(database, what, measured, ratio, bound) {
  lines.push(`| ${database} | ${what} | ${measured} | ${ratio} | ${bound ?? ''} |`);
  console.error(lines.at(-1));
}

async function measure({ name, kind, config }, pendingEvery) {
  const knex = connect(config);
  const table = `docmirror_bench_${randomBytes(4).toString('hex')}`;
  const pending = pendingEvery === 1 ? 'all pending' : `1 in ${pendingEvery} pending`;
  try {
    await makeDocuments(knex, kind, table, rows, pendingEvery);
    const store = knexStore(knex, { table, columns: { fileName: 'file_name' } });

    const { start, middle, end, bound, plan } = await measurePages(store, knex, kind, { rows, pendingEvery });
    const pages = `${ms(start)}, ${ms(middle)}, ${ms(end)} ms`;
    const spread = Math.max(start, middle, end) / Math.min(start, middle, end);
    report(name, `page of 500 at start, middle, end; ${pending}`, pages, times(spread), '< 2');
    report(name, `plan of the page in the middle; ${pending}`, plan.join('; '), '');
    report(name, `highest pending id; ${pending}`, `${ms(bound)} ms`, '');

    const { status, withFile, all } = await measureStatus(store, knex, table);
    report(
      name,
      `status / count of documents with file; ${pending}`,
      `${ms(status)} / ${ms(withFile)} ms`,
      times(status / withFile),
      '< 2',
    );
    report(name, `status / bare count(*); ${pending}`, `${ms(status)} / ${ms(all)} ms`, times(status / all));

    if (pendingEvery > 1) return;
    const { atOnce, inBatches, oneByOne } = await measureMarks(store, knex, table);
    const wanted = kind === 'sqlite' ? '≥ 20' : '≥ 5';
    const one = `${(oneByOne * 1000).toFixed(0)} µs`;
    report(
      name,
      '10,000 marks / one UPDATE and commit each',
      `${(atOnce * 1000).toFixed(0)} / ${one} a document`,
      times(oneByOne / atOnce),
      wanted,
    );
    report(
      name,
      'the same in batches of 100, as a run sends them',
      `${(inBatches * 1000).toFixed(0)} / ${one} a document`,
      times(oneByOne / inBatches),
    );
    const memory = await measureMemory(config, table);
    const run = `${memory.total} documents in ${memory.seconds.toFixed(0)} s`;
    report(
      name,
      `growth of the process in a run without copies: ${run}`,
      `+${memory.growthMb.toFixed(0)} MB over ${memory.startMb.toFixed(0)} MB`,
      '',
      '< 64 MB',
    );
  } finally {
    await knex.schema.dropTableIfExists(table);
    await knex.destroy();
  }
}

const { found, remove } = databases();
const only = process.env.BENCH_ONLY;
try {
  for (const database of found) {
    if (only !== undefined && !database.name.startsWith(only)) continue;
    for (const pendingEvery of [1, 100]) await measure(database, pendingEvery);
  }
} finally {
  remove();
}
console.log(
  `${rows} rows\n\n| database | what | measured | ratio | bound |\n| --- | --- | --- | --- | --- |\n${lines.join('\n')}`,
);
