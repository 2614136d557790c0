import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type CopyJob, type CopyReceipt, type Mirror, mountMirror } from '@docmirror/core';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, onTestFinished, test } from 'vitest';
import { scratchFolder } from '../support/scratch.js';
import { filesBelow } from '../support/tree.js';
import { disk, needsRoot } from './disk.js';

const key = '2024/01/invoices/a.pdf';

interface Bench {
  readonly share: string;
  readonly sources: string;
  readonly mirror: Mirror;
  readonly mirrorId: string;
  /** Copies this content as the document's file. */
  copy(content: Buffer, otherwise?: Partial<CopyJob>): Promise<CopyReceipt>;
}

/** An adopted share on a disk of its own, worked on by a real copy process. */
async function bench(megabytes: number): Promise<Bench> {
  const share = disk(megabytes);
  const sources = scratchFolder();
  const mirror = mountMirror({ path: share });
  onTestFinished(() => mirror.close());
  const { id: mirrorId } = await mirror.adopt({ folders: { invoice: 'invoices' } });
  const job = {
    mirrorId,
    source: 'a.pdf',
    sourceRoots: [sources],
    directory: '2024/01/invoices',
    fileName: 'a.pdf',
    idTag: '7',
  };
  return {
    ...{ share, sources, mirror, mirrorId },
    copy(content, otherwise) {
      fs.writeFileSync(join(sources, 'a.pdf'), content);
      return mirror.copy({ ...job, ...otherwise });
    },
  };
}

const megabytes = (count: number, text: string) => Buffer.alloc(count * 1024 * 1024, text);
const paths = (folder: string) => filesBelow(folder).map(({ path }) => path);
const sha256 = (path: string) => createHash('sha256').update(fs.readFileSync(path)).digest('hex');

describeWhere(needsRoot, 'upkeep of copies on a disk', () => {
  test('a previous copy that cannot be replaced for lack of room stays as it was', async () => {
    const { share, copy } = await bench(8);
    const previous = await copy(megabytes(3, 'old '));
    const tooLarge = { code: 'COPY_TOO_LARGE', scope: 'probe', params: { bytes: String(6 * 1024 * 1024) } };
    await expect(copy(megabytes(6, 'new '), { previous })).rejects.toMatchObject(tooLarge);
    expect(sha256(join(share, key))).toBe(previous.checksum);
    expect(paths(share)).toEqual(['.docmirror/mirror.json', key]);
    expect(await copy(megabytes(4, 'new '), { previous })).toMatchObject({ outcome: 'replaced', key });
  });

  test('a file that cannot be restored for lack of room leaves nothing behind, and what was there stays', async () => {
    const { mirror, mirrorId, copy } = await bench(16);
    const receipt = await copy(megabytes(6, 'content '));
    const local = disk(4);
    fs.writeFileSync(join(local, 'a.pdf'), 'what was there');
    const request = { mirrorId, copy: receipt, root: local, path: 'a.pdf', overwrite: true };
    await expect(mirror.restore(request)).rejects.toMatchObject({
      ...{ code: 'RESTORE_FAILED', scope: 'document', params: { error: 'ENOSPC' } },
    });
    expect(paths(local)).toEqual(['a.pdf']);
    expect(fs.readFileSync(join(local, 'a.pdf'), 'utf8')).toBe('what was there');
  });

  test('nothing is read from or removed on a second file system below the root', async () => {
    const { share, mirror, mirrorId, copy } = await bench(8);
    const receipt = await copy(Buffer.from('content'));
    const inner = disk(8, join(share, '2024'));
    fs.outputFileSync(join(inner, '01/invoices/a.pdf'), 'content');
    const found = await mirror.inspect({ mirrorId, level: 'checksum', copies: [receipt] });
    expect(found).toEqual([{ state: 'unreadable', error: 'MIRROR_OTHER_DEVICE' }]);
    const other = { code: 'MIRROR_OTHER_DEVICE', scope: 'document' };
    await expect(mirror.remove({ mirrorId, copy: receipt })).rejects.toMatchObject(other);
    const request = { mirrorId, copy: receipt, root: scratchFolder(), path: 'a.pdf', overwrite: false };
    await expect(mirror.restore(request)).rejects.toMatchObject(other);
    expect(paths(inner)).toEqual(['01/invoices/a.pdf']);
  });

  test('of a share that was lazily unmounted nothing is said to be missing, and nothing lands below the mount point', async () => {
    const { share, mirror, mirrorId, copy } = await bench(8);
    const receipt = await copy(Buffer.from('content'));
    // Every thread has the share open.
    await Promise.all(Array.from({ length: 4 }, () => mirror.list({ mirrorId, limit: 10 })));
    execFileSync('umount', ['-l', share]);
    const lost = { code: 'MIRROR_LOST', scope: 'run' };
    const copies = [receipt, { ...receipt, key: '2024/02/invoices/none.pdf' }];
    await expect(mirror.inspect({ mirrorId, level: 'presence', copies })).rejects.toMatchObject(lost);
    await expect(mirror.list({ mirrorId, limit: 10 })).rejects.toMatchObject(lost);
    await expect(mirror.read({ mirrorId, name: 'none.txt', offset: 0 })).rejects.toMatchObject(lost);
    const piece = { mirrorId, name: 'list.txt', token: 'token', content: 'x\n', offset: 0, last: true };
    await expect(mirror.write(piece)).rejects.toMatchObject(lost);
    await expect(mirror.remove({ mirrorId, copy: receipt, trash: '2024-05-06' })).rejects.toMatchObject(lost);
    expect(paths(share)).toEqual([]);
    expect(fs.readdirSync(share)).toEqual([]);
  });
});
