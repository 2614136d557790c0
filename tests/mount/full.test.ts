import { join } from 'node:path';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, onTestFinished, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { copiesBelow, filesBelow, isTemporary, sha256 } from '../support/tree.js';
import { behind, nasBacking, needsBacking, shareFolder } from './mount.js';

const documentBytes = 512 * 1024;
const documents = 16;
/** Room for some of them only. */
const leftBytes = 5 * documentBytes + 100_000;

describeWhere(needsBacking, 'a share that fills up in mid-run', () => {
  test('the run stops and says so, nothing stands there that is not whole, and with room again a run brings the rest', {
    timeout: 180_000,
  }, async () => {
    const office = await createOffice(
      Array.from({ length: documents }, (_, n) => ({ content: Buffer.alloc(documentBytes, `document ${n} `) })),
    );
    const share = shareFolder();
    const sync = office.engine(share);
    const filler = fillUpTo(leftBytes);
    const summary = await sync.runSync();
    expect(summary.stopped?.code, JSON.stringify(summary)).toBe('MIRROR_FULL');
    expect(summary.synced).toBeLessThan(documents);

    const whole = new Set(
      (await office.rows()).map((row) => sha256(fs.readFileSync(join(office.sources, row.file_path)))),
    );
    const copies = copiesBelow(behind(share));
    expect(copies.filter(({ checksum }) => !whole.has(checksum))).toEqual([]);
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);

    fs.removeSync(filler);
    const rest = await sync.runSync();
    expect(rest).toMatchObject({ failed: 0, total: documents - summary.synced, synced: documents - summary.synced });
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);
    expect(copiesBelow(behind(share))).toHaveLength(documents);
    expect(filesBelow(behind(share)).filter(isTemporary)).toEqual([]);
  });

  test('one that is full from the start is told from one that may not be written', { timeout: 60_000 }, async () => {
    const office = await createOffice([{}]);
    const sync = office.engine(shareFolder());
    fillUpTo(0);
    expect(await sync.testConnection()).toMatchObject({ success: false, code: 'MIRROR_FULL' });
    expect((await office.rows()).some(({ synced }) => synced)).toBe(false);
  });
});

/** Leaves this much room on the file system behind the share. */
function fillUpTo(bytes: number): string {
  const filler = join(nasBacking ?? '', 'filler');
  onTestFinished(() => fs.removeSync(filler));
  const { bavail, bsize } = fs.statfsSync(nasBacking ?? '');
  const piece = Buffer.alloc(1024 * 1024);
  const fd = fs.openSync(filler, 'w');
  try {
    for (let left = bavail * bsize - bytes; left > 0; )
      left -= fs.writeSync(fd, piece, 0, Math.min(piece.length, left));
  } finally {
    fs.closeSync(fd);
  }
  return filler;
}
