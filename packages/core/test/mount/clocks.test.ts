import type { IFs } from 'memfs';
import { expect, test } from 'vitest';
import type { FileSystem } from '../../src/mount/file-system.js';
import { createShare } from '../../src/mount/share.js';
import { memoryFileSystem } from '../run/memory-file-system.js';

const day = 24 * 60 * 60 * 1000;
const folder = '/nas/2024/01/invoices';

/** The share as a host sees it whose clock is so far ahead. */
const shareOf = (fs: FileSystem, aheadMs: number) =>
  createShare({ fs, path: '/nas', anchored: false, readBack: false, now: () => Date.now() + aheadMs });

/** A copy of `a.pdf`, beside a host that looks through the folder just before the copy gets its name. */
function copyBeside(aheadMs: number) {
  const fs: IFs = memoryFileSystem();
  for (const made of ['/nas', '/uploads']) fs.mkdirSync(made);
  fs.writeFileSync('/uploads/a.pdf', 'content');
  const other = shareOf(fs as unknown as FileSystem, aheadMs);
  const { id: mirrorId } = other.adopt({ folders: { invoice: 'invoices' } });
  let looks = 0;
  const linkSync: IFs['linkSync'] = (from, to) => {
    looks += 1;
    if (looks === 1) other.list({ mirrorId, limit: 10 });
    fs.linkSync(from, to);
  };
  const own = shareOf({ ...(fs as object), linkSync } as FileSystem, 0);
  const job = { mirrorId, directory: '2024/01/invoices', fileName: 'a.pdf', idTag: '1' };
  return { fs, copy: () => own.copy({ ...job, source: 'a.pdf', sourceRoots: ['/uploads'] }) };
}

test('beside a host whose clock is behind, or less than a day ahead, a copy is made as ever', () => {
  for (const aheadMs of [-2 * day, day / 2]) {
    const { fs, copy } = copyBeside(aheadMs);
    expect(copy()).toMatchObject({ outcome: 'copied', key: '2024/01/invoices/a.pdf' });
    expect(fs.readdirSync(folder)).toEqual(['a.pdf']);
  }
});

test('a host whose clock is days ahead can make a copy fail, which leaves nothing; the next one is made', () => {
  const { fs, copy } = copyBeside(2 * day);
  expect(copy).toThrow(expect.objectContaining({ code: 'COPY_REFUSED' }));
  expect(fs.readdirSync(folder)).toEqual([]);
  expect(copy()).toMatchObject({ outcome: 'copied', key: '2024/01/invoices/a.pdf' });
  expect(String(fs.readFileSync(`${folder}/a.pdf`))).toBe('content');
});
