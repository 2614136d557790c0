import nodeFs from 'node:fs';
import type { FileSystem } from '../file-system.js';
import type { Progress } from './progress.js';

const original: FileSystem = nodeFs;

type Call = (...args: unknown[]) => unknown;

const calls = [
  'openSync',
  'closeSync',
  'readSync',
  'writeSync',
  'fstatSync',
  'statSync',
  'lstatSync',
  'statfsSync',
  'fsyncSync',
  'futimesSync',
  'fchmodSync',
  'mkdirSync',
  'rmdirSync',
  'linkSync',
  'renameSync',
  'unlinkSync',
  'readdirSync',
  'readlinkSync',
  'realpathSync',
] as const satisfies readonly (keyof FileSystem)[];

/** `node:fs`, counting the calls that came to an end: as long as the count grows, nothing hangs. */
export function countingFileSystem(progress: Progress): FileSystem {
  const counting = Object.fromEntries(
    calls.map((name) => {
      const call = original[name] as Call;
      return [
        name,
        (...args: unknown[]) => {
          try {
            return call(...args);
          } finally {
            progress.finished();
          }
        },
      ];
    }),
  );
  return { ...counting, constants: original.constants } as unknown as FileSystem;
}
