import { describe, expect, test } from 'vitest';
import { isInside, lieInOneAnother } from '../../src/plan/is-inside.js';
import { isAmong, mountOf, parseMounts, placeOf, placesUnder } from '../../src/plan/mounts.js';

const table = [
  '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '23 22 8:2 / /mnt/nas rw,relatime shared:2 - ext4 /dev/sdb1 rw',
  // A folder of the share, seen in the uploads once more.
  '24 22 8:2 /2024 /app/uploads/old rw - ext4 /dev/sdb1 rw',
  '25 22 8:1 /srv/more\\040files /app/uploads/a\\040b rw master:1 propagate_from:2 - ext4 /dev/sda1 rw',
  '26 22 0:40 / /app/uploads/old rw - fuse.sshfs host: rw',
  'not a line',
  '',
].join('\n');
const mounts = parseMounts(table);
const hidden = mounts.filter(({ type }) => type !== 'fuse.sshfs');

describe('mounts', () => {
  test('are read from the table of the kernel', () => {
    expect(mounts.map(({ at, device, root, type }) => [at, device, root, type])).toEqual([
      ['/', '8:1', '/', 'ext4'],
      ['/mnt/nas', '8:2', '/', 'ext4'],
      ['/app/uploads/old', '8:2', '/2024', 'ext4'],
      ['/app/uploads/a b', '8:1', '/srv/more files', 'ext4'],
      ['/app/uploads/old', '0:40', '/', 'fuse.sshfs'],
    ]);
  });

  test('the one that is nearest counts, and of two at one path the later one', () => {
    expect(mountOf(mounts, '/mnt/nas/a')?.device).toBe('8:2');
    expect(mountOf(mounts, '/mnt/nas-other/a')?.device).toBe('8:1');
    expect(mountOf(mounts, '/app/uploads/old/a')?.type).toBe('fuse.sshfs');
    expect(mountOf([], '/a')).toBeUndefined();
  });

  test('a file has one place, whatever way leads to it', () => {
    const place = { device: '8:2', path: '/2024/01/a.pdf' };
    expect(placeOf(hidden, '/mnt/nas/2024/01/a.pdf')).toEqual(place);
    expect(placeOf(hidden, '/app/uploads/old/01/a.pdf')).toEqual(place);
    expect(placeOf(hidden, '/app/uploads/old')).toEqual({ device: '8:2', path: '/2024' });
    expect(placeOf([], '/app/a.pdf')).toEqual({ device: '', path: '/app/a.pdf' });
  });

  test('a folder shows what is mounted below it', () => {
    const inUploads = placesUnder(hidden, '/app/uploads');
    expect(isAmong(inUploads, placeOf(hidden, '/mnt/nas/2024/01/a.pdf'))).toBe(true);
    expect(isAmong(inUploads, placeOf(hidden, '/mnt/nas/2023/01/a.pdf'))).toBe(false);
    expect(isAmong(inUploads, placeOf(hidden, '/srv/more files/a.pdf'))).toBe(true);
    expect(isAmong(inUploads, placeOf(hidden, '/srv/a.pdf'))).toBe(false);
    expect(isAmong(placesUnder([], '/app'), placeOf([], '/app'))).toBe(true);
    expect(isAmong(placesUnder([], '/app'), placeOf([], '/app-other/a'))).toBe(false);
  });
});

describe('folders', () => {
  test.each([
    ['/srv', '/srv', true],
    ['/srv/', '/srv', true],
    ['/srv', '/srv/nas', true],
    ['/srv/nas/uploads', '/srv/nas', true],
    ['/srv/uploads/../nas', '/srv/nas', true],
    ['/', '/srv', true],
    ['/srv/uploads', '/srv/nas', false],
    ['/srv/nas-uploads', '/srv/nas', false],
  ])('%s and %s: one in the other %s', (one, other, expected) => {
    expect(lieInOneAnother(one, other)).toBe(expected);
    expect(lieInOneAnother(other, one)).toBe(expected);
  });

  test('are not inside themselves', () => {
    expect(isInside('/srv', '/srv')).toBe(false);
    expect(isInside('/srv', '/srv/..a')).toBe(true);
  });
});
