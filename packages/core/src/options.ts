import type { z } from 'zod';
import { SyncError } from './errors/sync-error.js';

/** Checks options at construction; the error names the option and what to write. */
export function parseOptions<Schema extends z.ZodType>(
  factory: string,
  schema: Schema,
  options: unknown,
): z.output<Schema> {
  const result = schema.safeParse(options ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = issue.path.length > 0 ? `option "${issue.path.join('.')}"` : 'the options';
    return `${name}: ${issue.message}`;
  });
  throw new SyncError('OPTIONS_INVALID', { params: { detail: `${factory}: ${problems.join('; ')}` } });
}
