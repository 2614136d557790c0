import { parseArgs } from 'node:util';

export const usage = `npm run bench:stores -- [rows] [options]          (build first: npm run bootstrap)
  rows               of the table, default 1,000,000
  --only LIST        databases or stores, by how their names begin: SQLite, "SQLite, WAL", PostgreSQL, MariaDB, Knex, Prisma
  --part LIST        pages, status, marks, memory, receipts; default all
  --results FILE     collects the figures of several calls in this file (JSON); what is measured again takes the old one's place
  --report           measures nothing, makes the table of --results
  --write            puts the table into bench/stores/README.md
  --help`;

const allParts = ['pages', 'status', 'marks', 'memory', 'receipts'];

/** What the command line asks for. Throws with a sentence for the user. */
export function readOptions(args) {
  const text = { type: 'string' };
  const yes = { type: 'boolean', default: false };
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    allowPositionals: true,
    options: { only: text, part: text, results: text, report: yes, write: yes, help: yes },
  });
  const rows = Number(positionals[0] ?? 1_000_000);
  if (!Number.isInteger(rows) || rows < 200) throw new Error('rows: write a whole number from 200');
  const parts = values.part?.split(',') ?? allParts;
  const unknown = parts.find((part) => !allParts.includes(part));
  if (unknown) throw new Error(`--part: write one of ${allParts.join(', ')}, not "${unknown}"`);
  return { ...values, rows, parts, only: values.only };
}
