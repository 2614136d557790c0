import { describe, expect, test } from 'vitest';
import { createSyncEngine } from '../../src/run/engine.js';
import { memoryStore } from '../../src/testing/memory-store.js';
import { scriptedMirror } from './scripted-mirror.js';

const documents = [{ id: 1, type: 'invoice', date: '2024-01-15', source: 'a.pdf' }];

function shared() {
  let closed = 0;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const mirror = scriptedMirror({
    confirm: () => held,
    close: async () => {
      closed += 1;
    },
  });
  const engine = () => createSyncEngine({ store: memoryStore(documents), mirror, sourceRoot: '/uploads' });
  return { engine, release, closed: () => closed };
}

describe('a mirror that engines share', () => {
  test('is not closed by one that stops while another runs', async () => {
    const { engine, release, closed } = shared();
    const [one, other] = [engine(), engine()];
    await one.getConfig();
    const run = other.runSync();
    await new Promise((resolve) => other.on('document:copied', resolve) && setImmediate(resolve));
    await one.stop();
    expect(closed()).toBe(0);
    release();
    expect(await run).toMatchObject({ synced: 1 });
    await expect(one.runSync()).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
  });

  test('is closed by the last that stops, once for each time it was used, and can be used again', async () => {
    const { engine, release, closed } = shared();
    release();
    const [one, other] = [engine(), engine()];
    await one.runSync();
    await other.runSync();
    await other.stop();
    await other.stop();
    expect(closed()).toBe(0);
    await one.stop();
    expect(closed()).toBe(1);
    const third = engine();
    expect(await third.runSync()).toMatchObject({ synced: 1 });
    await third.stop();
    expect(closed()).toBe(2);
  });

  test('is not kept open by an engine that never used it', async () => {
    const { engine, closed } = shared();
    engine();
    const one = engine();
    await one.getConfig();
    await one.stop();
    expect(closed()).toBe(1);
  });
});
