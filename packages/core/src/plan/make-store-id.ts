import { createHash, randomBytes } from 'node:crypto';

/** A new identity that no other store has; it begins so that a person can tell it. */
export function newStoreId(derived: string): string {
  return `${readable(derived)}-${randomBytes(6).toString('hex')}`;
}

/** The same for the same parts, and another for others: what a store without a place to keep an identity is told by. */
export function derivedStoreId(name: string, ...parts: readonly string[]): string {
  return `${readable(name)}-${digest([name, ...parts]).slice(0, 12)}`;
}

/** Short text that tells a store from another, for names of copies. */
export function storeTag(id: string): string {
  return digest([id]).slice(0, 8);
}

/** What stands before the digits of an identity, in letters that every share keeps apart. */
function readable(name: string): string {
  const text = name
    .replace(/-[\da-f]{12}$/, '')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24);
  return text === '' ? 'store' : text;
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex');
}
