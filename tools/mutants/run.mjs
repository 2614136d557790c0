// Takes one safety out of the core at a time and sees whether the tests notice: node tools/mutants/run.mjs [part of a name]
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutants } from './mutants.mjs';

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..');
const core = join(repository, 'packages/core');
const vitest = join(repository, 'node_modules/vitest/vitest.mjs');

/** A copy of the core that a mutant may be made of; the working tree is only read. */
function scratchCore(scratch, number) {
  const folder = join(scratch, String(number));
  const copy = join(folder, 'packages/core');
  mkdirSync(copy, { recursive: true });
  cpSync(join(core, 'src'), join(copy, 'src'), { recursive: true });
  for (const tests of ['sim', 'faults', 'messages', 'mount', 'plan', 'run', 'recovery', 'testing']) {
    cpSync(join(core, 'test', tests), join(copy, 'test', tests), { recursive: true });
  }
  symlinkSync(join(core, 'node_modules'), join(copy, 'node_modules'));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    `export default { test: { include: ['packages/core/test/**/*.test.ts'], testTimeout: 60_000 } };\n`,
  );
  return { folder, copy };
}

function apply(copy, { name, changes }) {
  for (const [file, from, to] of changes) {
    const path = join(copy, 'src', file);
    const text = readFileSync(path, 'utf8');
    const count = text.split(from).length - 1;
    if (count !== 1) throw new Error(`${name}: the text to change stands ${count} times in ${file}:\n${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
}

/** Exit code and output of the tests. */
function runTests(folder, files, ...options) {
  const filters = files.map((file) => `packages/core/test/${file}.test.ts`);
  return new Promise((resolve, reject) => {
    const tests = spawn(process.execPath, [vitest, 'run', '--bail', '1', '--root', folder, ...options, ...filters], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', CI: '1', DOCMIRROR_TEST_DEEP: '1' },
    });
    let output = '';
    for (const stream of [tests.stdout, tests.stderr]) stream.on('data', (data) => (output += data));
    tests.on('error', reject);
    tests.on('exit', (code) => resolve({ code, output }));
  });
}

/** Caught means that tests ran and one of them failed; that nothing could run is no proof of anything. */
function isCaught({ code, output }) {
  return code === 1 && /Tests\s+\d+ failed/.test(output);
}

async function main() {
  const wanted = process.argv[2] ?? '';
  const chosen = mutants.filter(({ name }) => name.includes(wanted));
  const scratch = mkdtempSync(join(tmpdir(), 'docmirror-mutants-'));
  try {
    // The tests pass on an unchanged copy: else every mutant would seem caught.
    const files = [...new Set(chosen.flatMap(({ caughtBy }) => caughtBy))];
    const sound = await runTests(scratchCore(scratch, 'unchanged').folder, files);
    if (sound.code !== 0) throw new Error(`the tests fail without any mutant:\n${sound.output}`);

    const missed = [];
    const queue = chosen.entries();
    const work = async () => {
      for (const [number, mutant] of queue) {
        const startedAt = performance.now();
        const { folder, copy } = scratchCore(scratch, number);
        apply(copy, mutant);
        const result = await runTests(folder, mutant.caughtBy, '--maxWorkers', '1');
        const caught = isCaught(result);
        if (!caught) missed.push({ mutant, output: result.output });
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
        console.log(`${caught ? 'caught' : 'MISSED'}  ${mutant.name} (${mutant.caughtBy.join(', ')}, ${seconds} s)`);
        rmSync(folder, { recursive: true });
      }
    };
    await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
    for (const { mutant, output } of missed) console.log(`\n--- ${mutant.name}\n${output.slice(-3000)}`);
    console.log(`${chosen.length - missed.length} of ${chosen.length} mutants caught`);
    process.exitCode = missed.length === 0 && chosen.length > 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

await main();
