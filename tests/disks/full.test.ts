import { join } from 'node:path';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { copiesBelow, filesBelow, isTemporary, sha256 } from '../support/tree.js';
import { disk, needsRoot } from './disk.js';

describeWhere(needsRoot, 'a disk of 8 MB', () => {
  test('is full in mid-run: the run stops, all that stands there is whole, and with room again a run brings the rest', async () => {
    const office = await createOffice(
      Array.from({ length: 20 }, (_, n) => ({ content: Buffer.alloc(700_000, `document ${n} `) })),
    );
    const share = disk(8);
    const sync = office.engine(share);
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 20, stopped: { code: 'MIRROR_FULL' } });
    expect(summary.synced).toBeGreaterThan(0);

    const sources = office.sources;
    const whole = new Set((await office.rows()).map((row) => sha256(fs.readFileSync(join(sources, row.file_path)))));
    expect(copiesBelow(share).filter(({ checksum }) => !whole.has(checksum))).toEqual([]);
    expect(filesBelow(share).filter(isTemporary)).toEqual([]);
    expect(await office.markedWithoutCopy(share)).toEqual([]);
    const untried = 20 - summary.synced - summary.failed;
    expect(untried).toBeGreaterThan(0);

    // Somebody clears up: the rows of what was removed stay marked, so only what is pending is brought.
    const removed = copiesBelow(share).slice(0, summary.synced);
    for (const { path } of removed) fs.removeSync(join(share, path));
    const rest = await sync.runSync({ limit: 8 });
    expect(rest).toMatchObject({ synced: 8, failed: 0 });
    expect(rest.stopped).toBeUndefined();
  });
});
