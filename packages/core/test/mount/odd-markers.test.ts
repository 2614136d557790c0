import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWhere } from '@docmirror/tests-shared/needs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createShare } from '../../src/mount/share.js';

const folders = { invoice: 'invoices' };

/** What may stand where the marker belongs, on a real file system; each is made by its path. */
const odd: Record<string, (path: string, elsewhere: string) => unknown> = {
  'a folder': (path) => fs.mkdirSync(path),
  'a pipe': (path) => execFileSync('mkfifo', [path]),
  'a link to a marker': (path, elsewhere) => fs.symlinkSync(elsewhere, path),
  'a link to nothing': (path) => fs.symlinkSync('nowhere', path),
  'a socket': (path) =>
    new Promise<void>((resolve) => {
      const server = createServer().listen(path, resolve);
      onTestFinished(() => void server.close());
    }),
  'an empty file': (path) => fs.writeFileSync(path, ''),
};

/** What may stand where the marker's folder belongs. */
const oddFolder: Record<string, (path: string, elsewhere: string) => unknown> = {
  'a file': (path) => fs.writeFileSync(path, ''),
  'a pipe': (path) => execFileSync('mkfifo', [path]),
  'a link to a folder with a marker': (path, elsewhere) => fs.symlinkSync(join(elsewhere, '..'), path),
};

const missing = process.platform === 'linux' ? undefined : 'folders are held by descriptors only on Linux';
describeWhere({ missing, required: 'DOCMIRROR_REQUIRE_DISKS' }, 'on Linux', () => {
  describe.each([
    ['by descriptors', true],
    ['by path', false],
  ])('a share with folders %s', (_, anchored) => {
    function bench() {
      const base = fs.mkdtempSync(join(tmpdir(), 'docmirror-marker-'));
      onTestFinished(() => fs.rmSync(base, { recursive: true }));
      const path = join(base, 'share');
      const marker = join(base, 'other/.docmirror/mirror.json');
      fs.mkdirSync(join(marker, '..'), { recursive: true });
      fs.mkdirSync(path);
      fs.writeFileSync(marker, JSON.stringify({ docmirror: 1, id: 'a', createdAt: '2026-01-01', folders }));
      return { path, marker, share: createShare({ fs, path, anchored, readBack: false, now: Date.now }) };
    }

    function expectDamaged({ path, share }: ReturnType<typeof bench>): void {
      const before = fs.readdirSync(path, { recursive: true });
      const damaged = { code: 'MIRROR_MARKER_DAMAGED' };
      expect(share.probe()).toMatchObject(damaged);
      expect(share.probe({ readOnly: true })).toMatchObject(damaged);
      expect(() => share.adopt({ folders })).toThrow(expect.objectContaining(damaged));
      expect(() => share.list({ mirrorId: 'a', limit: 1 })).toThrow(expect.objectContaining(damaged));
      expect(fs.readdirSync(path, { recursive: true })).toEqual(before);
    }

    // A pipe would keep whoever opens it waiting for ever.
    test.each(Object.keys(odd))('whose marker is %s has a damaged one', async (what) => {
      const { path, marker, share } = bench();
      fs.mkdirSync(join(path, '.docmirror'));
      await odd[what]?.(join(path, '.docmirror/mirror.json'), marker);
      expectDamaged({ path, marker, share });
    });

    test.each(Object.keys(oddFolder))('whose marker’s folder is %s has a damaged one', async (what) => {
      const { path, marker, share } = bench();
      await oddFolder[what]?.(join(path, '.docmirror'), marker);
      expectDamaged({ path, marker, share });
    });

    test('says which folder cannot be made for what has its name', () => {
      const { path, marker, share } = bench();
      fs.mkdirSync(join(path, '.docmirror'));
      fs.copyFileSync(marker, join(path, '.docmirror/mirror.json'));
      fs.writeFileSync(join(path, '..', 'a.pdf'), 'a');
      const job = { mirrorId: 'a', source: 'a.pdf', sourceRoots: [join(path, '..')], fileName: 'a.pdf', idTag: '1' };
      const copyTo = (directory: string) => () => share.copy({ ...job, directory });
      fs.writeFileSync(join(path, '2024'), '');
      fs.mkdirSync(join(path, '2025'));
      fs.symlinkSync(join(path, '2025'), join(path, '2025/01'));
      const taken = (folder: string) =>
        expect.objectContaining({
          code: 'COPY_FOLDER_TAKEN',
          scope: 'document',
          message: `Something that is not a folder stands on the share where the folder “${folder}” belongs`,
        });
      expect(copyTo('2024/01/invoices')).toThrow(taken('2024'));
      expect(copyTo('2025/01/invoices')).toThrow(taken('2025/01'));
      expect(copyTo('2026/01/invoices')()).toMatchObject({ outcome: 'copied' });
    });
  });
});
