import assert from 'node:assert/strict';
import type { RemoveRequest } from '../mirror.js';
import type { CopyOnShare } from '../receipt.js';
import { copied, text, wrongKeys } from './mirror-copied.js';
import type { MirrorBench, MirrorSuiteContext } from './mirror-harness.js';

export function mirrorRemoveTests({ checkAdopted }: MirrorSuiteContext): void {
  function remove({ mirror, marker }: MirrorBench, copy: CopyOnShare, otherwise: Partial<RemoveRequest> = {}) {
    return mirror.remove({ mirrorId: marker.id, copy, ...otherwise });
  }
  const trash = '2024-05-06';
  const inTrash = (key: string) => `.docmirror/trash/${trash}/${key}`;

  checkAdopted('a copy is removed, and the folders that this leaves empty', async (bench) => {
    const first = await copied(bench, 'a.pdf', 'content of a');
    const second = await copied(bench, 'b.pdf', 'content of b', { directory: '2024/02/invoices' });
    assert.equal(await remove(bench, first), 'removed');
    assert.deepEqual(await bench.copies(), [second.key]);
    assert.equal(await remove(bench, second), 'removed');
    assert.deepEqual(await bench.root.list(), ['.docmirror/mirror.json']);
  });

  checkAdopted('a folder with anything else in it stays', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    await bench.root.write('2024/01/.DS_Store', 'x');
    assert.equal(await remove(bench, copy), 'removed');
    assert.deepEqual(await bench.copies(), ['2024/01/.DS_Store']);
  });

  checkAdopted('the root stays, though nothing else was in it', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    await remove(bench, copy);
    assert.equal((await bench.mirror.probe()).usable, true);
    assert.equal((await copied(bench, 'a.pdf', 'content')).outcome, 'copied');
    await bench.mirror.confirm({ mirrorId: bench.marker.id, keys: [copy.key] });
  });

  for (const [what, now] of [
    ['other bytes', 'not the content'],
    ['other bytes of the same size', 'CONTENT'],
    ['nothing', ''],
  ] as const) {
    checkAdopted(`a file that holds ${what} by now is not removed`, async (bench) => {
      const copy = await copied(bench, 'a.pdf', 'content');
      await bench.root.write(copy.key, now);
      assert.equal(await remove(bench, copy), 'changed');
      assert.equal(await remove(bench, copy, { trash }), 'changed');
      assert.equal(text(await bench.root.read(copy.key)), now);
      assert.deepEqual(await bench.root.list(), ['.docmirror/mirror.json', copy.key]);
    });
  }

  checkAdopted('a folder under the name is not removed', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    await bench.root.remove(copy.key);
    await bench.root.makeFolder(copy.key);
    assert.equal(await remove(bench, copy), 'changed');
    assert.deepEqual(await bench.copies(), [`${copy.key}/`]);
  });

  checkAdopted('what is gone already is absent, and so are its folders then', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    await bench.root.remove(copy.key);
    assert.equal(await remove(bench, copy), 'absent');
    assert.deepEqual(await bench.copies(), []);
    assert.equal(await remove(bench, copy, { trash }), 'absent');
    assert.deepEqual(await bench.root.list(), ['.docmirror/mirror.json']);
  });

  checkAdopted('a copy is moved to the trash under its key', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    assert.equal(await remove(bench, copy, { trash }), 'removed');
    assert.deepEqual(await bench.copies(), []);
    assert.equal(text(await bench.root.read(inTrash(copy.key))), 'content');
    assert.deepEqual(await bench.root.list(), ['.docmirror/mirror.json', inTrash(copy.key)]);
  });

  checkAdopted('nothing in the trash is written over', async (bench) => {
    for (const content of ['first', 'second', 'third']) {
      assert.equal(await remove(bench, await copied(bench, 'a.pdf', content), { trash }), 'removed');
    }
    const contents = [];
    for (const name of ['a.pdf', 'a-2.pdf', 'a-3.pdf']) {
      contents.push(text(await bench.root.read(inTrash(`2024/01/invoices/${name}`))));
    }
    assert.deepEqual(contents, ['first', 'second', 'third']);
    assert.deepEqual(await bench.copies(), []);
  });

  checkAdopted('to the trash goes whatever is there, if asked', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    await bench.root.write(copy.key, 'something else');
    assert.equal(await remove(bench, copy, { trash, whatever: true }), 'removed');
    assert.equal(text(await bench.root.read(inTrash(copy.key))), 'something else');
    await bench.root.write(`${copy.key}/inside`, 'in a folder');
    assert.equal(await remove(bench, copy, { trash, whatever: true }), 'removed');
    assert.equal(text(await bench.root.read(inTrash('2024/01/invoices/a-2.pdf/inside'))), 'in a folder');
    assert.deepEqual(await bench.copies(), []);
  });

  checkAdopted('without the trash, only what is right is removed, whatever is asked', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    await bench.root.write(copy.key, 'something else');
    assert.equal(await remove(bench, copy, { whatever: true }), 'changed');
    assert.equal(text(await bench.root.read(copy.key)), 'something else');
  });

  checkAdopted('keys and folders that lead out are refused', async (bench) => {
    await bench.root.write('a.pdf', 'x');
    const before = await bench.root.list();
    const refused = { code: 'COPY_REFUSED', scope: 'document' };
    for (const key of wrongKeys) {
      await assert.rejects(remove(bench, { key, size: 1, checksum: '0'.repeat(64) }, { trash }), refused);
    }
    const copy = { key: 'a.pdf', size: 1, checksum: '0'.repeat(64) };
    for (const folder of ['..', '../../out', '/tmp', '']) {
      await assert.rejects(remove(bench, copy, { trash: folder, whatever: true }), refused);
    }
    assert.deepEqual(await bench.root.list(), before);
  });

  checkAdopted('nothing is removed from a share that is not ours', async (bench) => {
    const copy = await copied(bench, 'a.pdf', 'content');
    const other = remove(bench, copy, { mirrorId: 'another' });
    await assert.rejects(other, { code: 'MIRROR_OTHER_SHARE', scope: 'run' });
    await bench.root.remove('.docmirror');
    await assert.rejects(remove(bench, copy), { code: 'MIRROR_LOST', scope: 'run' });
    assert.deepEqual(await bench.copies(), [copy.key]);
  });

  checkAdopted('copies that are made while their folders are removed all arrive', async (bench) => {
    const { mirror, sources, job } = bench;
    const names = Array.from({ length: 12 }, (_, n) => `${n}.pdf`);
    const first = await copied(bench, 'first.pdf', 'content');
    for (const name of names) await sources.write(name, `content of ${name}`);
    const removed = remove(bench, first);
    const receipts = await Promise.all(names.map((name) => mirror.copy(job(name))));
    assert.equal(await removed, 'removed');
    await mirror.confirm({ mirrorId: bench.marker.id, keys: receipts.map(({ key }) => key) });
    assert.deepEqual(await bench.copies(), names.map((name) => `2024/01/invoices/${name}`).sort());
  });
}
