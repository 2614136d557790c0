import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createShare } from '../../src/mount/share.js';

test('what is set aside under one key on one day all stays, however often that happens', () => {
  const path = fs.mkdtempSync(join(tmpdir(), 'docmirror-trash-'));
  onTestFinished(() => fs.rmSync(path, { recursive: true }));
  const share = createShare({ fs, path, anchored: false, readBack: false, now: Date.now });
  const { id: mirrorId } = share.adopt({ folders: {} });
  const copy = { key: `2024/01/invoices/${'a'.repeat(230)}.pdf`, size: 1, checksum: '0'.repeat(64) };
  const contents = Array.from({ length: 150 }, (_, n) => `damaged ${n}`);
  for (const content of contents) {
    fs.mkdirSync(join(path, '2024/01/invoices'), { recursive: true });
    fs.writeFileSync(join(path, copy.key), content);
    expect(share.remove({ mirrorId, copy, trash: '2024-05-06', whatever: true })).toBe('removed');
  }
  const trash = join(path, '.docmirror/trash/2024-05-06/2024/01/invoices');
  const kept = fs.readdirSync(trash).map((name) => fs.readFileSync(join(trash, name), 'utf8'));
  expect(kept.sort()).toEqual(contents.sort());
});
