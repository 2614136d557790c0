import { SyncError } from '@docmirror/core';
import type { Model } from './model';

/**
 * Asks the database once for all that the options name, before anything is read or written: it may not be as the schema says.
 * A mark that is neither yes nor no would pass for set here and be overwritten there.
 */
export async function checkModel(model: Model): Promise<void> {
  const { delegate, name, fields, select, yes, no } = model;
  const { id, synced, syncedAt } = fields;
  await delegate.findFirst({ where: model.scoped({ [id]: { in: [] } }), select: { ...select, [syncedAt]: true } });
  await readMarks(model);
  const strange = { AND: [{ [synced]: { not: no } }, { [synced]: { not: yes } }] };
  if ((await delegate.findFirst({ where: strange, select: { [id]: true } })) === null) return;
  throw new SyncError('STORE_MISMATCH', { scope: 'run', params: markMismatch(name, synced) });
}

/** The first and the last of all marks: Prisma refuses to read what is of another type than its schema says. */
export async function readMarks({ delegate, fields: { synced } }: Model): Promise<void> {
  for (const order of ['asc', 'desc']) {
    await delegate.findFirst({ where: {}, select: { [synced]: true }, orderBy: { [synced]: order } });
  }
}

export function markMismatch(model: string, synced: string) {
  return { subject: `${model}.${synced} (boolean, or 0 and 1)`, write: `fields: { synced: '…' }` };
}
