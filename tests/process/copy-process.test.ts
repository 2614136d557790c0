import { execFile } from 'node:child_process';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSyncEngine, mountMirror, type SyncError } from '@docmirror/core';
import { memoryStore } from '@docmirror/core/testing';
import { testOnLinux } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ownNodeChildren } from '../support/processes.js';
import { scratchFolder } from '../support/scratch.js';
import { until, within } from '../support/wait.js';
import { delayedProgram, stubProgram } from './stub.js';

function share(): { path: string; sourceRoot: string } {
  const folder = scratchFolder();
  const path = join(folder, 'nas');
  const sourceRoot = join(folder, 'uploads');
  fs.mkdirSync(path);
  fs.mkdirSync(sourceRoot);
  return { path, sourceRoot };
}

function mirrorOn(options: Parameters<typeof mountMirror>[0]) {
  const mirror = mountMirror(options);
  onTestFinished(() => mirror.close());
  return mirror;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (error: SyncError) => error.code,
  );
}

describe('the copy process', () => {
  testOnLinux('is started by the first call, and gone after close', async () => {
    const before = ownNodeChildren();
    const mirror = mirrorOn({ path: share().path });
    expect(ownNodeChildren()).toEqual(before);
    expect((await mirror.probe()).usable).toBe(true);
    expect(ownNodeChildren().length).toBe(before.length + 1);
    await mirror.close();
    await until('the process is gone', 5_000, () => ownNodeChildren().length === before.length);
  });

  testOnLinux('gives way to the host where processors are short', async () => {
    const before = ownNodeChildren();
    const mirror = mirrorOn({ path: share().path });
    await mirror.probe();
    const [pid = 0] = ownNodeChildren().filter((child) => !before.includes(child));
    expect(getPriority(pid)).toBeGreaterThan(getPriority(process.pid));
    const threads = fs.readdirSync(`/proc/${pid}/task`).map(Number);
    expect(threads.length).toBeGreaterThan(1);
    // All but those that Node made before the program began: the thread that calls the share is the youngest.
    expect(getPriority(Math.max(...threads))).toBe(getPriority(pid));
  });

  testOnLinux('of a host with a low priority of its own has that', async () => {
    const program = `
      import { getPriority } from 'node:os';
      import { readFileSync } from 'node:fs';
      import { mountMirror } from '@docmirror/core';
      const mirror = mountMirror({ path: process.argv[1] });
      const { usable } = await mirror.probe();
      const child = Number(readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8'));
      console.log(JSON.stringify({ usable, priorities: [getPriority(), getPriority(child)] }));
      await mirror.close();
    `;
    const node = [process.execPath, '--input-type=module', '-e', program, share().path];
    const { stdout } = await promisify(execFile)('nice', ['-n', '15', ...node], { cwd: import.meta.dirname });
    expect(JSON.parse(stdout)).toEqual({ usable: true, priorities: [15, 15] });
  });

  testOnLinux('that dies unasked is started once more in a run, and the run goes on', async () => {
    const { path, sourceRoot } = share();
    const documents = Array.from({ length: 200 }, (_, index) => ({
      id: index + 1,
      type: 'invoice',
      date: '2024-01-15',
      source: `${index + 1}.pdf`,
    }));
    for (const { source } of documents) fs.writeFileSync(join(sourceRoot, source), `content of ${source}`);
    const before = ownNodeChildren();
    const mirror = mirrorOn({ path });
    const sync = createSyncEngine({ store: memoryStore(documents), mirror, sourceRoot });
    onTestFinished(() => sync.stop());
    let kills = 0;
    sync.on('run:progressed', ({ synced }) => {
      if (synced < 100 || kills > 0) return;
      kills += 1;
      for (const pid of ownNodeChildren()) if (!before.includes(pid)) process.kill(pid, 'SIGKILL');
    });
    expect(await sync.runSync()).toMatchObject({ total: 200, synced: 200, failed: 0 });
    expect(kills).toBe(1);
  });

  test('that dies again in the same run ends it, and says so', async () => {
    const mirror = mirrorOn({ path: share().path, processPath: stubProgram('onCalls(() => process.exit(7));') });
    const error = await mirror.probe().catch((failure: SyncError) => failure);
    expect(error).toMatchObject({ code: 'COPY_PROCESS_FAILED', scope: 'run', params: { error: 'exit code 7' } });
  });

  test('that falls silent for stallMs is killed, its calls are let go, and the next call starts another', async () => {
    const told = join(scratchFolder(), 'pids');
    const program = stubProgram(`
      require('node:fs').appendFileSync(${JSON.stringify(told)}, process.pid + '\\n');
      onCalls(pulse);
    `);
    const mirror = mirrorOn({ path: share().path, processPath: program, stallMs: 1_000 });
    const calls = [mirror.probe(), mirror.confirm({ mirrorId: 'm', keys: [] })].map(codeOf);
    expect(await within('both are let go', 10_000, Promise.all(calls))).toEqual([
      'MIRROR_NOT_ANSWERING',
      'MIRROR_NOT_ANSWERING',
    ]);
    expect(await within('the next too', 10_000, codeOf(mirror.probe()))).toBe('MIRROR_NOT_ANSWERING');
    const pids = fs.readFileSync(told, 'utf8').trim().split('\n').map(Number);
    expect(new Set(pids).size).toBe(2);
    await until('none of them is left', 5_000, () => pids.every((pid) => !isAlive(pid)));
  });

  test('that tells of finished calls is slow, not hung', async () => {
    const program = stubProgram(`
      onCalls((calls) => {
        let left = 20;
        const timer = setInterval(() => {
          pulse();
          left -= 1;
          if (left === 0) { clearInterval(timer); reply(calls); }
        }, 100);
      });
    `);
    const mirror = mirrorOn({ path: share().path, processPath: program, stallMs: 1_000 });
    expect(await mirror.probe()).toMatchObject({ usable: false, code: 'MIRROR_PATH_MISSING' });
  });

  test('that is long in starting, and its threads too, is not taken for a share that hangs', async () => {
    const mirror = mirrorOn({ path: share().path, processPath: delayedProgram('1_500'), stallMs: 500 });
    expect(await mirror.probe()).toMatchObject({ usable: true });
  });

  test('that does not get started, or whose threads do not, is killed after ten seconds', {
    timeout: 30_000,
  }, async () => {
    const programs = [delayedProgram('Infinity'), delayedProgram('isMainThread ? 0 : Infinity')];
    const mirrors = programs.map((processPath) => mirrorOn({ path: share().path, processPath, stallMs: 500 }));
    const codes = within('both are let go', 20_000, Promise.all(mirrors.map((mirror) => codeOf(mirror.probe()))));
    expect(await codes).toEqual(['MIRROR_NOT_ANSWERING', 'MIRROR_NOT_ANSWERING']);
  });

  test('does not take over the flags and NODE_OPTIONS of the host', async () => {
    const told = join(scratchFolder(), 'told');
    const program = stubProgram(`
      onCalls((calls) => {
        require('node:fs').writeFileSync(${JSON.stringify(told)}, JSON.stringify([process.execArgv, process.env.NODE_OPTIONS ?? null]));
        reply(calls);
      });
    `);
    const before = process.env.NODE_OPTIONS;
    process.env.NODE_OPTIONS = '--max-old-space-size=300';
    onTestFinished(() => {
      if (before === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = before;
    });
    await mirrorOn({ path: share().path, processPath: program }).probe();
    expect(fs.readJsonSync(told)).toEqual([[], null]);
  });

  testOnLinux('leaves Ctrl-C and SIGTERM to the host', async () => {
    const before = ownNodeChildren();
    const mirror = mirrorOn({ path: share().path });
    await mirror.probe();
    const [pid = 0] = ownNodeChildren().filter((child) => !before.includes(child));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal);
    expect((await mirror.probe()).usable).toBe(true);
    expect(ownNodeChildren()).toContain(pid);
  });

  test('a program that is not there is refused at construction, with what to write', () => {
    expect(() => mountMirror({ path: '/mnt/nas', processPath: '/nowhere/copy-process.cjs' })).toThrow(
      /processPath.*require\.resolve/,
    );
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
