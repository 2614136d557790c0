import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { MirrorSuiteContext } from './mirror-harness.js';

export function mirrorCopyTests({ checkAdopted }: MirrorSuiteContext): void {
  checkAdopted('a copy stands under its key, complete, and the receipt says what it is', async (bench) => {
    const { mirror, root, sources, job } = bench;
    await sources.write('up/a.pdf', 'content of a');
    const receipt = await mirror.copy(job('up/a.pdf'));
    assert.deepEqual(await bench.copies(), ['2024/01/invoices/a.pdf']);
    assert.deepEqual(await root.read('2024/01/invoices/a.pdf'), await sources.read('up/a.pdf'));
    const { notPreserved, ...rest } = receipt;
    assert.deepEqual(rest, {
      outcome: 'copied',
      key: '2024/01/invoices/a.pdf',
      size: 12,
      checksum: createHash('sha256').update('content of a').digest('hex'),
    });
    assert.deepEqual(JSON.parse(JSON.stringify(receipt)), receipt);
    assert.ok(notPreserved.every((what) => what === 'times' || what === 'mode'));
  });

  checkAdopted('mode and modification time come over, or the receipt says that they did not', async (bench) => {
    const { mirror, root, sources, job } = bench;
    await sources.write('a.pdf', 'a', { mode: 0o640, mtimeMs: Date.UTC(2021, 4, 5, 6, 7, 8) + 123 });
    const source = await sources.stat('a.pdf');
    const { notPreserved } = await mirror.copy(job('a.pdf'));
    const { mode, mtimeMs } = await root.stat('2024/01/invoices/a.pdf');
    assert.equal((mode & 0o777) === (source.mode & 0o777), !notPreserved.includes('mode'));
    assert.equal(Math.abs(mtimeMs - source.mtimeMs) < 1, !notPreserved.includes('times'));
  });

  for (const [what, size] of [
    ['an empty file', 0],
    ['a file of one byte', 1],
    ['a file of 1 MiB', 1024 * 1024],
    ['a file of 3 MiB and a byte', 3 * 1024 * 1024 + 1],
  ] as const) {
    checkAdopted(`${what} comes over whole`, async ({ mirror, root, sources, job }) => {
      const content = Buffer.alloc(size, 'docmirror ');
      await sources.write('a.bin', content);
      const receipt = await mirror.copy(job('a.bin'));
      assert.equal(receipt.size, size);
      assert.ok(content.equals(await root.read('2024/01/invoices/a.bin')));
    });
  }

  checkAdopted('an identical copy is found, not made again', async ({ mirror, root, sources, job, copies }) => {
    await sources.write('a.pdf', 'content of a', { mtimeMs: Date.UTC(2021, 4, 5) });
    const first = await mirror.copy(job('a.pdf'));
    const before = await root.stat(first.key);
    const second = await mirror.copy(job('a.pdf'));
    const notPreserved = first.notPreserved.filter((what) => what === 'times');
    assert.deepEqual(second, { ...first, outcome: 'unchanged', notPreserved });
    assert.deepEqual(await copies(), ['2024/01/invoices/a.pdf']);
    assert.deepEqual(await root.stat(first.key), before);
  });

  checkAdopted('an identical copy that is found gets the time of its source', async (bench) => {
    const { mirror, root, sources, job } = bench;
    await sources.write('a.pdf', 'content of a', { mtimeMs: Date.UTC(2011, 11, 25) });
    const { key } = await mirror.copy(job('a.pdf'));
    const before = await root.stat(key);
    await sources.write('a.pdf', 'content of a', { mtimeMs: Date.UTC(2020, 1, 2, 3, 4, 5) });
    assert.equal((await mirror.copy(job('a.pdf', { dryRun: true }))).outcome, 'unchanged');
    assert.equal((await root.stat(key)).mtimeMs, before.mtimeMs);
    const { outcome, notPreserved } = await mirror.copy(job('a.pdf'));
    assert.equal(outcome, 'unchanged');
    const apart = Math.abs((await root.stat(key)).mtimeMs - (await sources.stat('a.pdf')).mtimeMs);
    assert.equal(apart < 1, !notPreserved.includes('times'));
  });

  checkAdopted('a copy that lacks its end is not taken for the document', async ({ mirror, root, sources, job }) => {
    await sources.write('a.pdf', 'content of a');
    await root.write('2024/01/invoices/a.pdf', 'content');
    const { outcome, key } = await mirror.copy(job('a.pdf'));
    assert.deepEqual([outcome, key], ['copied', '2024/01/invoices/a-7.pdf']);
  });

  checkAdopted('a source is the same after it was copied', async ({ mirror, sources, job }) => {
    await sources.write('a.pdf', 'content of a', { mode: 0o440, mtimeMs: Date.UTC(2021, 4, 5) });
    const before = await sources.stat('a.pdf');
    await mirror.copy(job('a.pdf'));
    await mirror.copy(job('a.pdf', { directory: '2024/02/invoices' }));
    assert.deepEqual(await sources.stat('a.pdf'), before);
    assert.equal(Buffer.from(await sources.read('a.pdf')).toString(), 'content of a');
  });

  checkAdopted('a source may be named by its absolute path, or looked up in several roots', async (bench) => {
    const { mirror, root, sources, job } = bench;
    await sources.write('two/a.pdf', 'content of a');
    const roots = [`${sources.folder}/one`, `${sources.folder}/two`];
    await sources.write('one/other.pdf', 'another');
    const { key } = await mirror.copy(job('a.pdf', { sourceRoots: roots }));
    assert.equal(Buffer.from(await root.read(key)).toString(), 'content of a');
    const again = await mirror.copy(job(`${sources.folder}/two/a.pdf`, { sourceRoots: roots }));
    assert.deepEqual([again.outcome, again.key], ['unchanged', key]);
  });

  checkAdopted('many copies at once all arrive, and leave nothing else behind', async (bench) => {
    const { mirror, root, sources, job } = bench;
    const names = Array.from({ length: 40 }, (_, n) => `file-${String(n).padStart(2, '0')}.pdf`);
    for (const name of names) await sources.write(name, `content of ${name}`);
    const receipts = await Promise.all(names.map((name) => mirror.copy(job(name))));
    assert.deepEqual(
      receipts.map(({ key }) => key),
      names.map((name) => `2024/01/invoices/${name}`),
    );
    assert.deepEqual(
      await bench.copies(),
      names.map((name) => `2024/01/invoices/${name}`),
    );
    for (const name of names) {
      assert.equal(Buffer.from(await root.read(`2024/01/invoices/${name}`)).toString(), `content of ${name}`);
    }
  });
}
