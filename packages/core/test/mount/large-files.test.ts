import { expect, test } from 'vitest';
import type { FileSystem } from '../../src/mount/file-system.js';
import { firstFlushBytes, nextFlushBytes } from '../../src/mount/flush-pace.js';
import { writeAll } from '../../src/mount/write-all.js';

const mebibyte = 1024 * 1024;

test('a quick share is flushed ever more rarely, up to 64 MiB; a slow one ever more often, down to 1 MiB', () => {
  const quick: number[] = [];
  for (let bytes = firstFlushBytes; quick.length < 6; bytes = nextFlushBytes(bytes, 10)) quick.push(bytes / mebibyte);
  expect(quick).toEqual([4, 8, 16, 32, 64, 64]);
  const slow: number[] = [];
  for (let bytes = 8 * mebibyte; slow.length < 5; bytes = nextFlushBytes(bytes, 9_000)) slow.push(bytes / mebibyte);
  expect(slow).toEqual([8, 4, 2, 1, 1]);
  expect(nextFlushBytes(8 * mebibyte, 2_000)).toBe(8 * mebibyte);
});

function takes(steps: number[]): { fs: FileSystem; written: number[] } {
  const written: number[] = [];
  const fs = {
    writeSync(_fd: number, _buffer: Uint8Array, offset: number, length: number): number {
      const step = Math.min(steps.shift() ?? 0, length);
      if (step > 0) written.push(offset);
      return step;
    },
  };
  return { fs: fs as unknown as FileSystem, written };
}

test('short writes and a few that write nothing are gone on with', () => {
  const { fs, written } = takes([3, 0, 0, 0, 4, 0, 9]);
  writeAll(fs, 1, new Uint8Array(10));
  expect(written).toEqual([0, 3, 7]);
});

test('a share that takes nothing any more fails the copy rather than being asked for ever', () => {
  const { fs } = takes([3]);
  expect(() => writeAll(fs, 1, new Uint8Array(10))).toThrow(
    expect.objectContaining({ code: 'COPY_FAILED', scope: 'transient' }),
  );
});
