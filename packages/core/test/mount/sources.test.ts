import { execFileSync } from 'node:child_process';
import * as nodeFs from 'node:fs';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CopyJob } from '../../src/mirror.js';
import type { FileSystem } from '../../src/mount/file-system.js';
import { createShare } from '../../src/mount/share.js';

describe.each([
  ['folders by descriptors', true],
  ['folders by path', false],
])('what a document may be copied from, %s', (_, anchored) => {
  let base: string;
  let uploads: string;
  let mirrorId: string;

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'docmirror-sources-'));
    uploads = join(base, 'uploads');
    for (const folder of ['uploads', 'uploads/in', 'outside', 'nas']) mkdirSync(join(base, folder));
    writeFileSync(join(base, 'outside/secret.pdf'), 'secret');
    writeFileSync(join(uploads, 'in/a.pdf'), 'content of a');
    mirrorId = shareOf(nodeFs).adopt({ folders: { invoice: 'invoices' } }).id;
  });
  afterEach(() => rmSync(base, { recursive: true }));

  function shareOf(fs: FileSystem) {
    return createShare({ fs, path: join(base, 'nas'), anchored, readBack: false, now: Date.now });
  }

  function copy(source: string, fs: FileSystem = nodeFs, otherwise: Partial<CopyJob> = {}) {
    const share = shareOf(fs);
    try {
      const place = { directory: '2024/01/invoices', fileName: 'copy.pdf', idTag: '1' };
      return share.copy({ mirrorId, source, sourceRoots: [uploads], ...place, ...otherwise });
    } finally {
      share.release();
    }
  }

  /** Files of the share, whatever their names. */
  function files(): string[] {
    const entries = readdirSync(join(base, 'nas'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && entry.name !== 'mirror.json').map(({ name }) => name);
  }

  test('a file in a folder of the source root', () => {
    expect(copy('in/a.pdf')).toMatchObject({ outcome: 'copied', size: 12 });
    expect(readFileSync(join(base, 'nas/2024/01/invoices/copy.pdf'), 'utf8')).toBe('content of a');
  });

  test('a link to a file outside is refused', () => {
    symlinkSync(join(base, 'outside/secret.pdf'), join(uploads, 'link.pdf'));
    expect(() => copy('link.pdf')).toThrow(
      expect.objectContaining({ code: 'SOURCE_OUTSIDE_ROOTS', scope: 'document' }),
    );
    expect(files()).toEqual([]);
  });

  test('a link to a file inside is refused: it may lead elsewhere a moment later', () => {
    symlinkSync(join(uploads, 'in/a.pdf'), join(uploads, 'link.pdf'));
    expect(() => copy('link.pdf')).toThrow(expect.objectContaining({ code: 'SOURCE_IS_LINK', scope: 'document' }));
    expect(files()).toEqual([]);
  });

  test.each([
    ['to nothing inside', (path: string) => symlinkSync(join(uploads, 'nothing.pdf'), path)],
    ['to nothing outside', (path: string) => symlinkSync(join(base, 'nothing.pdf'), path)],
    ['through a file', (path: string) => symlinkSync(join(uploads, 'in/a.pdf/b.pdf'), path)],
    ['to itself', (path: string) => symlinkSync(path, path)],
  ])('a link that leads %s is a missing file', (_where, link) => {
    link(join(uploads, 'link.pdf'));
    expect(() => copy('link.pdf')).toThrow(expect.objectContaining({ code: 'SOURCE_NOT_FOUND', scope: 'document' }));
  });

  test('a link that leads nowhere in one source root does not hide the file in the next', () => {
    mkdirSync(join(base, 'first'));
    symlinkSync('nothing.pdf', join(base, 'first/a.pdf'));
    const sourceRoots = [join(base, 'first'), join(uploads, 'in')];
    expect(copy('a.pdf', nodeFs, { sourceRoots })).toMatchObject({ outcome: 'copied' });
  });

  test('a way through a folder that is a link out is refused', () => {
    symlinkSync(join(base, 'outside'), join(uploads, 'out'));
    expect(() => copy('out/secret.pdf')).toThrow(expect.objectContaining({ code: 'SOURCE_OUTSIDE_ROOTS' }));
    expect(files()).toEqual([]);
  });

  test('a way through a folder that is a link within is fine', () => {
    symlinkSync(join(uploads, 'in'), join(uploads, 'within'));
    expect(copy('within/a.pdf')).toMatchObject({ outcome: 'copied', size: 12 });
  });

  test('a source root that is itself a link is fine, by both its names', () => {
    symlinkSync(uploads, join(base, 'named'));
    const roots = { sourceRoots: [join(base, 'named')] };
    expect(copy('in/a.pdf', nodeFs, roots)).toMatchObject({ outcome: 'copied' });
    expect(copy(join(uploads, 'in/a.pdf'), nodeFs, roots)).toMatchObject({ outcome: 'unchanged' });
  });

  test('a folder whose name only begins like the root is outside', () => {
    mkdirSync(`${uploads}-private`);
    writeFileSync(`${uploads}-private/a.pdf`, 'private');
    for (const source of ['../uploads-private/a.pdf', `${uploads}-private/a.pdf`]) {
      expect(() => copy(source)).toThrow(expect.objectContaining({ code: 'SOURCE_OUTSIDE_ROOTS' }));
    }
  });

  test('a name that begins with two dots is inside', () => {
    writeFileSync(join(uploads, '..a.pdf'), 'content');
    expect(copy('..a.pdf')).toMatchObject({ outcome: 'copied' });
  });

  test('a pipe is refused, and nobody waits for somebody to write to it', () => {
    execFileSync('mkfifo', [join(uploads, 'pipe.pdf')]);
    expect(() => copy('pipe.pdf')).toThrow(expect.objectContaining({ code: 'SOURCE_NOT_A_FILE', scope: 'document' }));
    expect(files()).toEqual([]);
  });

  test.each([
    ['grows', (path: string) => nodeFs.appendFileSync(path, 'more')],
    ['shrinks', (path: string) => nodeFs.truncateSync(path, 3)],
    ['is emptied', (path: string) => nodeFs.truncateSync(path, 0)],
    ['is replaced', replace],
    ['is removed', (path: string) => rmSync(path)],
  ])('a file that %s while it is read stays pending', (_what, change) => {
    const path = join(uploads, 'in/a.pdf');
    let changed = false;
    const changing: FileSystem = {
      ...nodeFs,
      readSync(fd, buffer, offset, length, position) {
        // Not all at once, so that there is something left to read.
        const read = nodeFs.readSync(fd, buffer, offset, Math.min(length, 5), position);
        if (
          !changed &&
          buffer
            .subarray(offset, offset + read)
            .toString()
            .startsWith('conte')
        ) {
          changed = true;
          change(path);
        }
        return read;
      },
    };
    expect(() => copy('in/a.pdf', changing)).toThrow(
      expect.objectContaining({ code: 'SOURCE_CHANGED', scope: 'document' }),
    );
    expect(changed).toBe(true);
    expect(files()).toEqual([]);
  });

  test('a file that cannot be read is reported as such', () => {
    const refusing: FileSystem = {
      ...nodeFs,
      openSync(path, flags, mode) {
        if (path.endsWith('a.pdf')) throw Object.assign(new Error('EACCES'), { code: 'EACCES', errno: -13 });
        return nodeFs.openSync(path, flags, mode);
      },
    };
    const failure = { code: 'SOURCE_UNREADABLE', params: { error: 'EACCES' }, scope: 'document' };
    expect(() => copy('in/a.pdf', refusing)).toThrow(expect.objectContaining(failure));
  });

  test('a file that stops being readable is the document’s failure, not the share’s', () => {
    const failing: FileSystem = {
      ...nodeFs,
      readSync(fd, buffer, offset, length, position) {
        const read = nodeFs.readSync(fd, buffer, offset, length, position);
        if (
          !buffer
            .subarray(offset, offset + read)
            .toString()
            .startsWith('content')
        )
          return read;
        throw Object.assign(new Error('EIO'), { code: 'EIO', errno: -5 });
      },
    };
    expect(() => copy('in/a.pdf', failing)).toThrow(
      expect.objectContaining({ code: 'SOURCE_UNREADABLE', scope: 'document' }),
    );
    expect(files()).toEqual([]);
  });
});

/** By a rename, as careful programs write; of the same size and time, so that only its inode tells. */
function replace(path: string): void {
  const { atimeNs, mtimeNs } = nodeFs.statSync(path, { bigint: true });
  writeFileSync(`${path}.new`, 'CONTENT OF A');
  nodeFs.utimesSync(`${path}.new`, Number(atimeNs) / 1e9, Number(mtimeNs) / 1e9);
  nodeFs.renameSync(`${path}.new`, path);
}
