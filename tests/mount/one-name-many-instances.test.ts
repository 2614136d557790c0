import { join } from 'node:path';
import { mountMirror } from '@docmirror/core';
import fs from 'fs-extra';
import { expect, onTestFinished, test } from 'vitest';
import { scratchFolder } from '../support/scratch.js';
import { copiesBelow, sha256 } from '../support/tree.js';
import { behind, shareFolder } from './mount.js';

const instances = 3;
const documents = 48;
/** Copies at once of each instance, as an engine has them. */
const concurrency = 4;

/** No instance knows of the reservations of another: only the share itself can keep them apart. */
test('of several instances that want the same names at once, no copy is lost or overwritten', {
  timeout: 120_000,
}, async () => {
  const share = shareFolder();
  const sources = scratchFolder();
  const mirrors = Array.from({ length: instances }, () => mountMirror({ path: share }));
  onTestFinished(async () => void (await Promise.all(mirrors.map((mirror) => mirror.close()))));
  const markers = await Promise.all(mirrors.map((mirror) => mirror.adopt({ folders: { invoice: 'invoices' } })));
  expect(new Set(markers.map(({ id }) => id)).size).toBe(1);
  const [{ id: mirrorId } = { id: '' }] = markers;

  // Every instance has its own documents. A third of all have one name; the others have that of one document of each
  // other instance, and those come to be at about the same time.
  const copies = mirrors.map((mirror, instance) =>
    severalAtOnce(Array.from(Array(documents).keys()), (n) => {
      const idTag = String(1 + instance * documents + n);
      const content = `document ${idTag} of instance ${instance}, ${'x'.repeat(n * 1_000)}`;
      fs.writeFileSync(join(sources, idTag), content);
      const fileName = n % 3 === 0 ? (n % 2 === 0 ? 'same.pdf' : 'SAME.pdf') : `${n}.pdf`;
      const job = { mirrorId, source: idTag, sourceRoots: [sources], directory: '2024/01/invoices', fileName, idTag };
      return mirror.copy(job).then(({ key }) => ({ path: key, checksum: sha256(content) }));
    }),
  );
  const receipts = (await Promise.all(copies)).flat();
  const stored = copiesBelow(behind(share)).map(({ path, checksum }) => ({ path, checksum }));
  expect(stored).toEqual(receipts.sort((a, b) => (a.path < b.path ? -1 : 1)));
  // Where case counts, names of several instances may differ by nothing else; nothing is overwritten by that.
  const alike = fs.existsSync(share.replace('docmirror', 'DOCMIRROR'));
  if (alike) expect(new Set(stored.map(({ path }) => path.toLowerCase())).size).toBe(instances * documents);
});

test('of several instances that bring the same documents at once, one copy of each stands', {
  timeout: 120_000,
}, async () => {
  const share = shareFolder();
  const sources = scratchFolder();
  const mirrors = Array.from({ length: instances }, () => mountMirror({ path: share }));
  onTestFinished(async () => void (await Promise.all(mirrors.map((mirror) => mirror.close()))));
  const { id: mirrorId } = await (mirrors[0] ?? expect.fail()).adopt({ folders: { invoice: 'invoices' } });
  const tags = Array.from({ length: documents }, (_, n) => String(n + 1));
  for (const tag of tags) fs.writeFileSync(join(sources, tag), `content of ${tag}`);

  const job = (tag: string) => ({
    ...{ mirrorId, source: tag, sourceRoots: [sources], directory: '2024/01/invoices' },
    ...{ fileName: `${tag}.pdf`, idTag: tag },
  });
  const copies = mirrors.map((mirror) => severalAtOnce(tags, (tag) => mirror.copy(job(tag))));
  const outcomes = (await Promise.all(copies)).flat();
  const stored = copiesBelow(behind(share)).map(({ path, checksum }) => ({ path, checksum }));
  const expected = tags.map((tag) => ({ path: `2024/01/invoices/${tag}.pdf`, checksum: sha256(`content of ${tag}`) }));
  expect(stored).toEqual(expected.sort((a, b) => (a.path < b.path ? -1 : 1)));
  expect(outcomes.filter(({ outcome }) => outcome === 'copied').length).toBe(documents);
});

async function severalAtOnce<Item, Result>(items: Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const left = items.values();
  const work = async () => {
    for (const item of left) results.push(await act(item));
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results;
}
