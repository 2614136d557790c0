import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { statusSchema, summarySchema } from '../../../packages/core/src/http/contract.js';
import { ask, upload } from '../../express-knex/test/requests.js';
import { startServer, temporaryFolder } from '../../express-knex/test/server-process.js';
import { listFiles, sha256 } from '../../express-knex/test/share-listing.js';

interface Sample {
  readonly type: string;
  readonly name: string;
  readonly date: string | null;
  readonly content: Buffer<ArrayBuffer>;
}

const serverFile = (example: string) => fileURLToPath(new URL(`../../${example}/server.mjs`, import.meta.url));

/** What one host makes of the sample documents: its answers, and its share file by file. */
async function mirrorSamples(example: string) {
  const { makeSamples }: { makeSamples(): Sample[] } = await import(
    new URL('../../express-knex/demo/samples.mjs', import.meta.url).href
  );
  const samples = makeSamples();
  const share = await temporaryFolder();
  const server = await startServer({ NAS_MOUNT_PATH: share, SYNC_LOCALE: 'en' }, serverFile(example));
  for (const { type, name, date, content } of samples) {
    const query = new URLSearchParams({ type, name, date: date ?? '' });
    expect(await upload(server, query.toString(), content)).toMatchObject({ status: 201 });
  }
  const run = summarySchema.parse((await ask(server, 'POST', '/run')).body);
  run.warnings.sort(); // As documents come to their turn, several at once.
  const status = statusSchema.parse((await ask(server, 'GET', '/status')).body);
  const rows = (await (await fetch(`${server.url}/documents`)).json()) as Record<string, unknown>[];
  const again = await ask(server, 'POST', '/run');
  server.child.kill('SIGTERM');
  expect(await server.exited).toEqual({ code: 0, signal: null });
  const files = [...(await listFiles(share))].filter(([key]) => !key.startsWith('.docmirror/'));
  const tree = Object.fromEntries(files.map(([key, file]) => [key, file.sha256]));
  return { samples, run, status, rows, again, tree };
}

test('leaves the same tree as the host on Knex, file by file, with the same answers', async () => {
  const prisma = await mirrorSamples('express-prisma');
  const knex = await mirrorSamples('express-knex');
  expect(Object.keys(prisma.tree)).toHaveLength(prisma.samples.length);
  expect(prisma.tree).toEqual(knex.tree);
  expect(new Set(Object.values(prisma.tree))).toEqual(new Set(prisma.samples.map(({ content }) => sha256(content))));
  expect(prisma.tree).toHaveProperty(['2024/01/invoices/abc123.pdf']);

  expect(prisma.run).toEqual(knex.run);
  expect(prisma.run).toMatchObject({ total: 16, synced: 16, failed: 0 });
  expect(prisma.again).toEqual(knex.again);
  expect(prisma.again.body).toMatchObject({ total: 0 });
  expect({ ...prisma.status, last_sync: '' }).toEqual({ ...knex.status, last_sync: '' });

  const chance = ['file_path', 'updated_at', 'synced_at'];
  const lasting = (rows: Record<string, unknown>[]) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !chance.includes(name))));
  expect(lasting(prisma.rows)).toEqual(lasting(knex.rows));
  expect(Object.keys(prisma.rows[0] ?? {}).sort()).toEqual(Object.keys(knex.rows[0] ?? {}).sort());
}, 60_000);

test.each(['app.mjs', 'authorize.mjs', 'uploads.mjs'])('%s is that of the host on Knex', async (name) => {
  const text = (example: string) => readFile(new URL(`../../${example}/${name}`, import.meta.url), 'utf8');
  expect(await text('express-prisma')).toBe(await text('express-knex'));
});
