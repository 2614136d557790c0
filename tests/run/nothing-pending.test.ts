import { expect, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { scratchFolder } from '../support/scratch.js';

test('a run that finds nothing pending asks the database once', async () => {
  const office = await createOffice(Array.from({ length: 20 }, () => ({ date: '2024-03-01' })));
  const sync = office.engine(scratchFolder());
  expect(await sync.runSync()).toMatchObject({ total: 20, synced: 20 });
  const queries: string[] = [];
  office.database.on('query', ({ sql }: { sql: string }) => queries.push(sql));
  expect(await sync.runSync()).toMatchObject({ total: 0, synced: 0, failed: 0 });
  expect(queries).toHaveLength(1);
});
