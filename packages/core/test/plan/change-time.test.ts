import { expect, test } from 'vitest';
import { tellsChanges } from '../../src/plan/change-time.js';

const now = Date.UTC(2024, 5, 1);
const ago = (ms: number) => BigInt(now - ms) * 1_000_000n;

test.each([
  ['long ago, on a local disk', ago(60_000), 'ext4', true],
  ['a moment ago, on a local disk', ago(50), 'ext4', false],
  ['a second ago, on a local disk', ago(1_000), 'xfs', true],
  ['a second ago, on another machine', ago(1_000), 'nfs4', false],
  ['a second ago, who knows where', ago(1_000), undefined, false],
  ['long ago, who knows where', ago(60_000), undefined, true],
  ['in the future', ago(-60_000), 'ext4', false],
  ['never', 0n, 'ext4', false],
  ['long ago, behind FUSE', ago(60_000), 'fuse', false],
  ['long ago, behind FUSE of a kind', ago(60_000), 'fuse.sshfs', false],
  ['long ago, on FAT', ago(60_000), 'vfat', false],
])('changed %s', (_, ctimeNs, fileSystem, expected) => {
  expect(tellsChanges(ctimeNs, now, fileSystem)).toBe(expected);
});
