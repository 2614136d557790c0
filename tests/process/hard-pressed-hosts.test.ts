import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, onTestFinished, test } from 'vitest';
import { scratchFolder } from '../support/scratch.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const missing = process.platform === 'linux' ? undefined : 'limits are set as Linux has them';

/** An engine over 40 documents in memory; `body` sees `sync`, `mirror`, `fs`, `say` and `folder`. */
function hostProgram(body: string): string {
  // Beside the tests, where the packages are found.
  const folder = fs.mkdtempSync(join(here, '.host-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'host.mjs');
  fs.writeFileSync(
    file,
    `import fs from 'node:fs';
    import { createSyncEngine, mountMirror } from '@docmirror/core';
    import { memoryStore } from '@docmirror/core/testing';
    const folder = process.argv[2];
    for (const made of ['nas', 'uploads']) fs.mkdirSync(folder + '/' + made);
    const documents = Array.from({ length: 40 }, (_, n) => {
      fs.writeFileSync(folder + '/uploads/' + n, 'content ' + n);
      const date = (2000 + n) + '-01-15';
      return { id: n + 1, type: 'invoice', date, source: String(n) };
    });
    const say = (what) => console.log(JSON.stringify(what));
    const brief = ({ synced, failed, stopped }) => ({ synced, failed, stopped: stopped?.code ?? null });
    const mirror = mountMirror({ path: folder + '/nas' });
    const engine = (more) => createSyncEngine({
      store: memoryStore(documents), mirror, sourceRoot: folder + '/uploads', retry: { attempts: 4, baseMs: 50 }, ...more });
    ${body}`,
  );
  return file;
}

/** What the host said, line by line, and the code it ended with. */
async function outcomeOf(body: string, { flags = [] as string[], descriptors = 0 } = {}) {
  const command = [process.execPath, ...flags, hostProgram(body), scratchFolder()];
  const shell = ['-c', `ulimit -n ${descriptors}; exec "$@"`, 'sh', ...command];
  const [file = '', ...args] = descriptors > 0 ? ['/bin/sh', ...shell] : command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const output = await text(child.stdout);
  const lines = output.split('\n').filter((line) => line !== '');
  return { said: lines.map((line) => JSON.parse(line) as unknown), code: await ended };
}

const all = { synced: 40, failed: 0, stopped: null };

describeWhere({ missing, required: 'DOCMIRROR_REQUIRE_DISKS' }, 'a host', () => {
  test('whose working folder was removed under it synchronizes', { timeout: 60_000 }, async () => {
    const body = `
      const release = fs.mkdtempSync(folder + '/release-');
      process.chdir(release);
      fs.rmdirSync(release);
      const sync = engine();
      say(brief(await sync.runSync()));
      await sync.stop();`;
    expect(await outcomeOf(body)).toEqual({ said: [all], code: 0 });
  });

  test('that may start no processes is told so, and lives on', { timeout: 60_000 }, async () => {
    const permission = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission';
    const body = `
      const sync = engine();
      say((await sync.getConfig()).code);
      say(await sync.runSync().catch(({ code, params }) => [code, params.error]));
      say((await sync.getStatus()).pending);
      await sync.stop();`;
    const flags = [permission, '--allow-fs-read=*', '--allow-fs-write=*', '--no-warnings'];
    const refused = ['COPY_PROCESS_FAILED', 'ERR_ACCESS_DENIED'];
    expect(await outcomeOf(body, { flags })).toEqual({ said: [refused[0], refused, 40], code: 0 });
  });

  test('without a descriptor left is told so, lives on, and goes on once it has some', {
    timeout: 60_000,
  }, async () => {
    const body = `
      const sync = engine();
      const taken = [];
      try { for (;;) taken.push(fs.openSync('/dev/null')); } catch (error) { say(error.code); }
      say(await sync.runSync().catch(({ code, params }) => [code, params.error]));
      for (const fd of taken) fs.closeSync(fd);
      say(brief(await sync.runSync()));
      await sync.stop();`;
    const said = ['EMFILE', ['SYSTEM_LIMIT_REACHED', 'EMFILE'], all];
    expect(await outcomeOf(body, { descriptors: 200 })).toEqual({ said, code: 0 });
  });

  test.each([100, 200])(
    'that may open %i files has no document fail for it',
    { timeout: 60_000 },
    async (descriptors) => {
      const body = `
      const sync = engine({ concurrency: 32 });
      say(brief(await sync.runSync()));
      await sync.stop();`;
      expect(await outcomeOf(body, { descriptors })).toEqual({ said: [all], code: 0 });
    },
  );

  test('may stop one of two engines on one mirror: the other goes on, and the mirror can be used again', {
    timeout: 60_000,
  }, async () => {
    const body = `
      const [one, other] = [engine(), engine({ concurrency: 1 })];
      await one.getConfig();
      const run = other.runSync();
      await new Promise((resolve) => other.on('run:started', resolve));
      await one.stop();
      say(brief(await run));
      await other.stop();
      const third = engine();
      say(brief(await third.runSync()));
      await third.stop();`;
    expect(await outcomeOf(body)).toEqual({ said: [all, all], code: 0 });
  });
});
