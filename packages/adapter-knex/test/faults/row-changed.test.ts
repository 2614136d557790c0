import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { onEveryDatabase } from '../per-database';
import { bumpOnUpdate } from './bump-on-update';
import { createFaultOffice } from './office';

const changes: [string, (knex: Knex, table: string) => PromiseLike<unknown>, { readonly pendingThen: number[] }][] = [
  ['another file', (knex, table) => knex(table).where('id', 2).update({ file_path: '3.pdf' }), { pendingThen: [2] }],
  ['another type', (knex, table) => knex(table).where('id', 2).update({ type: 'receipt' }), { pendingThen: [2] }],
  ['no type', (knex, table) => knex(table).where('id', 2).update({ type: null }), { pendingThen: [2] }],
  [
    'another date',
    (knex, table) => knex(table).where('id', 2).update({ document_date: '2024-02-29' }),
    { pendingThen: [2] },
  ],
  ['deleted', (knex, table) => knex(table).where('id', 2).delete(), { pendingThen: [] }],
];

onEveryDatabase('a row that changes while it is copied', (connect, { kind }) => {
  test.each(changes)('%s: it is not marked, the others are', async (_, change, { pendingThen }) => {
    const knex = await connect();
    const office = await createFaultOffice(knex, knex);
    const run = await office.run({
      copied: async ({ source }) => {
        if (source === '2.pdf') await change(knex, office.table);
      },
    });
    expect(run).toMatchObject({ copied: [1, 3], errors: [] });
    expect(run.summary.stopped).toBeUndefined();
    expect(await office.marked()).toEqual([1, 3]);
    const again = await office.run();
    expect(again.summary).toMatchObject({ total: pendingThen.length, synced: pendingThen.length, failed: 0 });
    expect(await office.marked()).toEqual([1, ...pendingThen, 3]);
  });

  test('its updated_at only, where that is mapped: it is marked as it reads by then', async () => {
    const knex = await connect();
    const office = await createFaultOffice(knex, knex, { columns: { version: 'updated_at' } }, (table) =>
      bumpOnUpdate(knex, kind, table),
    );
    const run = await office.run({
      copied: async ({ source }) => {
        if (source === '2.pdf') await knex(office.table).where('id', 2).update({ note: 'paid' });
      },
    });
    expect(run).toMatchObject({ errors: [], summary: { total: 3, synced: 3, failed: 0 } });
    expect([...run.copied].sort()).toEqual([1, 2, 3]);
    expect(await office.marked()).toEqual([1, 2, 3]);
    expect((await office.run()).unchanged).toEqual([]);
    expect(await office.marked()).toEqual([1, 2, 3]);
  });

  test('no change but the mark’s own, which sets updated_at: all are marked, and stay so', async () => {
    const knex = await connect();
    const office = await createFaultOffice(knex, knex, { columns: { version: 'updated_at' } }, (table) =>
      bumpOnUpdate(knex, kind, table),
    );
    const versions = () =>
      knex(office.table)
        .orderBy('id')
        .select(knex.raw(`cast(updated_at as ${kind === 'mysql' ? 'char' : 'text'}) as at`));
    const read = await versions();
    expect((await office.run()).copied).toEqual([1, 2, 3]);
    expect(await office.marked()).toEqual([1, 2, 3]);
    for (const [n, { at }] of (await versions()).entries()) expect(at, 'the mark has set it').not.toBe(read[n].at);
    expect((await office.run()).summary).toMatchObject({ total: 0 });
  });
});
