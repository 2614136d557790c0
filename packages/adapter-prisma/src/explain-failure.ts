import { isSyncError, SyncError } from '@docmirror/core';
import { markMismatch, readMarks } from './check-model';
import type { Where } from './client';
import { wrapped } from './may-pass';
import type { Model } from './model';
import type { ReceiptModel } from './receipt-model';

/**
 * Puts a failed query into words where schema and options are to blame: names the model or field that cannot be read,
 * and what to write. Prisma's error stays in `cause`, for it may tell hosts and values. Any other error is returned as
 * it is; the engine reports it to the host and says `STORE_FAILED` to everyone else.
 */
export async function explainFailure(
  model: Model,
  receipts: ReceiptModel | undefined,
  cause: unknown,
): Promise<unknown> {
  if (isSyncError(cause) || !isMismatch(cause)) return cause;
  const params = (await mismatch(model)) ?? (receipts && (await receiptMismatch(receipts))) ?? uuidMismatch(model);
  return params ? new SyncError('STORE_MISMATCH', { scope: 'run', params, cause }) : cause;
}

type Mismatch = Readonly<Record<'subject' | 'write', string>>;

const works = (query: Promise<unknown>): Promise<boolean> =>
  query.then(
    () => true,
    () => false,
  );

async function mismatch(model: Model): Promise<Mismatch | undefined> {
  const { delegate, name, fields } = model;
  const nothing = { [fields.id]: { in: [] } };
  // Checked as any query, but no row is looked for.
  const reads = (select: string, ...conditions: Where[]) =>
    works(delegate.findFirst({ where: { AND: [nothing, ...conditions] }, select: { [select]: true } }));
  const readable: string[] = [];
  const unreadable: Mismatch[] = [];
  for (const [option, field] of Object.entries(fields)) {
    if (typeof field !== 'string') continue;
    if (await reads(field)) readable.push(field);
    else unreadable.push({ subject: `${name}.${field}`, write: `fields: { ${option}: '…' }` });
  }
  if (readable.length === 0) return { subject: name, write: `model: '…'` };
  if (unreadable.length > 0) return unreadable[0];
  if (!(await reads(fields.id, model.scoped()))) return { subject: `${name} (where)`, write: `where: { … }` };
  if (!(await reads(fields.id, { [fields.synced]: model.no }))) return markMismatch(name, fields.synced);
  if (!(await works(readMarks(model)))) return markMismatch(name, fields.synced);
  if (!(await reads(fields.id, { [fields.source]: { not: '' } }))) {
    return { subject: `${name}.${fields.source} String`, write: `fields: { source: '…' }` };
  }
  if (!(await reads(fields.id, { [fields.syncedAt]: null }))) {
    return { subject: `${name}.${fields.syncedAt} DateTime?`, write: `fields: { syncedAt: '…' }` };
  }
  return undefined;
}

async function receiptMismatch({ delegate, name, named, select }: ReceiptModel): Promise<Mismatch | undefined> {
  const unreadable: string[] = [];
  for (const field of Object.keys(select)) {
    const query = delegate.findFirst({ where: named({ claim: { in: [] } }), select: { [field]: true } });
    if (!(await works(query))) unreadable.push(field);
  }
  const all = unreadable.length === Object.keys(select).length;
  const write = `receipts: { model: '…' }`;
  return unreadable.length === 0 ? undefined : { subject: all ? name : `${name}.${unreadable[0]}`, write };
}

function uuidMismatch({ name, fields, ids }: Model): Mismatch | undefined {
  if (ids.idType !== 'text') return undefined;
  return { subject: `${name}.${fields.id} (idType: 'text')`, write: `idType: 'uuid'` };
}

/** A table or column that is not there, a query that Prisma refuses, a text that is no UUID. */
function isMismatch(error: unknown): boolean {
  return wrapped(error).some((failure) => {
    const { name = '' } = failure as { name?: string };
    return (
      /^(PrismaClientValidationError|DataMapperError)$/.test(name) ||
      /^(P2021|P2022|P2023|P2007|TableDoesNotExist|ColumnNotFound)$/.test(String(failure.code ?? failure.kind)) ||
      /no such (table|column)|invalid input syntax for type uuid/.test(String(failure.message))
    );
  });
}
