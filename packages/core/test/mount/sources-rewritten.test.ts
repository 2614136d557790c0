import * as nodeFs from 'node:fs';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileSystem } from '../../src/mount/file-system.js';
import { createShare } from '../../src/mount/share.js';

const minute = 60_000;
const key = '2024/01/invoices/a.pdf';
const before = 'AAAAAAAAAA';

let base: string;
let source: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'docmirror-rewritten-'));
  for (const folder of ['uploads', 'nas']) mkdirSync(join(base, folder));
  source = join(base, 'uploads/a.pdf');
  writeFileSync(source, before);
  utimesSync(source, 1_700_000_000, 1_700_000_000);
});
afterEach(() => rmSync(base, { recursive: true }));

/** @param nowMs of the share, by which a source is an old or a fresh file. */
function copy(fs: FileSystem, nowMs: number) {
  const share = createShare({ fs, path: join(base, 'nas'), anchored: true, readBack: false, now: () => nowMs });
  try {
    const { id } = share.adopt({ folders: { invoice: 'invoices' } });
    const place = { directory: '2024/01/invoices', fileName: 'a.pdf', idTag: '1' };
    return share.copy({ mirrorId: id, source: 'a.pdf', sourceRoots: [join(base, 'uploads')], ...place });
  } finally {
    share.release();
  }
}

interface Meddling {
  /** Happens once, when a half of the source has been read. */
  readonly happen?: () => void;
  /** After this many reads of a half. Default 1. */
  readonly halves?: number;
  /** What the file system says of the source instead. */
  readonly says?: Partial<nodeFs.BigIntStats>;
}

/** `node:fs`, with something going on at the source; told of how many bytes of it were read. */
function meddling({ happen = () => undefined, halves = 1, says = {} }: Meddling): FileSystem & { read: number } {
  const ofSource = new Set<number>();
  const altered = (stats: nodeFs.BigIntStats) => Object.assign(stats, says);
  const fs = {
    ...nodeFs,
    read: 0,
    openSync(path: string, flags: number, mode?: number) {
      const fd = nodeFs.openSync(path, flags, mode);
      if (path === source) ofSource.add(fd);
      else ofSource.delete(fd);
      return fd;
    },
    readSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null) {
      if (!ofSource.has(fd)) return nodeFs.readSync(fd, buffer, offset, length, position);
      const read = nodeFs.readSync(fd, buffer, offset, Math.min(length, 5), position);
      fs.read += read;
      if (read === 5) {
        halves -= 1;
        if (halves === 0) happen();
      }
      return read;
    },
    fstatSync(fd: number, options: { bigint: true }) {
      const stats = nodeFs.fstatSync(fd, options);
      return ofSource.has(fd) ? altered(stats) : stats;
    },
  };
  return fs as FileSystem & { read: number };
}

/** As `rsync --inplace --times` or an editor that keeps times. */
function rewrite(): void {
  const fd = nodeFs.openSync(source, 'r+');
  nodeFs.writeSync(fd, 'BBBBBBBBBB');
  nodeFs.closeSync(fd);
  utimesSync(source, 1_700_000_000, 1_700_000_000);
}

const changed = expect.objectContaining({ code: 'SOURCE_CHANGED', scope: 'document' });
const copies = () => nodeFs.readdirSync(join(base, 'nas/2024/01/invoices'));

describe('a source that is rewritten in place and gets its old time back while it is copied', () => {
  test.each([
    ['an old file', {}, minute],
    ['a file that changed just before', {}, 0],
    ['a file system that keeps no change time', { ctimeNs: 0n }, minute],
    [
      'a file of this moment on a file system whose change time stands still',
      { ctimeNs: 1_700_000_000_000_000_000n },
      -1,
    ],
  ])('%s: no copy is a mixture', (_what, says, laterMs) => {
    const nowMs = laterMs < 0 ? 1_700_000_000_000 : Date.now() + laterMs;
    expect(() => copy(meddling({ happen: rewrite, says }), nowMs)).toThrow(changed);
    expect(copies()).toEqual([]);
    expect(copy(nodeFs, nowMs)).toMatchObject({ outcome: 'copied' });
    expect(readFileSync(join(base, 'nas', key), 'utf8')).toBe('BBBBBBBBBB');
  });

  test('while it is compared with a copy that is there: the copy is not taken for right', () => {
    expect(copy(nodeFs, Date.now())).toMatchObject({ outcome: 'copied' });
    expect(() => copy(meddling({ happen: rewrite }), Date.now() + minute)).toThrow(changed);
  });

  test('and again while it is read for the second time: it waits for the next run', () => {
    let left = 3;
    const fs = meddling({});
    const restless: FileSystem = {
      ...fs,
      readSync(fd, buffer, offset, length, position) {
        const read = fs.readSync(fd, buffer, offset, length, position);
        // To the same content, so that its checksum tells nothing.
        if (read === 5 && left-- > 0) chmodSync(source, 0o600 + left);
        return read;
      },
    };
    expect(() => copy(restless, Date.now() + minute)).toThrow(changed);
  });
});

describe('a source whose content stays', () => {
  test.each([
    ['gets another mode', () => chmodSync(source, 0o600)],
    ['gets another name', () => linkSync(source, join(base, 'snapshot'))],
  ])('is copied though it %s meanwhile', (_what, happen) => {
    const fs = meddling({ happen });
    expect(copy(fs, Date.now() + minute)).toMatchObject({ outcome: 'copied', size: 10 });
    expect(fs.read).toBe(20);
  });

  test('is read once where its change time can be trusted, and twice where not', () => {
    const trusted = meddling({});
    copy(trusted, Date.now() + minute);
    expect(trusted.read).toBe(10);
    const fresh = meddling({});
    rmSync(join(base, 'nas/2024'), { recursive: true });
    copy(fresh, Date.now());
    expect(fresh.read).toBe(20);
  });
});

describe('a source that holds more than its size says', () => {
  test.each([0n, 3n, 9n])('%s bytes: it is read to its end', (size) => {
    expect(copy(meddling({ says: { size } }), Date.now() + minute)).toMatchObject({ outcome: 'copied', size: 10 });
    expect(readFileSync(join(base, 'nas', key), 'utf8')).toBe(before);
    expect(copy(meddling({ says: { size } }), Date.now() + minute)).toMatchObject({ outcome: 'unchanged', size: 10 });
  });

  test('does not tell of changes either', () => {
    // The first two measured it.
    const fs = meddling({ says: { size: 0n, ctimeNs: 1n }, happen: rewrite, halves: 3 });
    expect(() => copy(fs, Date.now() + minute)).toThrow(changed);
  });

  test('and never ends is refused by itself, and nothing of it is on the share', () => {
    const endless: FileSystem = {
      ...meddling({ says: { size: 0n } }),
      openSync: nodeFs.openSync,
      fstatSync: (fd, options) => Object.assign(nodeFs.fstatSync(fd, options), fdIsSource(fd) && { size: 0n }),
      readSync: (fd, buffer, offset, length, position) =>
        fdIsSource(fd) ? length : nodeFs.readSync(fd, buffer, offset, length, position),
    };
    const refusal = { code: 'SOURCE_UNREADABLE', params: { error: 'EFBIG' }, scope: 'document' };
    expect(() => copy(endless, Date.now())).toThrow(expect.objectContaining(refusal));
    expect(nodeFs.existsSync(join(base, 'nas/2024'))).toBe(false);
  });

  function fdIsSource(fd: number): boolean {
    return nodeFs.fstatSync(fd).ino === statSync(source).ino;
  }
});
