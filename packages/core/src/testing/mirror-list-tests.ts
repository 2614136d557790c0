import assert from 'node:assert/strict';
import { partialName, probeName } from '../plan/partial-name.js';
import type { MirrorBench, MirrorSuiteContext } from './mirror-harness.js';

export function mirrorListTests({ checkAdopted }: MirrorSuiteContext): void {
  async function all({ mirror, marker }: MirrorBench, limit: number): Promise<string[]> {
    const keys: string[] = [];
    for (let pages = 0; pages < 1_000; pages++) {
      const page = await mirror.list({ mirrorId: marker.id, after: keys.at(-1), limit });
      assert.ok(page.length <= limit);
      if (page.length === 0) return keys;
      keys.push(...page);
    }
    throw new Error('the listing has no end');
  }

  const keys = [
    '2023/12/invoices/z.pdf',
    '2024/01/invoices/a-7.pdf',
    '2024/01/invoices/a.pdf',
    '2024/01/others/b',
    '2024/01.pdf',
    '2024.pdf',
    'undated/others/résumé.pdf',
  ];

  checkAdopted('every file is listed once, in the same order whatever the size of the pages', async (bench) => {
    for (const key of keys) await bench.root.write(key, key);
    await bench.root.makeFolder('2024/03/empty');
    const whole = await all(bench, 1_000);
    assert.deepEqual([...whole].sort(), [...keys].sort());
    for (const limit of [1, 2, 3]) assert.deepEqual(await all(bench, limit), whole);
  });

  checkAdopted('an empty share has no keys', async (bench) => {
    assert.deepEqual(await all(bench, 10), []);
  });

  checkAdopted('a listing goes on after a key that is gone, and after one in a folder that is gone', async (bench) => {
    for (const key of keys) await bench.root.write(key, key);
    const whole = await all(bench, 1_000);
    const after = whole[2] ?? '';
    await bench.root.remove(after);
    const page = await bench.mirror.list({ mirrorId: bench.marker.id, after, limit: 1_000 });
    assert.deepEqual(page, whole.slice(3));
    await bench.root.remove('2024/01');
    const rest = await bench.mirror.list({ mirrorId: bench.marker.id, after, limit: 1_000 });
    assert.deepEqual(
      rest,
      whole.slice(3).filter((key) => !key.startsWith('2024/01/')),
    );
  });

  checkAdopted('the files of a folder of our own are listed by the names that they are read by', async (bench) => {
    const { mirror, marker, root } = bench;
    const names = ['documents/2023-12.jsonl', 'documents/2024-01.jsonl', 'documents/undated.jsonl'];
    for (const name of [...names, 'checksums/2024-01.sha256']) await root.write(`.docmirror/${name}`, name);
    await root.write('documents/2024-02.jsonl', 'a copy');
    const listed = (after?: string, limit = 10) => mirror.list({ mirrorId: marker.id, own: 'documents', after, limit });
    assert.deepEqual(await listed(), names);
    assert.deepEqual(await listed(names[0], 1), [names[1]]);
    assert.deepEqual(await listed(names[2]), []);
    assert.deepEqual(await mirror.list({ mirrorId: marker.id, own: 'nothing', limit: 10 }), []);
    assert.equal((await mirror.read({ mirrorId: marker.id, name: names[0] ?? '', offset: 0 }))?.text, names[0]);
    await assert.rejects(mirror.list({ mirrorId: marker.id, own: '../2024', limit: 10 }), { code: 'COPY_REFUSED' });
  });

  checkAdopted('what is ours, temporary or nobody’s is not listed', async (bench) => {
    const ours = partialName({ birthMs: Date.now(), pid: 7, sequence: 8 });
    const others = ['.DS_Store', '._a.pdf', 'Thumbs.db', '@eaDir/a.pdf', '#recycle/b/c.pdf', '.smbdelete00af', ours];
    for (const name of others) {
      await bench.root.write(`2024/01/invoices/${name}`, 'x');
      await bench.root.write(name, 'x');
    }
    await bench.root.write('.docmirror/trash/2024-01-31/a.pdf', 'x');
    assert.deepEqual(await all(bench, 10), []);
    await bench.root.write('2024/01/invoices/.docmirror-notes.part', 'somebody’s');
    assert.deepEqual(await all(bench, 10), ['2024/01/invoices/.docmirror-notes.part']);
  });

  checkAdopted('temporary files that were left behind for more than a day are removed, and listed', async (bench) => {
    const { mirror, marker, root } = bench;
    const hour = 60 * 60 * 1000;
    const parts = { pid: 7, sequence: 8 };
    const old = ['2020/03/invoices', '2020'].map(
      (folder) => `${folder}/${partialName({ ...parts, birthMs: Date.now() - 25 * hour })}`,
    );
    const probe = `2020/03/${probeName({ ...parts, birthMs: Date.now() - 25 * hour })}`;
    const young = `2020/03/invoices/${partialName({ ...parts, birthMs: Date.now() - 23 * hour })}`;
    for (const path of [...old, probe, young, '2020/03/invoices/a.pdf']) await root.write(path, 'x');
    const left = ['.docmirror/mirror.json', '2020/03/invoices/a.pdf', young].sort();
    assert.deepEqual((await all(bench, 1)).sort(), [...old, probe, '2020/03/invoices/a.pdf'].sort());
    assert.deepEqual(await root.list(), left);
    assert.deepEqual(await all(bench, 1), ['2020/03/invoices/a.pdf']);
    // Also in a folder of our own, whose files are listed by their names.
    const own = `.docmirror/documents/${partialName({ ...parts, birthMs: Date.now() - 25 * hour })}`;
    await root.write(own, 'x');
    await mirror.list({ mirrorId: marker.id, own: 'documents', limit: 9 });
    assert.ok(!(await root.list()).includes(own));
  });

  checkAdopted('a share that is not there is not an empty one', async (bench) => {
    await bench.root.write('2024/01/invoices/a.pdf', 'x');
    const request = { mirrorId: bench.marker.id, limit: 10 };
    const other = bench.mirror.list({ ...request, mirrorId: 'another' });
    await assert.rejects(other, { code: 'MIRROR_OTHER_SHARE', scope: 'run' });
    await bench.mirror.list(request);
    await bench.root.remove('2024');
    await bench.root.remove('.docmirror');
    await assert.rejects(bench.mirror.list(request), { code: 'MIRROR_LOST', scope: 'run' });
  });
}
