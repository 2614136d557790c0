import assert from 'node:assert/strict';
import { text } from './mirror-copied.js';
import type { MirrorBench, MirrorSuiteContext } from './mirror-harness.js';

/** Names that lead out of `.docmirror`, or to the marker. */
const wrongNames = ['../a.txt', '/etc/hosts', 'a/../../b', '', 'a\0', 'mirror.json', 'MIRROR.JSON', 'a//b'];

/** `write` and `read`: docmirror's own files, such as the lists of checksums. */
export function mirrorOwnFileTests({ checkAdopted }: MirrorSuiteContext): void {
  let tokens = 0;

  /** Writes a file in these pieces. */
  async function write({ mirror, marker }: MirrorBench, name: string, pieces: readonly string[]): Promise<void> {
    tokens += 1;
    const token = `token${tokens}`;
    let offset = 0;
    for (const [index, content] of pieces.entries()) {
      const last = index === pieces.length - 1;
      await mirror.write({ mirrorId: marker.id, name, token, content, offset, last });
      offset += Buffer.byteLength(content);
    }
  }

  async function read({ mirror, marker }: MirrorBench, name: string): Promise<string[] | null> {
    const pieces: string[] = [];
    for (let offset = 0; ; ) {
      const piece = await mirror.read({ mirrorId: marker.id, name, offset });
      if (piece === null) return null;
      if (piece.bytes === 0) return pieces;
      assert.equal(Buffer.byteLength(piece.text), piece.bytes);
      pieces.push(piece.text);
      offset += piece.bytes;
    }
  }

  checkAdopted('a file of our own is written below .docmirror, and read again', async (bench) => {
    await write(bench, 'README.txt', ['one piece\n']);
    await write(bench, 'checksums/2024-01.sha256', ['première ligne\n', 'second line\n', '']);
    assert.deepEqual(await bench.root.list(), [
      '.docmirror/README.txt',
      '.docmirror/checksums/2024-01.sha256',
      '.docmirror/mirror.json',
    ]);
    assert.deepEqual(await read(bench, 'README.txt'), ['one piece\n']);
    assert.deepEqual(await read(bench, 'checksums/2024-01.sha256'), ['première ligne\nsecond line\n']);
    assert.deepEqual(await bench.copies(), []);
  });

  checkAdopted('it takes the place of the one before with its last piece, and not earlier', async (bench) => {
    await write(bench, 'list.txt', ['the old lines\n']);
    const piece = { mirrorId: bench.marker.id, name: 'list.txt', token: 'replacing' };
    await bench.mirror.write({ ...piece, content: 'new\n', offset: 0, last: false });
    assert.deepEqual(await read(bench, 'list.txt'), ['the old lines\n']);
    await bench.mirror.write({ ...piece, content: 'lines\n', offset: 4, last: true });
    assert.deepEqual(await read(bench, 'list.txt'), ['new\nlines\n']);
    assert.deepEqual(await bench.root.list(), ['.docmirror/list.txt', '.docmirror/mirror.json']);
  });

  checkAdopted('an empty file can be written, and is no missing one', async (bench) => {
    await write(bench, 'empty.txt', ['']);
    assert.deepEqual(await read(bench, 'empty.txt'), []);
    assert.equal(await read(bench, 'none.txt'), null);
    assert.equal(await read(bench, 'none/none.txt'), null);
  });

  checkAdopted('two that are written at once do not mix', async (bench) => {
    const lines = (who: string) => Array.from({ length: 8 }, (_, n) => `${who} ${n}\n`);
    await Promise.all([write(bench, 'list.txt', lines('one')), write(bench, 'list.txt', lines('two'))]);
    const found = (await read(bench, 'list.txt'))?.join('');
    assert.ok(found === lines('one').join('') || found === lines('two').join(''), found);
    assert.deepEqual(await bench.root.list(), ['.docmirror/list.txt', '.docmirror/mirror.json']);
  });

  checkAdopted('a piece may be written twice, and a writing begun again', async (bench) => {
    const piece = { mirrorId: bench.marker.id, name: 'list.txt', token: 'twice', last: false };
    await bench.mirror.write({ ...piece, content: 'to be forgotten, and long\n', offset: 0 });
    await bench.mirror.write({ ...piece, content: 'one\n', offset: 0 });
    await bench.mirror.write({ ...piece, content: 'two\n', offset: 4 });
    await bench.mirror.write({ ...piece, content: 'two\n', offset: 4 });
    await bench.mirror.write({ ...piece, content: 'three\n', offset: 8, last: true });
    assert.deepEqual(await read(bench, 'list.txt'), ['one\ntwo\nthree\n']);
  });

  checkAdopted('a piece whose beginning is not there is refused', async (bench) => {
    const piece = { mirrorId: bench.marker.id, name: 'list.txt', token: 'middle', content: 'x\n', last: true };
    await assert.rejects(bench.mirror.write({ ...piece, offset: 10 }), { code: 'COPY_FAILED', scope: 'transient' });
    await bench.mirror.write({ ...piece, offset: 0, last: false });
    await assert.rejects(bench.mirror.write({ ...piece, offset: 10 }), { code: 'COPY_FAILED', scope: 'transient' });
    assert.equal(await read(bench, 'list.txt'), null);
    assert.deepEqual(await bench.root.list(), ['.docmirror/mirror.json']);
  });

  checkAdopted('a long file is read in whole lines of about 1 MiB', async (bench) => {
    const lines = Array.from({ length: 3_000 }, (_, n) => `${n} ${'é'.repeat(500)}\n`);
    await write(bench, 'long.txt', [lines.slice(0, 1_000).join(''), lines.slice(1_000).join('')]);
    const pieces = (await read(bench, 'long.txt')) ?? [];
    assert.equal(pieces.join(''), lines.join(''));
    assert.ok(pieces.length >= 3);
    for (const piece of pieces) assert.ok(piece.endsWith('\n') && Buffer.byteLength(piece) <= 1024 * 1024);
  });

  checkAdopted('a last line without its end is handed on', async (bench) => {
    await bench.root.write('.docmirror/list.txt', 'one\nhalf a li');
    assert.deepEqual(await read(bench, 'list.txt'), ['one\n', 'half a li']);
  });

  checkAdopted('one that is written as null is there no more; where there is none, nothing is done', async (bench) => {
    await write(bench, 'stores/a/one.txt', ['one\n']);
    await write(bench, 'stores/a/two.txt', ['two\n']);
    const removal = { mirrorId: bench.marker.id, token: 'removal', content: null, offset: 0, last: true };
    for (const name of ['stores/a/one.txt', 'stores/a/one.txt', 'none.txt', 'none/none.txt']) {
      await bench.mirror.write({ ...removal, name });
    }
    assert.deepEqual(await bench.root.list(), ['.docmirror/mirror.json', '.docmirror/stores/a/two.txt']);
    assert.equal(await read(bench, 'stores/a/one.txt'), null);
    for (const name of wrongNames) {
      await assert.rejects(bench.mirror.write({ ...removal, name }), { code: 'COPY_REFUSED', scope: 'document' });
    }
  });

  checkAdopted('names that lead out, and the marker, are refused', async (bench) => {
    const before = await bench.root.list();
    const marker = text(await bench.root.read('.docmirror/mirror.json'));
    const refused = { code: 'COPY_REFUSED', scope: 'document' };
    for (const name of wrongNames) {
      await assert.rejects(write(bench, name, ['x']), refused);
      await assert.rejects(read(bench, name), refused);
    }
    assert.deepEqual(await bench.root.list(), before);
    assert.equal(text(await bench.root.read('.docmirror/mirror.json')), marker);
  });

  checkAdopted('nothing is written to, or missing on, a share that is not there', async (bench) => {
    await write(bench, 'list.txt', ['x\n']);
    await bench.root.remove('.docmirror');
    await assert.rejects(write(bench, 'list.txt', ['x\n']), { code: 'MIRROR_LOST', scope: 'run' });
    await assert.rejects(read(bench, 'list.txt'), { code: 'MIRROR_LOST', scope: 'run' });
    assert.deepEqual(await bench.root.list(), []);
  });
}
