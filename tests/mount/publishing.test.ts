import { join } from 'node:path';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, test } from 'vitest';
import { needsMount, shareFolder } from './mount.js';

/** What the library builds on: how this share lets a file take a name exclusively. */
describeWhere(needsMount, 'publishing on the share', () => {
  test('a hard link is refused where the name is taken, and what stands there stays', () => {
    const share = shareFolder();
    fs.writeFileSync(join(share, 'partial'), 'ours');
    fs.writeFileSync(join(share, 'taken.pdf'), 'theirs');
    const code = failure(() => fs.linkSync(join(share, 'partial'), join(share, 'taken.pdf')));
    console.log(`link onto a name that is taken: ${code}`);
    // Where there are no hard links, another way is taken, see publish.ts.
    expect(['EEXIST', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']).toContain(code);
    expect(fs.readFileSync(join(share, 'taken.pdf'), 'utf8')).toBe('theirs');
  });

  test('link and unlink, and rename: both publish; their times', () => {
    const share = shareFolder();
    const names = Array.from({ length: 50 }, (_, n) => String(n));
    for (const name of names) fs.writeFileSync(join(share, `partial-${name}`), `content of ${name}`);
    const linkMs = time(() => {
      for (const name of names.slice(0, 25)) {
        fs.linkSync(join(share, `partial-${name}`), join(share, name));
        fs.unlinkSync(join(share, `partial-${name}`));
      }
    });
    const renameMs = time(() => {
      for (const name of names.slice(25)) fs.renameSync(join(share, `partial-${name}`), join(share, name));
    });
    console.log(`per file: link and unlink ${(linkMs / 25).toFixed(1)} ms, rename ${(renameMs / 25).toFixed(1)} ms`);
    expect(fs.readdirSync(share).sort()).toEqual(names.sort());
    for (const name of names) expect(fs.readFileSync(join(share, name), 'utf8')).toBe(`content of ${name}`);
  });

  test('a file renamed into its name is whole there, also over another', () => {
    const share = shareFolder();
    fs.writeFileSync(join(share, 'partial'), 'new content');
    fs.writeFileSync(join(share, 'final'), 'old');
    fs.renameSync(join(share, 'partial'), join(share, 'final'));
    expect(fs.readdirSync(share)).toEqual(['final']);
    expect(fs.readFileSync(join(share, 'final'), 'utf8')).toBe('new content');
  });
});

function failure(call: () => void): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

function time(body: () => void): number {
  const start = performance.now();
  body();
  return performance.now() - start;
}
