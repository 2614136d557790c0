// Repeats the generated tests from random seeds: npm run test:soak -- --minutes 30
// Prints every seed, and for one that fails the tests and the command that has it again. Ends with 1 if any failed, with
// 2 for wrong arguments. The round in which the time is up is brought to its end.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Part of each generated test that one round runs, so that a round takes a few minutes at most. */
const share = process.env.DOCMIRROR_TEST_SHARE ?? '0.2';

function wanted() {
  try {
    const options = { minutes: { type: 'string', default: '30' }, workers: { type: 'string' } };
    const { values } = parseArgs({ options });
    const minutes = Number(values.minutes);
    const workers = Number(values.workers ?? 1);
    if (minutes > 0 && minutes <= 10_000 && Number.isInteger(workers) && workers > 0 && workers <= 1_000) {
      return { minutes, workers: values.workers === undefined ? [] : [`--maxWorkers=${workers}`] };
    }
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
  }
  console.error('Write npm run test:soak -- --minutes N [--workers N], with numbers above 0.');
  process.exit(2);
}

/** Test files whose cases come from the seed. */
function generatedTests() {
  const usesSeed = /import \{[^}]*\bseed\b[^}]*\} from '@docmirror\/tests-shared\/thoroughness'/;
  const folders = [...readdirSync(join(root, 'packages')).map((name) => `packages/${name}/test`), 'tests'];
  const files = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'));
  return files.filter(
    (file) => file.startsWith('tests/model/') || usesSeed.test(readFileSync(join(root, file), 'utf8')),
  );
}

/** Resolves to the names of the tests that failed. */
async function round(seed, files, { scratch, workers }) {
  const report = join(scratch, 'report.json');
  rmSync(report, { force: true });
  const env = {
    ...process.env,
    CI: '1',
    DOCMIRROR_TEST_SEED: String(seed),
    DOCMIRROR_TEST_SHARE: share,
    DOCMIRROR_TEST_REPORT: report,
  };
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...workers, ...files], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const stop = () => child.kill('SIGTERM');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const code = await new Promise((resolve) => child.on('close', (exit, signal) => resolve(signal ?? exit)));
  process.off('SIGINT', stop).off('SIGTERM', stop);
  if (code === 0) return { code, output, failed: [] };
  return { code, output, failed: failedTests(report) };
}

function failedTests(report) {
  let text;
  try {
    text = readFileSync(report, 'utf8');
  } catch (error) {
    // Vitest ended before it wrote one; its output says why.
    if (error.code !== 'ENOENT') throw error;
    return [];
  }
  return JSON.parse(text).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => ({ file: name.slice(root.length), fullName })),
  );
}

const { minutes, workers } = wanted();
const files = generatedTests();
const scratch = mkdtempSync(join(tmpdir(), 'docmirror-soak-'));
const end = Date.now() + minutes * 60_000;
let rounds = 0;
let failures = 0;
try {
  while (Date.now() < end) {
    const seed = randomInt(2 ** 31);
    const began = Date.now();
    const { code, output, failed } = await round(seed, files, { scratch, workers });
    const seconds = Math.round((Date.now() - began) / 1_000);
    rounds += 1;
    if (code === 0) {
      console.log(`seed ${seed}: passed, ${seconds} s`);
      continue;
    }
    if (code === 'SIGTERM' || code === 'SIGINT') break;
    failures += 1;
    console.log(`seed ${seed}: FAILED, ${seconds} s`);
    for (const { file, fullName } of failed) {
      console.log(
        `  ${fullName}\n    DOCMIRROR_TEST_SEED=${seed} DOCMIRROR_TEST_SHARE=${share} npx vitest run ${file}`,
      );
    }
    if (failed.length === 0) console.log(output.slice(-4_000));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${rounds} rounds of ${files.length} files, each ${share} of the generated cases; ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
