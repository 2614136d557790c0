import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, onTestFinished, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { scratchFolder } from '../support/scratch.js';
import { copiesBelow } from '../support/tree.js';
import { needsRoot } from './disk.js';

const linux = {
  missing: process.platform === 'win32' ? 'Windows has no pipes and sockets in folders' : undefined,
  required: 'DOCMIRROR_REQUIRE_DISKS',
};

describeWhere(linux, 'sources that are no files', () => {
  test('a pipe, a socket, a folder, links out and a loop of links: each fails by itself, at once', async () => {
    const office = await createOffice([{}]);
    const at = (name: string) => join(office.sources, name);
    execFileSync('mkfifo', [at('pipe')]);
    const server = createServer().listen(at('socket'));
    onTestFinished(() => void server.close());
    fs.mkdirSync(at('folder'));
    fs.symlinkSync('/etc/passwd', at('link-out'));
    fs.symlinkSync('loop', at('loop'));
    fs.symlinkSync('nothing', at('dangling'));
    fs.symlinkSync('/etc', at('etc'));
    fs.symlinkSync('1.bin', at('link-in'));
    const odd: [source: string, code: string][] = [
      ['pipe', 'SOURCE_NOT_A_FILE'],
      ['socket', 'SOURCE_NOT_A_FILE'],
      ['folder', 'SOURCE_NOT_A_FILE'],
      ['link-out', 'SOURCE_OUTSIDE_ROOTS'],
      ['loop', 'SOURCE_NOT_FOUND'],
      ['dangling', 'SOURCE_NOT_FOUND'],
      ['etc/passwd', 'SOURCE_OUTSIDE_ROOTS'],
      ['link-in', 'SOURCE_IS_LINK'],
      ['/dev/zero', 'SOURCE_OUTSIDE_ROOTS'],
      ['../app.sqlite', 'SOURCE_OUTSIDE_ROOTS'],
      ['missing', 'SOURCE_NOT_FOUND'],
    ];
    await office.add(odd.map(([source]) => ({ source })));
    const share = scratchFolder();
    const summary = await office.engine(share).runSync();
    expect(summary).toMatchObject({ total: odd.length + 1, synced: 1, failed: odd.length });
    const failures = summary.failures.toSorted((a, b) => Number(a.document_id) - Number(b.document_id));
    expect(failures).toEqual(odd.map(([, code], n) => ({ document_id: String(n + 2), code })));
    expect(copiesBelow(share)).toHaveLength(1);
  });
});

describeWhere(needsRoot, 'sources that are devices', () => {
  test('a device inside the source folder is no file', async () => {
    const office = await createOffice();
    execFileSync('mknod', [join(office.sources, 'zero'), 'c', '1', '5']);
    await office.add([{ source: 'zero' }]);
    const summary = await office.engine(scratchFolder()).runSync();
    expect(summary).toMatchObject({ failed: 1, failures: [{ document_id: '1', code: 'SOURCE_NOT_A_FILE' }] });
  });
});

test('a source of 3 GiB arrives whole', { timeout: 180_000 }, async () => {
  const office = await createOffice();
  const share = scratchFolder();
  const bytes = 3 * 1024 ** 3 + 1;
  // Mostly holes, with something to find beyond 2 and at the end of 3 GiB.
  const fd = fs.openSync(join(office.sources, 'huge'), 'w');
  for (const [text, position] of [
    ['begin', 0],
    ['middle', 2 ** 31 + 5],
    ['e', bytes - 1],
  ] as const) {
    fs.writeSync(fd, text, position);
  }
  fs.closeSync(fd);
  await office.add([{ source: 'huge', name: 'huge.bin' }]);
  const sync = office.engine(share);
  const receipts: { size: number; checksum: string }[] = [];
  sync.on('document:copied', ({ receipt }) => void receipts.push(receipt));
  expect(await sync.runSync()).toMatchObject({ total: 1, synced: 1 });

  const copy = join(share, '2024/01/invoices/huge.bin');
  execFileSync('cmp', [copy, join(office.sources, 'huge')]);
  const checksum = execFileSync('sha256sum', [copy], { encoding: 'utf8' }).slice(0, 64);
  expect(receipts).toMatchObject([{ size: bytes, checksum }]);
});
