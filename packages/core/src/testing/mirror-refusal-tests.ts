import assert from 'node:assert/strict';
import type { CopyJob } from '../mirror.js';
import type { MirrorSuiteContext } from './mirror-harness.js';

/** When a copy is rejected, no final name has changed, and the error says what it concerns. */
export function mirrorRefusalTests({ checkAdopted, checkRights }: MirrorSuiteContext): void {
  const sources: readonly [string, string, string][] = [
    ['missing', 'none.pdf', 'SOURCE_NOT_FOUND'],
    ['in a missing folder', 'none/a.pdf', 'SOURCE_NOT_FOUND'],
    ['below a file', 'a.pdf/b.pdf', 'SOURCE_NOT_FOUND'],
    ['a folder', 'folder', 'SOURCE_NOT_A_FILE'],
    ['the source root itself', '.', 'SOURCE_OUTSIDE_ROOTS'],
    ['above the source root', '../a.pdf', 'SOURCE_OUTSIDE_ROOTS'],
    ['above it by a detour', 'folder/../../a.pdf', 'SOURCE_OUTSIDE_ROOTS'],
    ['absolute and elsewhere', '/etc/hosts', 'SOURCE_OUTSIDE_ROOTS'],
    ['named with a NUL', 'a.pdf\0', 'SOURCE_NOT_FOUND'],
    ['named too long', `${'x'.repeat(5000)}.pdf`, 'SOURCE_NOT_FOUND'],
  ];
  for (const [what, source, code] of sources) {
    checkAdopted(`a source that is ${what} is the document's failure: ${code}`, async (bench) => {
      await bench.sources.write('a.pdf', 'content');
      await bench.sources.write('folder/b.pdf', 'content');
      await assert.rejects(bench.mirror.copy(bench.job(source, { fileName: 'x.pdf' })), { code, scope: 'document' });
      assert.deepEqual(
        (await bench.copies()).filter((path) => !path.endsWith('/')),
        [],
      );
    });
  }

  checkAdopted('a root that carries another marker gets nothing', async ({ mirror, sources, job, copies }) => {
    await sources.write('a.pdf', 'content');
    const asked = mirror.copy(job('a.pdf', { mirrorId: 'another-share' }));
    await assert.rejects(asked, { code: 'MIRROR_OTHER_SHARE', scope: 'run' });
    assert.deepEqual(await copies(), []);
  });

  checkAdopted('a root without marker gets nothing', async ({ mirror, root, sources, job, copies }) => {
    await sources.write('a.pdf', 'content');
    await root.remove('.docmirror');
    await assert.rejects(mirror.copy(job('a.pdf')), { code: 'MIRROR_LOST', scope: 'run' });
    assert.deepEqual(await copies(), []);
  });

  checkAdopted('a missing root is not made', async ({ mirror, root, sources, job }) => {
    await sources.write('a.pdf', 'content');
    await root.remove('');
    await assert.rejects(mirror.copy(job('a.pdf')), { name: 'SyncError' });
    const state = await mirror.probe();
    assert.equal(!state.usable && state.code, 'MIRROR_PATH_MISSING');
  });

  checkAdopted('a file where a folder should be is the document’s failure', async (bench) => {
    const { mirror, root, sources, job } = bench;
    await sources.write('a.pdf', 'content');
    await root.write('2024/01', 'a file');
    await assert.rejects(mirror.copy(job('a.pdf')), { code: 'COPY_FOLDER_TAKEN', scope: 'document' });
    assert.deepEqual(await bench.copies(), ['2024/01']);
    assert.equal(Buffer.from(await root.read('2024/01')).toString(), 'a file');
  });

  checkRights('a folder without the right to write is the document’s or the share’s failure', async (bench) => {
    const { mirror, root, sources, job } = bench;
    await sources.write('a.pdf', 'content');
    await root.makeFolder('2024/01/invoices');
    await root.makeReadOnly('2024/01/invoices');
    await assert.rejects(mirror.copy(job('a.pdf')), { code: 'COPY_REFUSED', scope: 'probe' });
    assert.deepEqual(await bench.copies(), ['2024/01/invoices/']);
  });

  checkAdopted('a refused copy keeps nobody else from being copied', async ({ mirror, sources, job, copies }) => {
    await sources.write('a.pdf', 'content');
    const jobs: CopyJob[] = [job('none.pdf'), job('a.pdf'), job('../out.pdf')];
    const results = await Promise.allSettled(jobs.map((one) => mirror.copy(one)));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled', 'rejected'],
    );
    assert.deepEqual(await copies(), ['2024/01/invoices/a.pdf']);
  });
}
