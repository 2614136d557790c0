import assert from 'node:assert/strict';
import type { RestoreRequest } from '../mirror.js';
import type { CopyOnShare } from '../receipt.js';
import { copied, text, wrongKeys } from './mirror-copied.js';
import type { MirrorBench, MirrorSuiteContext } from './mirror-harness.js';

export function mirrorRestoreTests({ checkAdopted }: MirrorSuiteContext): void {
  function restore(
    { mirror, marker, sources }: MirrorBench,
    copy: CopyOnShare,
    otherwise: Partial<RestoreRequest> = {},
  ) {
    const place = { root: sources.folder, path: 'back/a.pdf', overwrite: false };
    return mirror.restore({ mirrorId: marker.id, copy, ...place, ...otherwise });
  }

  for (const [what, size] of [
    ['an empty file', 0],
    ['a small file', 12],
    ['a file of 3 MiB and a byte', 3 * 1024 * 1024 + 1],
  ] as const) {
    checkAdopted(`${what} comes back whole, and its folders are made`, async (bench) => {
      const content = Buffer.alloc(size, 'docmirror ').toString();
      const copy = await copied(bench, 'a.pdf', content);
      const before = await bench.root.list();
      assert.equal(await restore(bench, copy, { path: 'back/then/a.pdf' }), 'restored');
      assert.ok(Buffer.from(await bench.sources.read('back/then/a.pdf')).equals(Buffer.from(content)));
      assert.deepEqual(await bench.sources.list(), ['a.pdf', 'back/then/a.pdf']);
      assert.deepEqual(await bench.root.list(), before);
    });
  }

  checkAdopted('mode and modification time come back as they are on the share', async (bench) => {
    await bench.sources.write('a.pdf', 'content', { mode: 0o640, mtimeMs: Date.UTC(2021, 4, 5, 6, 7, 8) + 123 });
    const copy = await bench.mirror.copy(bench.job('a.pdf'));
    const onShare = await bench.root.stat(copy.key);
    await restore(bench, copy);
    const { mode, mtimeMs } = await bench.sources.stat('back/a.pdf');
    assert.equal(mode & 0o777, onShare.mode & 0o777);
    assert.ok(Math.abs(mtimeMs - onShare.mtimeMs) < 1);
  });

  checkAdopted('the same file there already is left as it is', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    await bench.sources.write('back/a.pdf', 'content', { mtimeMs: Date.UTC(2021, 4, 5) });
    const before = await bench.sources.stat('back/a.pdf');
    assert.equal(await restore(bench, copy), 'present');
    assert.equal(await restore(bench, copy, { overwrite: true }), 'present');
    assert.deepEqual(await bench.sources.stat('back/a.pdf'), before);
  });

  for (const there of ['another content', 'CONTENT']) {
    checkAdopted(`another file there is replaced only if told (“${there}”)`, async (bench) => {
      const copy = await copied(bench, 'a.pdf', 'content');
      await bench.sources.write('back/a.pdf', there);
      await assert.rejects(restore(bench, copy), { code: 'RESTORE_TARGET_TAKEN', scope: 'document' });
      assert.equal(text(await bench.sources.read('back/a.pdf')), there);
      assert.equal(await restore(bench, copy, { overwrite: true }), 'restored');
      assert.equal(text(await bench.sources.read('back/a.pdf')), 'content');
      assert.deepEqual(await bench.sources.list(), ['a.pdf', 'back/a.pdf']);
    });
  }

  checkAdopted('a folder there is never replaced', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    await bench.sources.write('back/a.pdf/inside', 'x');
    await assert.rejects(restore(bench, copy, { overwrite: true }), { code: 'RESTORE_TARGET_TAKEN' });
    assert.deepEqual(await bench.sources.list(), ['a.pdf', 'back/a.pdf/inside']);
  });

  checkAdopted('a copy that is missing is not restored', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    await bench.root.remove('2024');
    await assert.rejects(restore(bench, copy), { code: 'COPY_MISSING', scope: 'document' });
    assert.deepEqual(await bench.sources.list(), ['a.pdf']);
  });

  for (const now of ['content and more', 'CONTENT', '']) {
    checkAdopted(`a copy that is not what was copied is not restored (“${now}”)`, async (bench) => {
      const copy = await copied(bench, 'a.pdf', 'content');
      await bench.sources.write('back/a.pdf', 'what was there');
      await bench.root.write(copy.key, now);
      const asked = restore(bench, copy, { overwrite: true });
      await assert.rejects(asked, { code: 'COPY_CHANGED', scope: 'document' });
      assert.equal(text(await bench.sources.read('back/a.pdf')), 'what was there');
      assert.deepEqual(await bench.sources.list(), ['a.pdf', 'back/a.pdf']);
    });
  }

  checkAdopted('nothing is written outside the folder that was named', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    for (const path of ['../out.pdf', '/tmp/out.pdf', 'back/../../out.pdf', '', 'a\0.pdf']) {
      await assert.rejects(restore(bench, copy, { path }), { code: 'RESTORE_TARGET_OUTSIDE', scope: 'document' });
    }
    assert.deepEqual(await bench.sources.list(), ['a.pdf']);
  });

  checkAdopted('a folder to restore to that is missing is not made', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    const root = `${bench.sources.folder}/none`;
    await assert.rejects(restore(bench, copy, { root }), { code: 'RESTORE_FAILED', scope: 'document' });
    assert.deepEqual(await bench.sources.list(), ['a.pdf']);
  });

  checkAdopted('a file where a folder should be is a failure of the disk', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    await bench.sources.write('back', 'a file');
    await assert.rejects(restore(bench, copy), { code: 'RESTORE_FAILED', scope: 'document' });
    assert.equal(text(await bench.sources.read('back')), 'a file');
  });

  checkAdopted('keys that lead out are not read', async (bench) => {
    for (const key of wrongKeys) {
      const asked = restore(bench, { key, size: 1, checksum: '0'.repeat(64) });
      await assert.rejects(asked, { code: 'COPY_MISSING', scope: 'document' });
    }
    assert.deepEqual(await bench.sources.list(), []);
  });

  checkAdopted('nothing is restored from a share that is not ours', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    const other = restore(bench, copy, { mirrorId: 'another' });
    await assert.rejects(other, { code: 'MIRROR_OTHER_SHARE', scope: 'run' });
    await bench.root.remove('2024');
    await bench.root.remove('.docmirror');
    await assert.rejects(restore(bench, copy), { code: 'MIRROR_LOST', scope: 'run' });
  });

  checkAdopted('many at once to one place: one comes back, the others find it', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    const results = await Promise.all(Array.from({ length: 8 }, () => restore(bench, copy).catch(({ code }) => code)));
    assert.ok(results.includes('restored'));
    assert.ok(
      results.every((result) => ['restored', 'present', 'RESTORE_TARGET_TAKEN'].includes(result)),
      `${results}`,
    );
    assert.deepEqual(await bench.sources.list(), ['a.pdf', 'back/a.pdf']);
  });
}
