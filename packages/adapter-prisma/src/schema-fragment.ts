import { parseOptions } from '@docmirror/core';
import { z } from 'zod';

export interface SyncSchemaOptions {
  /** The model as it stands in the schema. Default `Document`. */
  readonly model?: string | undefined;
  /** Defaults `id`, `syncedToNas`, `syncedAt`, as in `prismaStore`. */
  readonly fields?: { readonly id?: string; readonly synced?: string; readonly syncedAt?: string } | undefined;
}

const name = z.string('write a name as in the schema').regex(/^[A-Za-z]\w*$/, 'write a name as in the schema');

const schemaOptions = z.strictObject({
  model: name.default('Document'),
  fields: z
    .strictObject({ id: name.default('id'), synced: name.default('syncedToNas'), syncedAt: name.default('syncedAt') })
    .prefault({}),
});

/**
 * What a host adds to its Prisma schema, to paste into the model: the mark, and the index that makes pending pages and
 * counts cheap. The columns are named in snake_case. Touches no file.
 */
export function syncSchemaFragment(options: SyncSchemaOptions = {}): string {
  const { model, fields } = parseOptions('syncSchemaFragment', schemaOptions, options);
  const { id, synced, syncedAt } = fields;
  const width = Math.max(synced.length, syncedAt.length);
  return `model ${model} {
  // … the fields that are there

  ${synced.padEnd(width)} Boolean   @default(false)${mapped(synced)}
  ${syncedAt.padEnd(width)} DateTime?${mapped(syncedAt)}

  @@index([${synced}, ${id}])
}
`;
}

function mapped(field: string): string {
  const column = field.replace(/[A-Z]/g, (letter, at) => `${at === 0 ? '' : '_'}${letter.toLowerCase()}`);
  return column === field ? '' : ` @map("${column}")`;
}
