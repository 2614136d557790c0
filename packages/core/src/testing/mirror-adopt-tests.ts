import assert from 'node:assert/strict';
import type { Marker } from '../mirror.js';
import { type MirrorRoot, type MirrorSuiteContext, suiteFolders } from './mirror-harness.js';

const markerPath = '.docmirror/mirror.json';

export function mirrorAdoptTests({ check }: MirrorSuiteContext): void {
  check('adopting writes the marker that it returns, and nothing else', async ({ mirror, root }) => {
    const before = Date.now();
    const marker = await mirror.adopt({ folders: suiteFolders });
    assert.deepEqual(await root.list(), [markerPath]);
    assert.deepEqual(await readMarker(root), marker);
    assert.deepEqual(marker.folders, suiteFolders);
    assert.equal(marker.createdAt, new Date(marker.createdAt).toISOString());
    assert.ok(Math.abs(Date.parse(marker.createdAt) - before) < 60_000);
  });

  check('a new marker gets a random id', async ({ mirror, root }) => {
    const first = await mirror.adopt({ folders: suiteFolders });
    await root.remove('.docmirror');
    const second = await mirror.adopt({ folders: suiteFolders });
    assert.notEqual(first.id, second.id);
    assert.ok(first.id.length >= 16);
  });

  check('a new marker gets the id asked for', async ({ mirror, root }) => {
    const marker = await mirror.adopt({ folders: suiteFolders, mirrorId: 'the-share' });
    assert.equal(marker.id, 'the-share');
    assert.equal((await readMarker(root)).id, 'the-share');
  });

  check('a marker that stands is left as it is, whatever is asked for', async ({ mirror, root }) => {
    const first = await mirror.adopt({ folders: suiteFolders });
    const bytes = await root.read(markerPath);
    const second = await mirror.adopt({ folders: { invoice: 'elsewhere' }, mirrorId: 'another' });
    assert.deepEqual(second, first);
    assert.deepEqual(await root.read(markerPath), bytes);
  });

  check('folders of types it does not know are added to it', async ({ mirror, root }) => {
    const first = await mirror.adopt({ folders: suiteFolders });
    const second = await mirror.adopt({ folders: { invoice: 'elsewhere', contract: 'contracts' } });
    assert.deepEqual(second, { ...first, folders: { ...suiteFolders, contract: 'contracts' } });
    assert.deepEqual(await readMarker(root), second);
    assert.deepEqual(await root.list(), [markerPath]);
  });

  check('what a marker says that is not known here stays when it is written again', async ({ mirror, root }) => {
    const { folders: _, ...made } = await mirror.adopt({ folders: {} });
    const more = { note: 'x', 'of a host': { list: [1, null] } };
    await root.write('.docmirror/mirror.json', JSON.stringify({ docmirror: 1, ...more, ...made, folders: { a: 'b' } }));
    await mirror.adopt({ folders: suiteFolders, extendId: made.id });
    const written: unknown = JSON.parse(Buffer.from(await root.read('.docmirror/mirror.json')).toString('utf8'));
    assert.deepEqual(written, { docmirror: 1, ...more, ...made, folders: { a: 'b', ...suiteFolders } });
  });

  check('of many that adopt at once, one makes the marker and all get it', async ({ mirror, root }) => {
    const asked = Array.from({ length: 8 }, (_, n) => mirror.adopt({ folders: suiteFolders, mirrorId: `id-${n}` }));
    const markers = await Promise.all(asked);
    for (const marker of markers) assert.deepEqual(marker, markers[0]);
    assert.deepEqual(await readMarker(root), markers[0]);
    assert.deepEqual(await root.list(), [markerPath]);
  });

  check('adopting leaves what stands in the root alone', async ({ mirror, root }) => {
    await root.write('2024/01/invoices/a.pdf', 'theirs');
    await mirror.adopt({ folders: suiteFolders });
    assert.deepEqual(await root.list(), [markerPath, '2024/01/invoices/a.pdf']);
    assert.equal(Buffer.from(await root.read('2024/01/invoices/a.pdf')).toString(), 'theirs');
  });

  check('a marker that is only to be extended is not written anew', async ({ mirror, root }) => {
    const extendId = 'the-share';
    await assert.rejects(mirror.adopt({ folders: suiteFolders, extendId }), { code: 'MIRROR_LOST', scope: 'run' });
    assert.deepEqual(await root.list(), []);
    await mirror.adopt({ folders: suiteFolders, mirrorId: 'another' });
    const bytes = await root.read(markerPath);
    const more = { ...suiteFolders, contract: 'contracts' };
    const asked = mirror.adopt({ folders: more, extendId });
    await assert.rejects(asked, { code: 'MIRROR_OTHER_SHARE', scope: 'run' });
    assert.deepEqual(await root.read(markerPath), bytes);
    const marker = await mirror.adopt({ folders: more, extendId: 'another' });
    assert.deepEqual(marker.folders, more);
  });

  check('a damaged marker is not replaced', async ({ mirror, root }) => {
    await root.write(markerPath, 'half a mark');
    await assert.rejects(mirror.adopt({ folders: suiteFolders }), { code: 'MIRROR_MARKER_DAMAGED' });
    assert.equal(Buffer.from(await root.read(markerPath)).toString(), 'half a mark');
  });

  check('a missing root is not made', async ({ mirror, root }) => {
    await root.remove('');
    await assert.rejects(mirror.adopt({ folders: suiteFolders }), { name: 'SyncError' });
    const state = await mirror.probe();
    assert.equal(!state.usable && state.code, 'MIRROR_PATH_MISSING');
  });
}

async function readMarker(root: MirrorRoot): Promise<Marker> {
  const { id, createdAt, folders } = JSON.parse(Buffer.from(await root.read(markerPath)).toString());
  return { id, createdAt, folders };
}
