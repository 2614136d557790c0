import { expect, test } from 'vitest';
import { bumpOnUpdate } from './bump-on-update';
import { createFaultOffice, type FaultOffice } from './office';
import { errorsOf, onServers } from './servers';
import { theFirst } from './tcp-proxy';

/** After trouble: all is marked without a single copy more, and no file is touched. */
async function expectOnlyMarks(office: FaultOffice): Promise<void> {
  const before = office.files();
  const again = await office.run();
  expect(again.summary).toMatchObject({ total: 3, synced: 3, failed: 0 });
  expect(again.unchanged).toEqual([1, 2, 3]);
  expect(again.copied).toEqual([]);
  expect(office.files()).toEqual(before);
  expect(await office.marked()).toEqual([1, 2, 3]);
}

onServers('the connection to the database', (server) => {
  // The statement that decides: on MariaDB the transaction is done with its commit.
  const mark = server.kind === 'postgres' ? /update .* set .*synced_to_nas/i : /commit/i;

  async function behindProxy(bumped = false) {
    const direct = server.connect();
    const proxy = await server.proxy();
    const knex = server.connect(proxy.port);
    const office = await createFaultOffice(
      direct,
      knex,
      bumped ? { columns: { version: 'updated_at' } } : {},
      async (table) => {
        if (bumped) await bumpOnUpdate(direct, server.kind, table);
      },
    );
    return { proxy, office, codes: errorsOf(knex) };
  }

  test('is reset between copy and mark: the mark is tried again, the copy is not', async () => {
    const { proxy, office } = await behindProxy();
    const run = await office.run({ confirmed: async () => proxy.cut() });
    expect(run.summary).toMatchObject({ total: 3, synced: 3, failed: 0 });
    expect([run.copies, run.copied, run.errors]).toEqual([3, [1, 2, 3], []]);
    expect(await office.marked()).toEqual([1, 2, 3]);
  });

  test('is lost between copy and mark: four tries, then the run stops, and the next one only marks', async () => {
    const { proxy, office, codes } = await behindProxy();
    const run = await office.run({ confirmed: async () => proxy.refuse() });
    expect(run.summary).toMatchObject({ total: 3, synced: 0, failed: 0, stopped: { code: 'STORE_FAILED' } });
    expect(run.copies).toBe(3);
    // The first try may still have a connection that was cut; each other one asks for a new one.
    expect(proxy.refused + codes.length).toBe(4);
    expect(run.errors).toMatchObject([{ message: expect.stringMatching(/ECONNRESET|connection lost|terminated/i) }]);
    expect(JSON.stringify(run.summary), 'a client of the API learns nothing of the database').not.toMatch(
      /ECONN|127\.0/,
    );
    expect(await office.marked()).toEqual([]);
    proxy.accept();
    await expectOnlyMarks(office);
  });

  test('breaks with every question for the table: that is not blamed on the options', async () => {
    const { proxy, office } = await behindProxy();
    proxy.judge = (said) => (said.includes(office.table) ? 'lose' : 'pass');
    await expect(office.run()).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });

  test('breaks before the mark has arrived: it is tried again', async () => {
    const { proxy, office } = await behindProxy();
    proxy.judge = theFirst(mark, 'lose');
    const run = await office.run();
    expect(run.summary).toMatchObject({ total: 3, synced: 3, failed: 0 });
    expect([run.copies, run.copied, run.errors]).toEqual([3, [1, 2, 3], []]);
    expect(await office.marked()).toEqual([1, 2, 3]);
  });

  test('breaks when the mark is done but not yet answered: marking once more does no harm', async () => {
    const { proxy, office } = await behindProxy();
    proxy.judge = theFirst(mark, 'lose answer');
    const run = await office.run();
    expect(run.summary).toMatchObject({ total: 3, synced: 3, failed: 0 });
    expect([run.copies, run.copied, run.errors]).toEqual([3, [1, 2, 3], []]);
    expect(await office.marked()).toEqual([1, 2, 3]);
  });

  test('breaks then, and each mark makes a new version: the source is compared anew, and the mark stays', async () => {
    const { proxy, office } = await behindProxy(true);
    proxy.judge = theFirst(mark, 'lose answer');
    const run = await office.run();
    expect(run.summary).toMatchObject({ total: 3, synced: 3, failed: 0 });
    expect([run.copied, run.errors]).toEqual([[1, 2, 3], []]);
    expect(await office.marked()).toEqual([1, 2, 3]);
  });

  test('breaks then, and a file is replaced meanwhile: rather pending once more than marked by guess', async () => {
    const { proxy, office } = await behindProxy(true);
    proxy.judge = theFirst(mark, 'lose answer');
    const run = await office.run({ confirmed: async () => office.replace(2) });
    expect(run.summary).toMatchObject({
      total: 3,
      synced: 2,
      failures: [{ document_id: '2', code: 'DOCUMENT_CHANGED' }],
    });
    expect(await office.marked()).toEqual([1, 3]);
  });
});
