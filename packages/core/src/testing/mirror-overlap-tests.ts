import assert from 'node:assert/strict';
import { copied, text } from './mirror-copied.js';
import type { MirrorBench, MirrorSuiteContext } from './mirror-harness.js';

/** Where share and source folders meet, a copy may be the only file of a row. */
export function mirrorOverlapTests({ checkAdopted }: MirrorSuiteContext): void {
  /** The share as one of the source folders. */
  const around = ({ mirror, sources }: MirrorBench) => [sources.folder, mirror.path ?? sources.folder];
  const mirrorId = ({ marker }: MirrorBench) => marker.id;

  checkAdopted('a source that lies on the share is refused, by an absolute and by a relative path', async (bench) => {
    const { key } = await copied(bench, 'a.pdf', 'content');
    const sourceRoots = around(bench);
    for (const source of [key, `${bench.mirror.path}/${key}`]) {
      await assert.rejects(bench.mirror.copy(bench.job(source, { sourceRoots, fileName: 'b.pdf' })), {
        code: 'SOURCE_INSIDE_MIRROR',
        scope: 'document',
      });
    }
    assert.deepEqual(await bench.copies(), [key]);
  });

  checkAdopted('a copy that can be reached from a source folder says so', async (bench) => {
    await bench.sources.write('a.pdf', 'content');
    const receipt = await bench.mirror.copy(bench.job('a.pdf', { sourceRoots: around(bench) }));
    assert.equal(receipt.reachedFrom, bench.mirror.path);
    assert.equal((await bench.mirror.copy(bench.job('a.pdf'))).reachedFrom, undefined);
  });

  checkAdopted('a copy that can be reached from a source folder is not replaced', async (bench) => {
    const previous = await copied(bench, 'a.pdf', 'content');
    await bench.sources.write('a.pdf', 'content of later');
    const job = bench.job('a.pdf', { previous, sourceRoots: around(bench) });
    const planned = await bench.mirror.copy({ ...job, dryRun: true });
    const made = await bench.mirror.copy(job);
    assert.deepEqual([planned.key, planned.outcome], [made.key, made.outcome]);
    assert.equal(made.key, '2024/01/invoices/a-7.pdf');
    assert.equal(text(await bench.root.read(previous.key)), 'content');
  });

  checkAdopted(
    'a copy that can be reached from a source folder is not removed, and a look at it says so',
    async (bench) => {
      const copy = await copied(bench, 'a.pdf', 'content');
      const terms = { mirrorId: mirrorId(bench), sourceRoots: around(bench) };
      const looks = await bench.mirror.inspect({ ...terms, level: 'checksum', copies: [copy] });
      assert.deepEqual(looks, [{ state: 'right', inSources: true }]);
      for (const trash of [undefined, '2024-05-06']) {
        assert.equal(await bench.mirror.remove({ ...terms, copy, trash }), 'source');
        assert.equal(await bench.mirror.remove({ ...terms, copy, trash, whatever: true }), 'source');
      }
      assert.deepEqual(await bench.copies(), [copy.key]);
      const beside = { ...terms, sourceRoots: [bench.sources.folder] };
      assert.equal(await bench.mirror.remove({ ...beside, copy, source: 'a.pdf' }), 'removed');
    },
  );

  checkAdopted('nothing is restored to a place on the share', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    const before = await bench.root.list();
    for (const path of ['back.pdf', 'back/back.pdf', copy.key]) {
      const request = { mirrorId: mirrorId(bench), copy, root: bench.mirror.path ?? '', path, overwrite: true };
      await assert.rejects(bench.mirror.restore(request), { code: 'RESTORE_TARGET_INSIDE_MIRROR', scope: 'document' });
    }
    assert.deepEqual(await bench.root.list(), before);
  });
}
