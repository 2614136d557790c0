import * as nodeFs from 'node:fs';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CopyJob, RemoveRequest } from '../../src/mirror.js';
import { createShare, type Share } from '../../src/mount/share.js';

const key = '2024/01/invoices/a.pdf';

describe.each([
  ['folders by descriptors', true],
  ['folders by path', false],
])('a document’s own file is never taken for its copy, %s', (_, anchored) => {
  let base: string;
  let nas: string;
  let uploads: string;
  let mirrorId: string;
  let share: Share;

  beforeEach(() => {
    base = nodeFs.realpathSync(mkdtempSync(join(tmpdir(), 'docmirror-own-copies-')));
    [nas, uploads] = [join(base, 'nas'), join(base, 'uploads')];
    for (const folder of [nas, uploads]) mkdirSync(folder);
    writeFileSync(join(uploads, 'a.pdf'), 'content of a');
    share = createShare({ fs: nodeFs, path: nas, anchored, readBack: false, now: Date.now });
    mirrorId = share.adopt({ folders: { invoice: 'invoices' } }).id;
  });
  afterEach(() => {
    share.release();
    rmSync(base, { recursive: true });
  });

  function copy(otherwise: Partial<CopyJob> = {}) {
    const place = { directory: '2024/01/invoices', fileName: 'a.pdf', idTag: '1' };
    return share.copy({ mirrorId, source: 'a.pdf', sourceRoots: [uploads], ...place, ...otherwise });
  }
  const remove = (otherwise: Partial<RemoveRequest> & Pick<RemoveRequest, 'copy'>) =>
    share.remove({ mirrorId, sourceRoots: [uploads], ...otherwise });

  /** The source gives its place to another name of its copy, as a program does that saves space. */
  function linkSourceToCopy(): void {
    rmSync(join(uploads, 'a.pdf'));
    linkSync(join(nas, key), join(uploads, 'a.pdf'));
  }

  test('a hard link of the source gets no mark: the copy is made under the next name', () => {
    copy();
    linkSourceToCopy();
    const made = copy();
    expect(made).toMatchObject({ outcome: 'copied', key: '2024/01/invoices/a-1.pdf' });
    expect(statSync(join(nas, made.key)).ino).not.toBe(statSync(join(uploads, 'a.pdf')).ino);
  });

  test('a previous copy that is a hard link of the source is neither taken, replaced nor removed', () => {
    const previous = copy();
    linkSourceToCopy();
    expect(copy({ previous, dryRun: true })).toMatchObject({ outcome: 'copied', key: '2024/01/invoices/a-1.pdf' });
    const made = copy({ previous });
    expect(made).toMatchObject({ outcome: 'copied', key: '2024/01/invoices/a-1.pdf' });
    // Written through one of its names, it is another file than the receipt says, and the source still.
    writeFileSync(join(uploads, 'a.pdf'), 'content of today');
    expect(copy({ previous })).toMatchObject({ key: expect.not.stringMatching(/a\.pdf$/) });
    for (const trash of [undefined, '2024-05-06']) {
      expect(remove({ copy: previous, source: 'a.pdf', trash, whatever: trash !== undefined })).toBe('source');
      expect(remove({ copy: previous, source: join(uploads, 'a.pdf'), trash })).toBe('source');
    }
    expect(statSync(join(nas, key)).ino).toBe(statSync(join(uploads, 'a.pdf')).ino);
  });

  test('the source may be named by a link, or by nothing at all', () => {
    const made = copy();
    linkSourceToCopy();
    symlinkSync('a.pdf', join(uploads, 'link.pdf'));
    expect(remove({ copy: made, source: 'link.pdf' })).toBe('source');
    for (const source of [undefined, null, '', 'missing.pdf', 'a\0.pdf']) {
      expect(remove({ copy: { ...made, checksum: '0'.repeat(64) }, source })).toBe('changed');
    }
  });

  test.each([
    ['the share itself', () => nas],
    ['a folder above the share', () => base],
    ['a folder of the share', () => join(nas, '2024')],
    ['a link to the share', () => join(base, 'link')],
    ['a folder reached by a link', () => join(base, 'link/2024')],
  ])('in %s as source folder: a source on the share is refused, and a copy stays', (_what, root) => {
    const previous = copy();
    symlinkSync(nas, join(base, 'link'));
    const sourceRoots = [uploads, root()];
    for (const source of [join(nas, key), join(base, 'link', key)]) {
      const roots = { sourceRoots: [...sourceRoots, base] };
      const refusal = expect.objectContaining({ code: 'SOURCE_INSIDE_MIRROR', scope: 'document' });
      expect(() => copy({ source, ...roots, previous })).toThrow(refusal);
    }
    expect(remove({ copy: previous, sourceRoots })).toBe('source');
    expect(copy({ sourceRoots })).toMatchObject({ outcome: 'unchanged', reachedFrom: root() });
    expect(readFileSync(join(nas, key), 'utf8')).toBe('content of a');
  });

  test('a link in a source folder that leads to the share is refused as what it is', () => {
    copy();
    symlinkSync(nas, join(uploads, 'nas'));
    symlinkSync(join(nas, key), join(uploads, 'b.pdf'));
    for (const source of [`nas/${key}`, 'b.pdf']) {
      expect(() => copy({ source })).toThrow(expect.objectContaining({ code: 'SOURCE_INSIDE_MIRROR' }));
    }
  });

  test('nothing is restored through a link that leads to the share, nor tidied there', () => {
    const made = copy();
    symlinkSync(nas, join(base, 'link'));
    const old = join(nas, '.docmirror-0-1-abc.part');
    writeFileSync(old, 'x');
    for (const root of [join(base, 'link'), nas, join(nas, '2024')]) {
      const request = { mirrorId, copy: made, root, path: 'back.pdf', overwrite: true };
      expect(() => share.restore(request)).toThrow(expect.objectContaining({ code: 'RESTORE_TARGET_INSIDE_MIRROR' }));
    }
    expect(nodeFs.readdirSync(nas).sort()).toEqual(['.docmirror', '.docmirror-0-1-abc.part', '2024']);
  });

  test('a copy that has other names keeps its time: under one of them it may be a source', () => {
    const made = copy();
    linkSync(join(nas, key), join(uploads, 'b.pdf'));
    const before = statSync(join(uploads, 'b.pdf')).mtimeMs;
    utimesSync(join(uploads, 'a.pdf'), 1_500_000_000, 1_500_000_000);
    expect(copy()).toEqual({ ...made, outcome: 'unchanged', notPreserved: ['times'] });
    expect(statSync(join(uploads, 'b.pdf')).mtimeMs).toBe(before);
    rmSync(join(uploads, 'b.pdf'));
    expect(copy()).toEqual({ ...made, outcome: 'unchanged', notPreserved: [] });
    expect(Math.floor(statSync(join(nas, key)).mtimeMs)).toBe(1_500_000_000_000);
  });

  test.each([
    ['of 1969', '-14182940.25'],
    ['of 1910', '-1893456000'],
    ['a second before 1970', '-1'],
    ['of today', '1700000000.125'],
  ])('a time %s comes over, with a copy and with one that is found', (_what, seconds) => {
    const fd = nodeFs.openSync(join(uploads, 'a.pdf'), 'r+');
    nodeFs.futimesSync(fd, seconds, seconds);
    nodeFs.closeSync(fd);
    const wanted = Number(seconds) * 1000;
    expect(copy()).toMatchObject({ outcome: 'copied', notPreserved: [] });
    expect(Math.abs(statSync(join(nas, key)).mtimeMs - wanted)).toBeLessThan(0.01);
    utimesSync(join(nas, key), 1_600_000_000, 1_600_000_000);
    expect(copy()).toMatchObject({ outcome: 'unchanged', notPreserved: [] });
    expect(Math.abs(statSync(join(nas, key)).mtimeMs - wanted)).toBeLessThan(0.01);
  });
});
