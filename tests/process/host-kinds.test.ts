import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testOnLinux } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { build } from 'tsup';
import { expect, onTestFinished, test } from 'vitest';
import { copyProcessesWith } from '../support/processes.js';
import { scratchFolder } from '../support/scratch.js';
import { until, within } from '../support/wait.js';
import { copyProcess } from './stub.js';

const here = dirname(fileURLToPath(import.meta.url));

/** The probe's answer is all these hosts say; then they have nothing to do, and must end by themselves. */
const body = 'const say = (state) => console.log(JSON.stringify(state.usable)); mirror.probe().then(say);';

const kinds: [string, string, string][] = [
  [
    'an ES module',
    'host.mjs',
    `import { mountMirror } from '@docmirror/core'; const mirror = mountMirror({ path: process.argv[2] }); ${body}`,
  ],
  [
    'a CommonJS module',
    'host.cjs',
    `const { mountMirror } = require('@docmirror/core'); const mirror = mountMirror({ path: process.argv[2] }); ${body}`,
  ],
];

test.each(kinds)('%s starts the copy process and is not kept alive by it', async (_, name, text) => {
  // Beside the tests, where the packages are found.
  const folder = fs.mkdtempSync(join(here, '.host-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  fs.writeFileSync(file, text);
  expect(await outputOf(file, scratchFolder())).toEqual({ code: 0, output: 'true\n' });
});

test('a bundled host does, given processPath', async () => {
  const folder = fs.mkdtempSync(join(here, '.host-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const entry = join(folder, 'bundled.ts');
  fs.writeFileSync(
    entry,
    `import { mountMirror } from '@docmirror/core'; const mirror = mountMirror({ path: process.argv[2], processPath: ${JSON.stringify(copyProcess)} }); ${body}`,
  );
  const outDir = scratchFolder();
  await build({
    entry: [entry],
    outDir,
    format: ['cjs'],
    noExternal: [/.*/],
    config: false,
    silent: true,
    target: 'node20',
  });
  const [bundle = ''] = fs.readdirSync(outDir);
  expect(await outputOf(join(outDir, bundle), scratchFolder())).toEqual({ code: 0, output: 'true\n' });
});

testOnLinux('a host that is killed leaves no copy process behind', async () => {
  const folder = fs.mkdtempSync(join(here, '.host-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'host.mjs');
  fs.writeFileSync(
    file,
    `import { mountMirror } from '@docmirror/core';
    await mountMirror({ path: process.argv[2] }).probe();
    console.log('probed');
    setInterval(() => undefined, 1000);`,
  );
  const mark = `DOCMIRROR_TEST_MARK=${process.pid}-${Date.now()}`;
  const [name = '', value = ''] = mark.split('=');
  const host = spawn(process.execPath, [file, scratchFolder()], { env: { ...process.env, [name]: value } });
  onTestFinished(() => void host.kill('SIGKILL'));
  await within('the host has probed', 20_000, new Promise((resolve) => host.stdout.once('data', resolve)));
  expect(copyProcessesWith(mark)).toHaveLength(1);
  host.kill('SIGKILL');
  await until('the copy process is gone', 5_000, () => copyProcessesWith(mark).length === 0);
});

async function outputOf(file: string, path: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [file, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  // Far less than the minute after which an idle copy process would end and let the host go.
  const code = await within(
    'the host ends by itself',
    20_000,
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  );
  return { code, output };
}
