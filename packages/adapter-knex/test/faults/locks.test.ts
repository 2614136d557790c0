import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { someoneWaits } from '../someone-waits';
import { createFaultOffice } from './office';
import { errorsOf, onServers } from './servers';

const allDone = { total: 3, synced: 3, failed: 0 };

onServers('a mark that waits for the lock of another session', (server) => {
  async function setting() {
    const [direct, knex] = [server.connect(), server.connect()];
    const office = await createFaultOffice(direct, knex);
    return { direct, office, codes: errorsOf(knex) };
  }

  async function killSessionsWaitingFor(direct: Knex, table: string): Promise<void> {
    if (server.kind === 'postgres') {
      await direct.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and query like ?`,
        [`%${table}%`],
      );
      return;
    }
    const [found] = await direct.raw(
      `select id from information_schema.processlist where info like concat(?, 'for update')`,
      [`%${table}%`],
    );
    for (const { id } of found) await direct.raw(`kill ${Number(id)}`);
  }

  test('is tried again when the server ends its session', async () => {
    const { direct, office, codes } = await setting();
    const writer = await direct.transaction();
    await writer(office.table).where('id', 2).update({ note: 'being written' });
    const running = office.run();
    await someoneWaits(direct, server.kind, office.table);
    await killSessionsWaitingFor(direct, office.table);
    // It is back, and waits again.
    await someoneWaits(direct, server.kind, office.table);
    await writer.commit();
    const run = await running;
    expect(codes[0]).toBe(server.kind === 'postgres' ? '57P01' : 'PROTOCOL_CONNECTION_LOST');
    expect(run).toMatchObject({ copies: 3, copied: [1, 2, 3], errors: [], summary: allDone });
    expect(await office.marked()).toEqual([1, 2, 3]);
  });

  test('is tried again when it was the victim of a deadlock', async () => {
    const { direct, office, codes } = await setting();
    const writer = await direct.transaction();
    // PostgreSQL ends who waited long enough; this one never does. MariaDB ends who has written less: the mark.
    if (server.kind === 'postgres') await writer.raw(`set local deadlock_timeout = '1h'`);
    await writer(office.table).where('id', 3).update({ note: 'written' });
    const running = office.run();
    await someoneWaits(direct, server.kind, office.table);
    await writer(office.table).where('id', 1).update({ note: 'written, against the order of the mark' });
    await writer.commit();
    const run = await running;
    expect(codes).toEqual([server.kind === 'postgres' ? '40P01' : 'ER_LOCK_DEADLOCK']);
    expect(run).toMatchObject({ copies: 3, copied: [1, 2, 3], errors: [], summary: allDone });
    expect(await office.marked()).toEqual([1, 2, 3]);
  });
});
