import { posix } from 'node:path';
import { isInside } from './is-inside.js';

/** One line of Linux's `/proc/self/mountinfo`. */
export interface Mount {
  /** Absolute path at which it is mounted. */
  readonly at: string;
  /** The file system, as `major:minor`. */
  readonly device: string;
  /** Path inside that file system that is seen at `at`; more than `/` for a bind mount. */
  readonly root: string;
  /** Such as `ext4`. */
  readonly type: string;
}

/** Where a file lies, whichever mount it is reached by: two names of one file give the same place. */
export interface FilePlace {
  readonly device: string;
  readonly path: string;
}

/** In the order of the table: of two at one path, the last hides the others. Lines that cannot be read are left out. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const fields = line.split(' ');
    const [, , device, root, at] = fields;
    const type = fields[fields.indexOf('-', 6) + 1];
    if (device === undefined || root === undefined || at === undefined || type === undefined) return [];
    return [{ device, root: unescaped(root), at: unescaped(at), type }];
  });
}

/** The mount that a real path is reached by. Undefined where there is no table of mounts. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | undefined {
  let found: Mount | undefined;
  for (const mount of mounts) {
    if (!covers(mount.at, path)) continue;
    if (found === undefined || mount.at.length >= found.at.length) found = mount;
  }
  return found;
}

/** Without a table of mounts, the real path says it all. */
export function placeOf(mounts: readonly Mount[], path: string): FilePlace {
  const mount = mountOf(mounts, path);
  if (mount === undefined) return { device: '', path };
  return { device: mount.device, path: posix.join(mount.root, path.slice(mount.at.length)) };
}

/** Everything that is seen in a folder: its own place, and what is mounted below it. */
export function placesUnder(mounts: readonly Mount[], folder: string): FilePlace[] {
  const below = mounts.filter(({ at }) => at !== folder && covers(folder, at));
  return [placeOf(mounts, folder), ...below.map(({ device, root }) => ({ device, path: root }))];
}

/** Whether this is one of the places, or lies below one. */
export function isAmong(places: readonly FilePlace[], { device, path }: FilePlace): boolean {
  return places.some((place) => place.device === device && (place.path === path || isInside(place.path, path)));
}

/** As `isInside` or equal; by the table's own spelling, and cheap, since every source is compared with every mount. */
function covers(folder: string, path: string): boolean {
  return path.startsWith(folder) && (path.length === folder.length || folder === '/' || path[folder.length] === '/');
}

/** A space, a tab, a line break and a backslash are written as octal numbers. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
