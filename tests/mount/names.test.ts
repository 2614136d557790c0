import { expect, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { copiesBelow, sha256 } from '../support/tree.js';
import { adversarialNames } from './adversarial-names.js';
import { behind, shareFolder } from './mount.js';

/**
 * The library says under which name a copy stands (`document:copied`). The server may have another opinion: it stores
 * forbidden characters, device names and trailing dots under other names without a word. So its folder is looked into.
 */
test('every name is stored under its own name, and every document has a copy of its own', {
  timeout: 240_000,
}, async () => {
  const names = adversarialNames();
  const office = await createOffice(
    names.map((name, n) => ({ name, content: `content of name ${n}: ${JSON.stringify(name)}` })),
  );
  const share = shareFolder();
  const sync = office.engine(share);
  const keys = new Map<number, string>();
  sync.on('document:copied', ({ documentId, receipt }) => void keys.set(Number(documentId), receipt.key));

  const summary = await sync.runSync();
  expect(summary).toMatchObject({ total: names.length, synced: names.length, failed: 0, errors: [] });
  console.log(`names: ${names.length} documents stored`);

  const expected = names.map((name, n) => ({
    path: keys.get(n + 1),
    checksum: sha256(`content of name ${n}: ${JSON.stringify(name)}`),
  }));
  const stored = copiesBelow(behind(share)).map(({ path, checksum }) => ({ path, checksum }));
  expect(stored).toEqual(expected.sort((a, b) => (String(a.path) < String(b.path) ? -1 : 1)));

  // On any share they can be moved to, too: no two differ only by case or Unicode form.
  const folded = groupBy(stored);
  expect([...folded.values()].filter((alike) => alike.length > 1)).toEqual([]);
});

function groupBy(stored: { path: string }[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { path } of stored) {
    const folded = path.normalize('NFC').toLowerCase();
    groups.set(folded, [...(groups.get(folded) ?? []), path]);
  }
  return groups;
}
