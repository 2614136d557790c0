import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../support/scratch.js';

const program = fileURLToPath(new URL('../../bench/run.mjs', import.meta.url));

async function bench(...args: string[]): Promise<{ text: string; rows: string[][] }> {
  const { NAS_MOUNT: _, ...env } = process.env;
  const { stdout: text } = await promisify(execFile)(process.execPath, [program, ...args], { env });
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  return { text, rows: lines.map((line) => line.slice(2, -2).split(' | ')) };
}

function savedResults(results: readonly object[]): string {
  const file = join(scratchFolder(), 'results.json');
  const labels = { target: 'slow', targetTitle: 'slow mount', data: 'mix', documents: 600, sizes: 'median 73 KB' };
  fs.writeJsonSync(
    file,
    results.map((result) => ({ part: 'copy', ...labels, ...result })),
  );
  return file;
}

const needsTmpfs = {
  missing: fs.existsSync('/dev/shm') ? undefined : '/dev/shm is not there',
  required: 'DOCMIRROR_REQUIRE_DISKS',
};

describeWhere(needsTmpfs, 'the bench on a tmpfs', () => {
  test('copies the data with every tool asked for, and leaves nothing behind', { timeout: 60_000 }, async () => {
    const work = scratchFolder();
    const { text, rows } = await bench(
      ...['--target', 'tmpfs,mount', '--data', 'mix', '--documents', '12', '--rounds', '1'],
      ...['--part', 'copy,startup', '--peers', 'docmirror,cp', '--work', work],
    );
    const [columns = [], , ...figures] = rows;
    expect(figures.map(([target, documents, tool]) => [target, documents, tool])).toEqual([
      ['tmpfs', '12, median 73 KB', 'docmirror, 4 at once'],
      ['tmpfs', '12, median 73 KB', 'docmirror, 16 at once'],
      ['tmpfs', '12, median 73 KB', 'cp -a'],
      ['tmpfs', '', 'docmirror, 4 at once: start of the copy process'],
    ]);
    for (const row of figures) expect(row[columns.indexOf('Median')]).toMatch(/^[\d.]+ m?s$/);
    expect(figures[0]?.[columns.indexOf('Peak MB')]).toMatch(/^\d+ \+ \d+$/);
    expect(figures[0]?.[columns.indexOf('Asked')]).toMatch(/at most 1\.5× the time of cp/);
    expect(figures[0]?.[columns.indexOf('Measured')]).toMatch(/[\d.]+× [✓✗]/);
    expect(text).toContain('left out: NAS_MOUNT: NAS_MOUNT names no share');
    expect(fs.readdirSync(work)).toEqual([]);
  });
});

describe('the table of the bench', () => {
  test('has the medians, the calls, and what is asked beside what was measured', async () => {
    const run = (peer: string, seconds: number, calls = 7_200) => ({ peer, seconds, calls: { all: calls } });
    const { rows } = await bench(
      '--report',
      ...['--peers', 'cp', '--results'],
      savedResults([
        ...[3, 2, 9].map((seconds) => run('docmirror-4', seconds)),
        ...[6, 6, 6].map((seconds) => run('rclone-4', seconds)),
        run('copy2', 12, 9_000),
      ]),
    );
    const [columns = [], , ours = [], copy2 = [], rclone = []] = rows;
    const cell = (row: string[], column: string) => row[columns.indexOf(column)];
    expect(columns.map((column) => cell(ours, column))).toEqual([
      ...['slow mount', '600, median 73 KB', 'docmirror, 4 at once', '3.00 s', '2.00 s–9.00 s', '1.00', '12.0'],
      ...['', '', ''],
      'at least 1.1× as fast as rclone-4<br>at least 4.5× as fast as copy2<br>at most 12 calls for each',
      '2× ✓<br>4× ✗<br>12 ✓',
    ]);
    expect([cell(rclone, 'Median'), cell(rclone, 'Time, docmirror at 4 = 1'), cell(rclone, 'Asked')]).toEqual([
      '6.00 s',
      '2.00',
      '',
    ]);
    expect([cell(copy2, 'Median'), cell(copy2, 'Calls for each')]).toEqual(['12.00 s', '15.0']);
  });

  test('refuses an unknown word, with those it knows', async () => {
    await expect(bench('--target', 'moon')).rejects.toThrow('--target: write one of tmpfs, disk, slow, cifs, mount');
  });
});
