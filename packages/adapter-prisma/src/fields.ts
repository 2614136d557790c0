import { SyncError } from '@docmirror/core';
import type { Delegate } from './client';
import type { StoreOptions } from './options';

/** Names of the host's fields; null or undefined: not mapped. */
export interface Fields {
  readonly id: string;
  readonly type: string | null;
  readonly source: string;
  readonly date: string | null;
  readonly fileName: string | undefined;
  readonly version: string | undefined;
  readonly synced: string;
  readonly syncedAt: string;
}

type Option = keyof Fields;

/** Where the options are silent, the first of these that the model has: as people name fields, then as `prisma db pull` does. */
const defaults: Readonly<Partial<Record<Option, readonly string[]>>> = {
  id: ['id'],
  type: ['type'],
  source: ['filePath', 'file_path'],
  date: ['documentDate', 'document_date'],
  synced: ['syncedToNas', 'synced_to_nas'],
  syncedAt: ['syncedAt', 'synced_at'],
};

/** Types that a field may have; any where nothing is said. */
const fitting: Readonly<Partial<Record<Option, readonly string[]>>> = {
  id: ['Int', 'BigInt', 'String'],
  source: ['String'],
  date: ['DateTime', 'String'],
  fileName: ['String'],
  synced: ['Boolean', 'Int'],
  syncedAt: ['DateTime'],
};

/** What else to do about a field that is not there. */
const ways: Readonly<Partial<Record<Option, string>>> = {
  type: ', or fields: { type: null } if it has none',
  date: ', or fields: { date: null } if it has none',
  synced: ', or add to your schema what syncSchemaFragment() prints',
  syncedAt: ', or add to your schema what syncSchemaFragment() prints',
};

/** @throws SyncError `OPTIONS_INVALID`, which names model and field and says what to write. */
export function fieldsOf(factory: string, model: string, delegate: Delegate, given: StoreOptions['fields']): Fields {
  const named = (option: Option): string => {
    const types = fitting[option];
    const candidates = [given[option] ?? defaults[option] ?? []].flat();
    const found = candidates.find((name) => delegate.fields[name] !== undefined);
    const type = found === undefined ? undefined : delegate.fields[found]?.typeName;
    if (found !== undefined && type !== undefined && (types?.includes(type) ?? true)) return found;
    const fit = Object.entries(delegate.fields).filter(([, facts]) => types?.includes(String(facts?.typeName)) ?? true);
    const problem =
      found === undefined
        ? `the model ${model} has no field ${candidates.map((name) => `"${name}"`).join(' or ')}`
        : `${model}.${found} is of type ${type}, not ${types?.join(' or ')}`;
    const names = fit.length > 0 ? ` with one of ${fit.map(([name]) => name).join(', ')}` : '';
    const write = `fields: { ${option}: '…' }${names}${ways[option] ?? ''}`;
    throw new SyncError('OPTIONS_INVALID', { params: { detail: `${factory}: ${problem}; write ${write}` } });
  };
  return {
    id: named('id'),
    type: given.type === null ? null : named('type'),
    source: named('source'),
    date: given.date === null ? null : named('date'),
    fileName: given.fileName === undefined ? undefined : named('fileName'),
    version: given.version === undefined ? undefined : named('version'),
    synced: named('synced'),
    syncedAt: named('syncedAt'),
  };
}
