import assert from 'node:assert/strict';
import type { VerifyLevel } from '../mirror.js';
import type { CopyOnShare } from '../receipt.js';
import { copied, wrongKeys } from './mirror-copied.js';
import type { MirrorBench, MirrorSuiteContext } from './mirror-harness.js';

const levels: readonly VerifyLevel[] = ['presence', 'size', 'checksum'];

export function mirrorInspectTests({ checkAdopted }: MirrorSuiteContext): void {
  function states({ mirror, marker }: MirrorBench, level: VerifyLevel, copies: readonly CopyOnShare[]) {
    const asked = mirror.inspect({ mirrorId: marker.id, level, copies });
    return asked.then((found) => found.map(({ state }) => state));
  }

  checkAdopted('copies are found right, missing or changed, in the order asked for, at every level', async (bench) => {
    const right = await copied(bench, 'right.pdf', 'content');
    const gone = await copied(bench, 'gone.pdf', 'content', { directory: '2024/02/invoices' });
    const longer = await copied(bench, 'longer.pdf', 'content');
    const other = await copied(bench, 'other.pdf', 'content');
    const folder = await copied(bench, 'folder.pdf', 'content');
    await bench.root.remove('2024/02');
    await bench.root.write(longer.key, 'content and more');
    await bench.root.write(other.key, 'CONTENT');
    await bench.root.remove(folder.key);
    await bench.root.makeFolder(folder.key);
    const copies = [gone, right, longer, other, folder];
    const before = await bench.root.list();
    assert.deepEqual(await states(bench, 'presence', copies), ['missing', 'right', 'right', 'right', 'changed']);
    assert.deepEqual(await states(bench, 'size', copies), ['missing', 'right', 'changed', 'right', 'changed']);
    assert.deepEqual(await states(bench, 'checksum', copies), ['missing', 'right', 'changed', 'changed', 'changed']);
    assert.deepEqual(await bench.root.list(), before);
  });

  checkAdopted('a folder that came back is looked at where it is now', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    for (const level of levels) {
      assert.deepEqual(await states(bench, level, [copy]), ['right']);
      await bench.root.remove('2024');
      assert.deepEqual(await states(bench, level, [copy]), ['missing']);
      await bench.root.write(copy.key, 'content');
    }
  });

  checkAdopted('a file where a folder should be: the copy is missing', async (bench) => {
    await bench.root.write('2024', 'a file');
    const copy = { key: '2024/01/invoices/a.pdf', size: 1, checksum: '0'.repeat(64) };
    for (const level of levels) assert.deepEqual(await states(bench, level, [copy]), ['missing']);
  });

  checkAdopted('keys that lead out are not looked at', async (bench) => {
    const copies = wrongKeys.map((key) => ({ key, size: 1, checksum: '0'.repeat(64) }));
    for (const level of levels) {
      const found = await bench.mirror.inspect({ mirrorId: bench.marker.id, level, copies });
      assert.deepEqual(
        found,
        copies.map(() => ({ state: 'unreadable', error: 'EINVAL' })),
      );
    }
  });

  checkAdopted('no copies, no findings', async (bench) => {
    assert.deepEqual(await states(bench, 'checksum', []), []);
  });

  checkAdopted('nothing is missing on a share that is not there', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    const request = { mirrorId: bench.marker.id, level: 'presence' as const, copies: [copy] };
    const other = bench.mirror.inspect({ ...request, mirrorId: 'another' });
    await assert.rejects(other, { code: 'MIRROR_OTHER_SHARE', scope: 'run' });
    await bench.mirror.inspect(request);
    await bench.root.remove('2024');
    await bench.root.remove('.docmirror');
    await assert.rejects(bench.mirror.inspect(request), { code: 'MIRROR_LOST', scope: 'run' });
  });
}
