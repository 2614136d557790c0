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
