import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { foldName } from '../plan/fold-name.js';
import { copied, sha256, text } from './mirror-copied.js';
import type { MirrorSuiteContext } from './mirror-harness.js';

const folder = '2024/01/invoices';

/** What receipts add to a copy: its previous one, names that are claimed, and runs that only say what they would do. */
export function mirrorPreviousTests({ checkAdopted }: MirrorSuiteContext): void {
  checkAdopted('a document’s previous copy is replaced under its name', async (bench) => {
    const previous = await copied(bench, 'a.pdf', 'the old content');
    await bench.sources.write('a.pdf', 'the new content, and longer');
    const receipt = await bench.mirror.copy(bench.job('a.pdf', { previous }));
    assert.deepEqual([receipt.outcome, receipt.key, receipt.size], ['replaced', `${folder}/a.pdf`, 27]);
    assert.equal(receipt.checksum, sha256('the new content, and longer'));
    assert.deepEqual(await bench.copies(), [`${folder}/a.pdf`]);
    assert.equal(text(await bench.root.read(`${folder}/a.pdf`)), 'the new content, and longer');
    await bench.mirror.confirm({ mirrorId: bench.marker.id, keys: [receipt.key] });
  });

  checkAdopted('a previous copy that another instance brought meanwhile is replaced too', async (bench) => {
    await copied(bench, 'first.pdf', 'to know the folder');
    const content = 'brought by another instance';
    await bench.root.write(`${folder}/a.pdf`, content);
    const previous = { key: `${folder}/a.pdf`, size: content.length, checksum: sha256(content) };
    await bench.sources.write('a.pdf', 'the new content');
    const { outcome, key } = await bench.mirror.copy(bench.job('a.pdf', { previous }));
    assert.deepEqual([outcome, key], ['replaced', previous.key]);
  });

  for (const [what, now] of [
    ['other bytes', 'somebody else’s'],
    ['other bytes of the same size', 'THE OLD CONTENT'],
  ] as const) {
    checkAdopted(`a previous copy that holds ${what} by now is left alone`, async (bench) => {
      const previous = await copied(bench, 'a.pdf', 'the old content');
      await bench.root.write(previous.key, now);
      await bench.sources.write('a.pdf', 'the new content');
      const { outcome, key } = await bench.mirror.copy(bench.job('a.pdf', { previous }));
      assert.deepEqual([outcome, key], ['copied', `${folder}/a-7.pdf`]);
      assert.equal(text(await bench.root.read(previous.key)), now);
    });
  }

  checkAdopted('a previous copy that is gone is made again under its name', async (bench) => {
    const previous = await copied(bench, 'a.pdf', 'the old content');
    await bench.root.remove('2024');
    await bench.sources.write('a.pdf', 'the new content');
    const { outcome, key } = await bench.mirror.copy(bench.job('a.pdf', { previous }));
    assert.deepEqual([outcome, key], ['copied', `${folder}/a.pdf`]);
  });

  checkAdopted('a previous copy that holds the new content already is found', async (bench) => {
    const previous = await copied(bench, 'a.pdf', 'the old content');
    await bench.root.write(previous.key, 'the new content');
    await bench.sources.write('a.pdf', 'the new content');
    const { outcome, key } = await bench.mirror.copy(bench.job('a.pdf', { previous }));
    assert.deepEqual([outcome, key], ['unchanged', `${folder}/a.pdf`]);
  });

  checkAdopted('the name of the previous copy comes before a better one that is free by now', async (bench) => {
    await bench.root.write(`${folder}/a.pdf`, 'not ours');
    const previous = await copied(bench, 'a.pdf', 'the old content');
    assert.equal(previous.key, `${folder}/a-7.pdf`);
    await bench.root.remove(`${folder}/a.pdf`);
    await bench.sources.write('a.pdf', 'the new content');
    const { outcome, key } = await bench.mirror.copy(bench.job('a.pdf', { previous }));
    assert.deepEqual([outcome, key], ['replaced', previous.key]);
    assert.deepEqual(await bench.copies(), [previous.key]);
  });

  checkAdopted('so does one with its checksum, while that is the same', async (bench) => {
    for (const name of ['a.pdf', 'a-7.pdf']) await bench.root.write(`${folder}/${name}`, 'not ours');
    const previous = await copied(bench, 'a.pdf', 'the content');
    for (const name of ['a.pdf', 'a-7.pdf']) await bench.root.remove(`${folder}/${name}`);
    const again = await bench.mirror.copy(bench.job('a.pdf', { previous }));
    assert.deepEqual([again.outcome, again.key], ['unchanged', previous.key]);
    await bench.sources.write('a.pdf', 'another content');
    const { outcome, key } = await bench.mirror.copy(bench.job('a.pdf', { previous }));
    assert.deepEqual([outcome, key], ['copied', `${folder}/a.pdf`]);
    assert.equal(text(await bench.root.read(previous.key)), 'the content');
  });

  checkAdopted('a previous copy keeps its name where case or Unicode form is all that changes', async (bench) => {
    const previous = await copied(bench, 'A.pdf', 'the old content');
    await bench.sources.write('b', 'the new content');
    const receipt = await bench.mirror.copy(bench.job('b', { fileName: 'a.PDF', previous }));
    assert.deepEqual([receipt.outcome, receipt.key], ['replaced', `${folder}/A.pdf`]);
    assert.deepEqual(await bench.copies(), [`${folder}/A.pdf`]);
  });

  checkAdopted('a previous copy of another folder, or of another name, is left where it is', async (bench) => {
    const previous = await copied(bench, 'a.pdf', 'the content');
    const moved = await bench.mirror.copy(bench.job('a.pdf', { directory: '2024/02/invoices', previous }));
    const renamed = await bench.mirror.copy(bench.job('a.pdf', { fileName: 'b.pdf', previous }));
    assert.deepEqual([moved.outcome, moved.key], ['copied', '2024/02/invoices/a.pdf']);
    assert.deepEqual([renamed.outcome, renamed.key], ['copied', `${folder}/b.pdf`]);
    assert.equal((await bench.copies()).length, 3);
  });

  checkAdopted('a name that another document has a claim on is passed over, be it free or identical', async (bench) => {
    const { mirror, sources, job, copies } = bench;
    await sources.write('a.pdf', 'content');
    const claimed = [foldName(`${folder}/A.pdf`)];
    const second = await mirror.copy(job('a.pdf', { claimed }));
    assert.equal(second.key, `${folder}/a-7.pdf`);
    await mirror.copy(job('a.pdf', { idTag: '8' }));
    const eight = sha256('content').slice(0, 8);
    const third = await mirror.copy(job('a.pdf', { claimed: [...claimed, foldName(second.key)] }));
    assert.equal(third.key, `${folder}/a-7-${eight}.pdf`);
    const all = [...claimed, foldName(second.key), foldName(third.key)];
    await assert.rejects(mirror.copy(job('a.pdf', { claimed: all })), { code: 'COPY_NAME_TAKEN', scope: 'document' });
    assert.equal((await copies()).length, 3);
  });

  checkAdopted('a dry run says what would be done, and does nothing', async (bench) => {
    const { mirror, root, sources, job } = bench;
    const previous = await copied(bench, 'a.pdf', 'the old content');
    await root.write(`${folder}/b.pdf`, 'not ours');
    const before = await root.list();
    const plan = async (name: string, otherwise = {}) => {
      const { outcome, key } = await mirror.copy(job(name, { dryRun: true, ...otherwise }));
      return [outcome, key];
    };
    assert.deepEqual(await plan('a.pdf', { previous }), ['unchanged', previous.key]);
    await sources.write('a.pdf', 'the new content');
    await sources.write('b.pdf', 'content of b');
    assert.deepEqual(await plan('a.pdf', { previous }), ['replaced', previous.key]);
    assert.deepEqual(await plan('a.pdf'), ['copied', `${folder}/a-7.pdf`]);
    assert.deepEqual(await plan('b.pdf'), ['copied', `${folder}/b-7.pdf`]);
    assert.deepEqual(await plan('b.pdf', { directory: '2030/01/new' }), ['copied', '2030/01/new/b.pdf']);
    await assert.rejects(plan('none.pdf'), { code: 'SOURCE_NOT_FOUND' });
    assert.deepEqual(await root.list(), before);
    assert.equal(text(await root.read(previous.key)), 'the old content');
  });

  checkAdopted('a dry run of an identical copy has its checksum', async (bench) => {
    const previous = await copied(bench, 'a.pdf', 'the content');
    const { checksum, size } = await bench.mirror.copy(bench.job('a.pdf', { dryRun: true }));
    assert.deepEqual([checksum, size], [previous.checksum, previous.size]);
    assert.equal(checksum, createHash('sha256').update('the content').digest('hex'));
  });
}
