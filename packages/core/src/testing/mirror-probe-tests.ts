import assert from 'node:assert/strict';
import { type MirrorSuiteContext, suiteFolders } from './mirror-harness.js';

export function mirrorProbeTests({ check, checkAdopted, checkRights }: MirrorSuiteContext): void {
  check('a probe of an empty root finds it usable, without marker, and leaves nothing behind', async (harness) => {
    assert.deepEqual(await harness.mirror.probe(), { usable: true, marker: null });
    assert.deepEqual(await harness.root.list(), []);
  });

  check('a probe finds the marker', async ({ mirror, root }) => {
    const marker = await mirror.adopt({ folders: suiteFolders });
    assert.deepEqual(await mirror.probe(), { usable: true, marker });
    assert.deepEqual(await root.list(), ['.docmirror/mirror.json']);
  });

  check('a probe does not touch what stands in the root', async ({ mirror, root }) => {
    await root.write('notes.txt', 'mine');
    await mirror.probe();
    assert.deepEqual(await root.list(), ['notes.txt']);
    assert.equal(text(await root.read('notes.txt')), 'mine');
  });

  check('a probe of a missing root says so, and makes none', async ({ mirror, root }) => {
    await root.remove('');
    const state = await mirror.probe();
    assert.equal(state.usable, false);
    assert.equal(!state.usable && state.code, 'MIRROR_PATH_MISSING');
    assert.equal((await mirror.probe()).usable, false);
  });

  check('a probe finds a root that came back', async ({ mirror, root }) => {
    await root.remove('');
    await mirror.probe();
    await root.makeFolder('');
    assert.deepEqual(await mirror.probe(), { usable: true, marker: null });
  });

  check('a probe of a root that is a file says so', async ({ mirror, root }) => {
    await root.remove('');
    await root.write('', 'a file');
    const state = await mirror.probe();
    assert.equal(!state.usable && state.code, 'MIRROR_NOT_A_FOLDER');
  });

  for (const damage of ['', 'not JSON', '[]', '{"id":"","createdAt":"x","folders":{}}', '{"id":"a"}']) {
    check(`a probe tells a damaged marker (${damage || 'empty'}) from a missing one`, async ({ mirror, root }) => {
      await root.write('.docmirror/mirror.json', damage);
      const state = await mirror.probe();
      assert.equal(!state.usable && state.code, 'MIRROR_MARKER_DAMAGED');
    });
  }

  for (const later of ['{"docmirror":2,"part":{}}', '{"docmirror":1.5,"id":"a"}', '{"docmirror":"2","id":"a"}']) {
    check(`a marker of a later version (${later}) is refused with its own code, and not written`, async (harness) => {
      const { mirror, root } = harness;
      await root.write('.docmirror/mirror.json', later);
      for (const state of [await mirror.probe(), await mirror.probe({ readOnly: true })]) {
        assert.equal(!state.usable && state.code, 'MIRROR_MARKER_NEWER');
      }
      const refused = { code: 'MIRROR_MARKER_NEWER', scope: 'run' };
      await assert.rejects(mirror.adopt({ folders: suiteFolders }), refused);
      await assert.rejects(mirror.adopt({ folders: suiteFolders, extendId: 'a' }), refused);
      await assert.rejects(mirror.list({ mirrorId: 'a', limit: 1 }), refused);
      assert.equal(text(await root.read('.docmirror/mirror.json')), later);
    });
  }

  for (const [what, path] of [
    ['a folder in place of the marker', '.docmirror/mirror.json/x'],
    ['a file in place of its folder', '.docmirror'],
  ] as const) {
    check(`${what} is a damaged marker`, async ({ mirror, root }) => {
      await root.write(path, 'x');
      for (const state of [await mirror.probe(), await mirror.probe({ readOnly: true })]) {
        assert.equal(!state.usable && state.code, 'MIRROR_MARKER_DAMAGED');
      }
      await assert.rejects(mirror.adopt({ folders: suiteFolders }), { code: 'MIRROR_MARKER_DAMAGED', scope: 'run' });
    });
  }

  check('a probe for reading finds the marker, or none, or no root', async ({ mirror, root }) => {
    assert.deepEqual(await mirror.probe({ readOnly: true }), { usable: true, marker: null });
    const marker = await mirror.adopt({ folders: suiteFolders });
    assert.deepEqual(await mirror.probe({ readOnly: true }), { usable: true, marker });
    assert.deepEqual(await root.list(), ['.docmirror/mirror.json']);
    await root.remove('');
    const state = await mirror.probe({ readOnly: true });
    assert.equal(!state.usable && state.code, 'MIRROR_PATH_MISSING');
  });

  checkRights('a probe for reading needs no right to write', async ({ mirror, root }) => {
    const marker = await mirror.adopt({ folders: suiteFolders });
    await root.makeReadOnly('');
    assert.deepEqual(await mirror.probe({ readOnly: true }), { usable: true, marker });
  });

  checkRights('a probe of a root without the right to write says so', async ({ mirror, root }) => {
    await root.makeReadOnly('');
    const state = await mirror.probe();
    assert.equal(!state.usable && state.code, 'MIRROR_NOT_WRITABLE');
  });

  checkAdopted('what a probe says is plain data', async ({ mirror, root }) => {
    const states = [await mirror.probe()];
    await root.remove('');
    states.push(await mirror.probe());
    for (const state of states) assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
  });
}

function text(content: Uint8Array): string {
  return Buffer.from(content).toString('utf8');
}
