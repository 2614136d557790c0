import type { Model } from './model';

/**
 * Whether the field of the mark is optional. No client says so, but each refuses to compare a required field with null;
 * so it is asked once, on first use, with a query that looks for no row.
 */
export function markMayBeNull({ delegate, fields }: Model): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined;
  const ask = async () => {
    const where = { [fields.id]: { in: [] }, [fields.synced]: null };
    try {
      await delegate.findFirst({ where, select: { [fields.id]: true } });
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'PrismaClientValidationError') return false;
      throw error;
    }
  };
  return async () => {
    try {
      asked ??= ask();
      return await asked;
    } catch (error) {
      // The database may answer the next time.
      asked = undefined;
      throw error;
    }
  };
}
