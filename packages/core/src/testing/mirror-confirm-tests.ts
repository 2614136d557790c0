import assert from 'node:assert/strict';
import type { MirrorBench, MirrorSuiteContext } from './mirror-harness.js';

export function mirrorConfirmTests({ checkAdopted }: MirrorSuiteContext): void {
  async function copied(bench: MirrorBench): Promise<{ mirrorId: string; keys: string[] }> {
    await bench.sources.write('a.pdf', 'content of a');
    await bench.sources.write('b.pdf', 'content of b');
    const first = await bench.mirror.copy(bench.job('a.pdf'));
    const second = await bench.mirror.copy(bench.job('b.pdf', { directory: '2024/02/others' }));
    return { mirrorId: bench.marker.id, keys: [first.key, second.key] };
  }

  checkAdopted('copies of several folders are confirmed, more than once if need be', async (bench) => {
    const request = await copied(bench);
    assert.equal(await bench.mirror.confirm(request), undefined);
    assert.equal(await bench.mirror.confirm(request), undefined);
    assert.deepEqual(await bench.copies(), ['2024/01/invoices/a.pdf', '2024/02/others/b.pdf']);
  });

  checkAdopted('nothing is confirmed once the marker is gone', async (bench) => {
    const request = await copied(bench);
    await bench.root.remove('.docmirror');
    await assert.rejects(bench.mirror.confirm(request), { code: 'MIRROR_LOST', scope: 'run' });
  });

  checkAdopted('nothing is confirmed once the marker is another', async (bench) => {
    const request = await copied(bench);
    const marker = { ...bench.marker, id: 'another' };
    await bench.root.remove('.docmirror/mirror.json');
    await bench.root.write('.docmirror/mirror.json', JSON.stringify(marker));
    await assert.rejects(bench.mirror.confirm(request), { code: 'MIRROR_OTHER_SHARE', scope: 'run' });
  });

  checkAdopted('nothing is confirmed on a root that was emptied', async (bench) => {
    const request = await copied(bench);
    await bench.root.remove('');
    await bench.root.makeFolder('');
    await assert.rejects(bench.mirror.confirm(request), { name: 'SyncError' });
    assert.deepEqual(await bench.root.list(), []);
  });

  checkAdopted('a copy that is not under its key any more is not confirmed', async (bench) => {
    const request = await copied(bench);
    await bench.root.remove('2024/01/invoices/a.pdf');
    await assert.rejects(bench.mirror.confirm(request), { name: 'SyncError' });
  });

  checkAdopted('one copy of many in a folder that is not under its key any more is missed', async (bench) => {
    const keys: string[] = [];
    for (let n = 0; n < 20; n++) {
      await bench.sources.write(`${n}.pdf`, `content of ${n}`);
      keys.push((await bench.mirror.copy(bench.job(`${n}.pdf`))).key);
    }
    const request = { mirrorId: bench.marker.id, keys };
    await bench.mirror.confirm(request);
    await bench.root.remove('2024/01/invoices/13.pdf');
    await assert.rejects(bench.mirror.confirm(request), { name: 'SyncError' });
  });

  checkAdopted('a folder that was removed, and perhaps made again, is not confirmed', async (bench) => {
    const request = await copied(bench);
    await bench.root.remove('2024/01');
    await assert.rejects(bench.mirror.confirm(request), { name: 'SyncError' });
    await bench.root.makeFolder('2024/01/invoices');
    await assert.rejects(bench.mirror.confirm(request), { name: 'SyncError' });
    assert.equal((await bench.mirror.copy(bench.job('a.pdf'))).outcome, 'copied');
    await bench.mirror.confirm(request);
  });

  checkAdopted('closing twice is fine, and a later call opens anew', async (bench) => {
    const request = await copied(bench);
    await bench.mirror.close();
    await bench.mirror.close({ timeoutMs: 1_000 });
    assert.equal((await bench.mirror.probe()).usable, true);
    await bench.mirror.confirm(request);
    assert.equal((await bench.mirror.copy(bench.job('a.pdf'))).outcome, 'unchanged');
  });

  checkAdopted('closing makes the calls under way reject or come to their end', async (bench) => {
    await bench.sources.write('a.pdf', 'content of a');
    const asked = Array.from({ length: 10 }, (_, n) => bench.mirror.copy(bench.job('a.pdf', { idTag: `${n}` })));
    const ended = Promise.allSettled(asked);
    await bench.mirror.close({ timeoutMs: 1_000 });
    for (const result of await ended) {
      if (result.status === 'rejected') assert.equal(result.reason.name, 'SyncError');
      else assert.equal(result.value.key, '2024/01/invoices/a.pdf');
    }
  });

  checkAdopted('no method throws at once, however wrong the call', async ({ mirror, root, job }) => {
    await root.remove('');
    const calls = [
      () => mirror.copy(job('../none')),
      () => mirror.confirm({ mirrorId: 'none', keys: ['a/b/c'] }),
      () => mirror.adopt({ folders: {} }),
    ];
    for (const call of calls) {
      const result = call();
      assert.ok(result instanceof Promise);
      await assert.rejects(result, { name: 'SyncError' });
    }
  });
}
