import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, test } from 'vitest';
import { createOffice, type Office } from '../support/office.js';
import { scratchFolder } from '../support/scratch.js';
import { copiesBelow } from '../support/tree.js';
import { needsRoot } from './disk.js';

const hostFile = fileURLToPath(new URL('../hosts/run-once.mjs', import.meta.url));
const nobody = 65534;

/** Root may write anywhere, so the host of these tests is somebody else. */
function runAsNobody(office: Office, share: string): Record<string, unknown> {
  for (const file of [office.databaseFile, `${office.databaseFile}-wal`, `${office.databaseFile}-shm`]) {
    if (fs.existsSync(file)) fs.chmodSync(file, 0o666);
  }
  const base = join(office.sources, '..');
  fs.chmodSync(base, 0o777);
  const output = execFileSync(
    'setpriv',
    [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', process.execPath, hostFile],
    {
      env: { ...process.env, HOME: '/', DATABASE: office.databaseFile, SOURCES: office.sources, NAS_PATH: share },
      encoding: 'utf8',
      timeout: 30_000,
    },
  );
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

function folderOf(owner: number, mode: number): string {
  const folder = join(scratchFolder(), 'share');
  fs.mkdirSync(folder);
  fs.chmodSync(join(folder, '..'), 0o755);
  fs.chmodSync(folder, mode);
  fs.chownSync(folder, owner, owner);
  return folder;
}

describeWhere(needsRoot, 'a host without the right to write', () => {
  test('a root it may not write to is refused as not writable, and stays as it is', async () => {
    const office = await createOffice([{}]);
    const share = folderOf(0, 0o755);
    expect(runAsNobody(office, share)).toEqual({ refused: 'MIRROR_NOT_WRITABLE' });
    expect(fs.readdirSync(share)).toEqual([]);
  });

  test('one folder below the root that it may not write to fails its documents, not the run', async () => {
    const office = await createOffice([{ date: '2024-01-31' }, { date: '2023-05-05' }]);
    const share = folderOf(nobody, 0o755);
    fs.mkdirpSync(join(share, '2024'));
    const summary = runAsNobody(office, share);
    expect(summary).toMatchObject({
      total: 2,
      synced: 1,
      failed: 1,
      failures: [{ document_id: '1', code: 'COPY_REFUSED' }],
    });
    expect(copiesBelow(share).map(({ path }) => path)).toEqual(['2023/05/invoices/document-2.pdf']);
    expect((await office.rows()).map(({ synced }) => synced)).toEqual([false, true]);
  });

  test('a source it may not read fails its document alone', async () => {
    const office = await createOffice([{}, {}]);
    fs.chmodSync(join(office.sources, '1.bin'), 0o600);
    const summary = runAsNobody(office, folderOf(nobody, 0o755));
    expect(summary).toMatchObject({ synced: 1, failures: [{ document_id: '1', code: 'SOURCE_UNREADABLE' }] });
  });
});
