import { isSyncError, SyncError } from '@docmirror/core';
import type { Where } from './client';
import { wrapped } from './may-pass';
import type { Model } from './model';

/**
 * Puts a failed query into words where schema and options are to blame: names the model or field that cannot be read,
 * and what to write. Prisma's error stays in `cause`, for it may tell hosts and values. Any other error is returned as
 * it is; the engine reports it to the host and says `STORE_FAILED` to everyone else.
 */
export async function explainFailure(model: Model, cause: unknown): Promise<unknown> {
  if (isSyncError(cause) || !isMismatch(cause)) return cause;
  const params = await mismatch(model);
  return params ? new SyncError('STORE_MISMATCH', { scope: 'run', params, cause }) : cause;
}

async function mismatch(model: Model): Promise<{ subject: string; write: string } | undefined> {
  const { delegate, name, fields, ids } = model;
  const nothing = { [fields.id]: { in: [] } };
  // Checked as any query, but no row is looked for.
  const works = (select: string, ...conditions: Where[]) =>
    delegate.findFirst({ where: { AND: [nothing, ...conditions] }, select: { [select]: true } }).then(
      () => true,
      () => false,
    );
  const readable: string[] = [];
  const unreadable: { subject: string; write: string }[] = [];
  for (const [option, field] of Object.entries(fields)) {
    if (typeof field !== 'string') continue;
    if (await works(field)) readable.push(field);
    else unreadable.push({ subject: `${name}.${field}`, write: `fields: { ${option}: '…' }` });
  }
  if (readable.length === 0) return { subject: name, write: `model: '…'` };
  if (unreadable.length > 0) return unreadable[0];
  if (!(await works(fields.id, model.scoped()))) return { subject: `${name} (where)`, write: `where: { … }` };
  if (!(await works(fields.id, { [fields.syncedAt]: null }))) {
    return { subject: `${name}.${fields.syncedAt} DateTime?`, write: `fields: { syncedAt: '…' }` };
  }
  if (ids.idType === 'text') return { subject: `${name}.${fields.id} (idType: 'text')`, write: `idType: 'uuid'` };
  return undefined;
}

/** A table or column that is not there, a query that Prisma refuses, a text that is no UUID. */
function isMismatch(error: unknown): boolean {
  return wrapped(error).some((failure) => {
    const { name = '' } = failure as { name?: string };
    return (
      name === 'PrismaClientValidationError' ||
      /^(P2021|P2022|P2023|P2007|TableDoesNotExist|ColumnNotFound)$/.test(String(failure.code ?? failure.kind)) ||
      /no such (table|column)|invalid input syntax for type uuid/.test(String(failure.message))
    );
  });
}
