import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../bench/stores/run.mjs', import.meta.url));

async function bench(...args: string[]) {
  const { DOCMIRROR_TEST_POSTGRES_URL: _, DOCMIRROR_TEST_MARIADB_URL: __, ...env } = process.env;
  return await promisify(execFile)(process.execPath, [program, ...args], { env });
}

test('the bench of the stores measures every part on SQLite, by Knex and by Prisma', { timeout: 300_000 }, async () => {
  const { stdout } = await bench('300', '--only', 'SQLite,Knex,Prisma 7');
  const rows = stdout.split('\n').filter((line) => line.startsWith('| SQLite'));
  const stores = rows.map((line) => line.slice(2, -2).split(' | ').slice(0, 2).join(', '));
  const each = ['SQLite, Knex', 'SQLite, Prisma 7', 'SQLite, WAL, Knex'];
  const twice = each.flatMap((name) => [name, name]);
  expect(stores).toEqual([...twice, ...twice, ...each, ...each, ...each]);
  expect(stdout).toMatch(/page in the middle\n\n- SQLite, Knex, all pending: .*documents_sync_pending/);
  expect(stdout).toContain('- left out: MariaDB: DOCMIRROR_TEST_MARIADB_URL is not set');
  // Documents without a file are no part of a run.
  expect(stdout).toContain('| SQLite | Prisma 7 | 297 |');
});

test('the bench of the stores refuses an unknown word, with those it knows', async () => {
  await expect(bench('--part', 'moon')).rejects.toThrow('--part: write one of pages, status, marks, memory');
  await expect(bench('--only', 'Moon')).rejects.toThrow('--only: write how one of these begins: SQLite; SQLite, WAL;');
});
