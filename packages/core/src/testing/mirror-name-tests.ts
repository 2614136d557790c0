import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { MirrorSuiteContext } from './mirror-harness.js';

/** Two documents never overwrite each other, and nothing that is not ours is ever overwritten. */
export function mirrorNameTests({ checkAdopted }: MirrorSuiteContext): void {
  checkAdopted('where the name is taken, the copy gets the id beside it', async ({ mirror, root, sources, job }) => {
    await sources.write('a.pdf', 'ours');
    await root.write('2024/01/invoices/a.pdf', 'not ours');
    const { key } = await mirror.copy(job('a.pdf'));
    assert.equal(key, '2024/01/invoices/a-7.pdf');
    assert.equal(text(await root.read(key)), 'ours');
    assert.equal(text(await root.read('2024/01/invoices/a.pdf')), 'not ours');
  });

  checkAdopted('where that is taken too, it gets 8 of the checksum as well', async ({ mirror, root, sources, job }) => {
    await sources.write('a.pdf', 'ours');
    await root.write('2024/01/invoices/a.pdf', 'not ours');
    await root.write('2024/01/invoices/a-7.pdf', 'nor this');
    const { key } = await mirror.copy(job('a.pdf'));
    const eight = createHash('sha256').update('ours').digest('hex').slice(0, 8);
    assert.equal(key, `2024/01/invoices/a-7-${eight}.pdf`);
    assert.equal(text(await root.read(key)), 'ours');
    assert.deepEqual(
      [text(await root.read('2024/01/invoices/a.pdf')), text(await root.read('2024/01/invoices/a-7.pdf'))],
      ['not ours', 'nor this'],
    );
  });

  checkAdopted('where all three are taken, it is refused and nothing changes', async (bench) => {
    const { mirror, root, sources, job } = bench;
    await sources.write('a.pdf', 'ours');
    const eight = createHash('sha256').update('ours').digest('hex').slice(0, 8);
    const taken = ['a', 'a-7', `a-7-${eight}`].map((name) => `2024/01/invoices/${name}.pdf`).sort();
    for (const path of taken) await root.write(path, `not ours: ${path}`);
    await assert.rejects(mirror.copy(job('a.pdf')), { code: 'COPY_NAME_TAKEN', scope: 'document' });
    assert.deepEqual((await bench.copies()).sort(), taken);
    for (const path of taken) assert.equal(text(await root.read(path)), `not ours: ${path}`);
  });

  checkAdopted('a file of the same size with other content is another file', async ({ mirror, root, sources, job }) => {
    await sources.write('a.pdf', 'ours', { mtimeMs: Date.UTC(2021, 4, 5) });
    await root.write('2024/01/invoices/a.pdf', 'OURS');
    const { outcome, key } = await mirror.copy(job('a.pdf'));
    assert.deepEqual([outcome, key], ['copied', '2024/01/invoices/a-7.pdf']);
    assert.equal(text(await root.read('2024/01/invoices/a.pdf')), 'OURS');
  });

  checkAdopted('a folder under the name is another file', async ({ mirror, root, sources, job }) => {
    await sources.write('a.pdf', 'ours');
    await root.makeFolder('2024/01/invoices/a.pdf');
    assert.equal((await mirror.copy(job('a.pdf'))).key, '2024/01/invoices/a-7.pdf');
  });

  for (const [what, name, other] of [
    ['case', 'A.pdf', 'a.PDF'],
    ['Unicode form', 're\u0301sume\u0301.pdf', 'r\u00e9sum\u00e9.pdf'],
  ] as const) {
    checkAdopted(`a name that differs only by ${what} is taken`, async ({ mirror, root, sources, job }) => {
      await sources.write('one', 'first');
      await sources.write('two', 'second');
      await root.write(`2024/01/invoices/${name}`, 'not ours');
      const { key } = await mirror.copy(job('one', { fileName: other }));
      assert.equal(key, `2024/01/invoices/${other.replace('.', '-7.')}`);
      assert.equal(text(await root.read(`2024/01/invoices/${name}`)), 'not ours');
    });

    checkAdopted(`two documents whose names differ only by ${what} both arrive`, async (bench) => {
      const { mirror, root, sources, job } = bench;
      await sources.write('one', 'first');
      await sources.write('two', 'second');
      const first = await mirror.copy(job('one', { fileName: name, idTag: '1' }));
      const second = await mirror.copy(job('two', { fileName: other, idTag: '2' }));
      assert.equal(second.key, `2024/01/invoices/${other.replace('.', '-2.')}`);
      assert.equal(text(await root.read(first.key)), 'first');
      assert.equal(text(await root.read(second.key)), 'second');
      assert.equal((await bench.copies()).length, 2);
    });
  }

  checkAdopted('of documents that want one name at the same time, each gets its own', async (bench) => {
    const { mirror, root, sources, job } = bench;
    const numbers = Array.from({ length: 12 }, (_, n) => n + 10);
    for (const n of numbers) await sources.write(`${n}`, `content of ${n}`);
    const receipts = await Promise.all(
      numbers.map((n) => mirror.copy(job(`${n}`, { fileName: 'same.pdf', idTag: `${n}` }))),
    );
    assert.equal(new Set(receipts.map(({ key }) => key)).size, numbers.length);
    for (const [index, { key }] of receipts.entries()) {
      assert.equal(text(await root.read(key)), `content of ${numbers[index]}`);
    }
    assert.equal((await bench.copies()).length, numbers.length);
  });

  checkAdopted('of one document that is copied many times at once, one copy stands', async (bench) => {
    const { mirror, sources, job } = bench;
    await sources.write('a.pdf', 'content');
    const receipts = await Promise.all(Array.from({ length: 8 }, () => mirror.copy(job('a.pdf'))));
    assert.deepEqual(new Set(receipts.map(({ key }) => key)), new Set(['2024/01/invoices/a.pdf']));
    assert.deepEqual(await bench.copies(), ['2024/01/invoices/a.pdf']);
  });

  checkAdopted(
    'what NAS systems and others put beside copies is left alone',
    async ({ mirror, root, sources, job }) => {
      const others = ['@eaDir/a.pdf', '.DS_Store', '._a.pdf', 'Thumbs.db', '.docmirror-notes.part', 'a.pdf.part'];
      for (const name of others) await root.write(`2024/01/invoices/${name}`, name);
      await sources.write('a.pdf', 'ours');
      await mirror.copy(job('a.pdf'));
      for (const name of others) assert.equal(text(await root.read(`2024/01/invoices/${name}`)), name);
    },
  );
}

function text(content: Uint8Array): string {
  return Buffer.from(content).toString('utf8');
}
