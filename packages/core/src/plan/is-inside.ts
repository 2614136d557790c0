import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Whether an absolute path lies below a folder, by their names alone. The folder itself does not. */
export function isInside(folder: string, path: string): boolean {
  if (path.startsWith(folder + sep)) return true;
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith('../') && !way.startsWith('..\\') && !isAbsolute(way);
}

/** Whether one lies in the other, or both are the same folder, as they are written: no link is followed. */
export function lieInOneAnother(one: string, other: string): boolean {
  const [a, b] = [resolve(one), resolve(other)];
  return a === b || isInside(a, b) || isInside(b, a);
}
