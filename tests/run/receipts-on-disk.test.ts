import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createReceiptTable, knexStore } from '@docmirror/adapter-knex';
import type { SyncEngine, SyncEngineOptions } from '@docmirror/core';
import fs from 'fs-extra';
import { describe, expect, test } from 'vitest';
import { columns } from '../support/database.mjs';
import { createOffice, type NewDocument, type Office } from '../support/office.js';
import { scratchFolder } from '../support/scratch.js';
import { copiesBelow, sha256 } from '../support/tree.js';

interface Setting {
  readonly office: Office;
  readonly share: string;
  readonly sync: SyncEngine;
  /** An engine as another instance has it. */
  engine(options?: Partial<SyncEngineOptions>): SyncEngine;
  update(id: number, columns: Record<string, unknown>): Promise<void>;
  /** Content of each copy by its key. */
  copies(): Record<string, string>;
}

async function setting(documents: readonly NewDocument[], options: Partial<SyncEngineOptions> = {}): Promise<Setting> {
  const office = await createOffice(documents);
  await createReceiptTable(office.database);
  const share = scratchFolder();
  const engine: Setting['engine'] = (more = {}) =>
    office.engine(
      share,
      {},
      { store: knexStore(office.database, { columns, receipts: true, storeId: 'office' }), ...options, ...more },
    );
  return {
    office,
    share,
    engine,
    sync: engine(),
    async update(id, changes) {
      const { version } = await office.database('documents').where({ id }).first('version');
      await office
        .database('documents')
        .where({ id })
        .update({ ...changes, version: Number(version) + 1 });
    },
    copies: () =>
      Object.fromEntries(copiesBelow(share).map(({ path }) => [path, fs.readFileSync(join(share, path), 'utf8')])),
  };
}

/** What `README.txt` on the share says to run; its answer. */
function checkByReadme(share: string): { readonly status: number | null; readonly output: string } {
  const readme = fs.readFileSync(join(share, '.docmirror/README.txt'), 'utf8');
  const [command = 'false'] = /cat .*sha256sum.*/.exec(readme) ?? [];
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: share, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

test('changes of every kind, deletions and twins, on a real disk with a real database', async (context) => {
  if (spawnSync('sha256sum', ['--version']).status !== 0) return context.skip('this system has no sha256sum');
  const same = { name: 'twin.pdf', content: 'the same' };
  const others = Array.from({ length: 20 }, () => ({ date: '2024-03-01' }));
  const documents = [{ content: 'one' }, { content: 'two' }, { content: 'three' }, same, same, { content: 'six' }];
  const { office, share, sync, update, copies } = await setting([...documents, ...others], { deleted: 'trash' });
  expect(await sync.runSync()).toMatchObject({ total: 26, synced: 26, failed: 0, warnings: [] });
  expect(checkByReadme(share)).toEqual({ status: 0, output: '' });
  const untouched = copies();
  expect(await sync.runSync()).toMatchObject({ total: 0 });
  expect(copies()).toEqual(untouched);

  fs.writeFileSync(join(office.sources, '1.bin'), 'one, replaced');
  await update(1, {});
  await update(2, { type: 'receipt' });
  await update(3, { document_date: '2023-12-31', file_name: 'Été.pdf' });
  await office.database('documents').where({ id: 6 }).delete();
  const plan = await sync.plan();
  expect(plan.entries.map(({ document_id, action }) => [document_id, action])).toEqual([
    ['1', 'replace'],
    ['2', 'move'],
    ['3', 'move'],
    ['6', 'trash'],
  ]);
  expect(await sync.runSync()).toMatchObject({ total: 3, synced: 3, failed: 0, removed: 1, warnings: [] });
  const own = Object.entries(copies()).filter(([key]) => !key.startsWith('2024/03/'));
  expect(Object.fromEntries(own)).toEqual({
    '2024/01/invoices/document-1.pdf': 'one, replaced',
    '2024/01/receipts/document-2.pdf': 'two',
    '2023/12/invoices/Été.pdf': 'three',
    '2024/01/invoices/twin.pdf': 'the same',
    '2024/01/invoices/twin-5.pdf': 'the same',
  });
  const today = new Date().toISOString().slice(0, 10);
  const trashed = join(share, '.docmirror/trash', today, 'office', '2024/01/invoices/document-6.pdf');
  expect(fs.readFileSync(trashed, 'utf8')).toBe('six');
  expect(checkByReadme(share)).toEqual({ status: 0, output: '' });

  fs.appendFileSync(join(share, '2024/01/receipts/document-2.pdf'), '!');
  expect(checkByReadme(share).status).not.toBe(0);
});

/** What a tool prints that compares the sources, laid out as the receipts say, with the share; undefined where it is not installed. */
function compare(
  tool: string,
  args: readonly string[],
): { readonly status: number | null; readonly output: string } | undefined {
  const { error, status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
  return error === undefined ? { status, output: stdout + stderr } : undefined;
}

describe('other tools that read every byte find no difference between the sources and their copies', () => {
  const differences = {
    rclone: (sources: string, share: string) =>
      compare('rclone', ['--config', '', 'check', '--download', '--exclude', '/.docmirror/**', sources, share]),
    'rsync -rtnc': (sources: string, share: string) =>
      compare('rsync', [
        '-rtnc',
        '--delete',
        '--exclude',
        '/.docmirror/',
        '--itemize-changes',
        `${sources}/`,
        `${share}/`,
      ]),
  };

  test.for(Object.entries(differences))('%s', async ([tool, check], context) => {
    const twins = { name: 'twin.pdf', content: 'the same' };
    const names = ['Été à la plage.pdf', 'CON.pdf', 'a:b?.pdf', `${'long '.repeat(70)}.pdf`, 'Scan.PDF', 'scan.pdf'];
    const { office, share, sync, update } = await setting([twins, twins, ...names.map((name) => ({ name }))]);
    await sync.runSync();
    await update(2, { document_date: '2023-12-31' });
    await update(4, { type: 'receipt' });
    fs.writeFileSync(join(office.sources, '3.bin'), 'replaced');
    await update(3, {});
    expect(await sync.runSync()).toMatchObject({ total: 3, synced: 3, warnings: [] });

    const laidOut = scratchFolder();
    const receipts = await office
      .database('docmirror_receipts')
      .where({ role: 'current' })
      .select('document_id', 'file_key');
    expect(receipts).toHaveLength(2 + names.length);
    for (const { document_id, file_key } of receipts) {
      fs.ensureDirSync(dirname(join(laidOut, file_key)));
      const source = join(office.sources, `${document_id}.bin`);
      fs.copyFileSync(source, join(laidOut, file_key));
      const { atime, mtime } = fs.statSync(source);
      fs.utimesSync(join(laidOut, file_key), atime, mtime);
    }
    const answer = check(laidOut, share);
    if (answer === undefined) return context.skip(`${tool.split(' ')[0]} is not installed`);
    // rsync also lists folders, whose times are nobody's matter.
    const files = answer.output.split('\n').filter((line) => /^(>f|\*deleting|.*ERROR)/.test(line));
    expect({ ...answer, output: files }).toEqual({ status: 0, output: [] });

    fs.appendFileSync(join(share, receipts[0].file_key), '!');
    expect(check(laidOut, share)).not.toEqual(answer);
  });
});

test('a month that is left empty goes, folder by folder; foreign files keep theirs', async () => {
  const { share, sync, update } = await setting([{ date: '2024-01-31' }, { date: '2024-02-29' }]);
  await sync.runSync();
  fs.writeFileSync(join(share, '2024/02/notes.txt'), 'of the user');
  await update(1, { document_date: '2024-03-31' });
  await update(2, { document_date: '2024-03-31' });
  await sync.runSync();
  expect(fs.readdirSync(join(share, '2024')).sort()).toEqual(['02', '03']);
  expect(fs.readdirSync(join(share, '2024/02'))).toEqual(['notes.txt']);
});

test('several instances at once: no two documents share a copy, and the lists end as the copies are', async () => {
  const content = 'the same in all';
  const documents = Array.from({ length: 60 }, (_, n) => ({ content, name: n % 2 ? 'scan.pdf' : 'Scan.PDF' }));
  const { share, engine, office, copies } = await setting(documents);
  const instances = [engine(), engine(), engine()];
  await Promise.all(instances.map((sync) => sync.runSync()));
  // What was being marked by another when one looked is with the next run.
  expect(await engine().runSync()).toMatchObject({ failed: 0 });
  expect((await office.rows()).every(({ synced }) => synced)).toBe(true);
  expect(Object.keys(copies())).toHaveLength(60);
  expect(copiesBelow(share).every(({ checksum }) => checksum === sha256(content))).toBe(true);
  expect(checkByReadme(share)).toEqual({ status: 0, output: '' });
});
