import { foldName } from './fold-name.js';

/** Folder in the root of the share that is docmirror's own. */
export const ownFolder = '.docmirror';

/**
 * Whether a POSIX path stays below what it is relative to: not absolute, no `..`, nothing a system could read otherwise.
 * What comes from a database or over the wire may be anything.
 */
export function isSafePath(path: string): boolean {
  if (path.includes('\0') || path.includes('\\')) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Whether this may be the key of a copy: a safe path that leads to nothing of our own. */
export function isSafeKey(key: string): boolean {
  return isSafePath(key) && foldName(key.split('/', 1)[0] ?? '') !== ownFolder;
}

/** Whether this may be a file of our own that is written and read by its name, which the marker is not. */
export function isSafeOwnName(name: string): boolean {
  return isSafePath(name) && foldName(name) !== 'mirror.json';
}
