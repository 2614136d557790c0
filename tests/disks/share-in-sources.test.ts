import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, onTestFinished, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { scratchFolder } from '../support/scratch.js';
import { disk, needsRoot } from './disk.js';

/** Shows one folder at another path as well, until the test is over. */
function bind(folder: string, at: string): void {
  fs.mkdirSync(at, { recursive: true });
  execFileSync('mount', ['--bind', folder, at]);
  onTestFinished(() => void execFileSync('umount', ['-l', at]));
}

describeWhere(needsRoot, 'a share that is bound into a source folder', () => {
  test.each([
    ['as a whole', ''],
    ['by one of its folders', '2024/01'],
  ])('%s: a row that names its copy there is refused, and nothing there is moved', async (_, part) => {
    const office = await createOffice([{ name: 'a.pdf', content: 'content of a' }, {}]);
    const share = disk(8);
    const sync = office.engine(share);
    expect(await sync.runSync()).toMatchObject({ synced: 2 });
    bind(join(share, part), join(office.sources, 'bound'));
    const key = '2024/01/invoices/a.pdf';
    const source = join('bound', key.slice(part === '' ? 0 : part.length + 1));
    expect(fs.readFileSync(join(office.sources, source), 'utf8')).toBe('content of a');
    await office
      .database('documents')
      .where({ id: 1 })
      .update({ file_path: source, type: 'receipt', synced_to_nas: false });
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ synced: 0, failures: [{ document_id: '1', code: 'SOURCE_INSIDE_MIRROR' }] });
    expect(fs.readFileSync(join(share, key), 'utf8')).toBe('content of a');
    await office.add([{}]);
    expect(await sync.runSync()).toMatchObject({ warnings: [expect.stringContaining(office.sources)] });
  });

  test('the other way round, a source folder that is bound into the share', async () => {
    const office = await createOffice([{ date: '2024-01-31' }]);
    const share = scratchFolder();
    bind(office.sources, join(share, '2024'));
    const summary = await office.engine(share).runSync();
    expect(summary).toMatchObject({ failures: [{ document_id: '1', code: 'SOURCE_INSIDE_MIRROR' }] });
    expect(fs.readdirSync(office.sources)).toEqual(['1.bin']);
  });
});

describeWhere(needsRoot, 'files of a file system that tells no sizes', () => {
  test('are copied to their end', async () => {
    const office = await createOffice();
    bind('/proc', join(office.sources, 'proc'));
    await office.add([{ source: 'proc/version', name: 'version.txt' }]);
    const share = scratchFolder();
    expect(await office.engine(share).runSync()).toMatchObject({ synced: 1 });
    const copy = fs.readFileSync(join(share, '2024/01/invoices/version.txt'), 'utf8');
    expect(copy).toBe(fs.readFileSync('/proc/version', 'utf8'));
    expect(copy).not.toBe('');
  });
});
