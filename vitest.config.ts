import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { readThoroughness } from './tests/shared/thoroughness.js';

const report = process.env.DOCMIRROR_TEST_REPORT;

/** What only `npm run test:deep` runs: real disks and mounts, and what takes long; see tests/README.md. */
const deepOnly = [
  'tests/bench/**',
  'tests/disks/**',
  'tests/mount/**',
  'tests/model/prisma.test.ts',
  'tests/kill/several-hosts.test.ts',
  'tests/run/receipts-on-disk.test.ts',
  'tests/run/touched-versions.test.ts',
  'examples/express-prisma/test/same-host.test.ts',
  'tests/process/hard-pressed-hosts.test.ts',
];

export default defineConfig(({ mode }) => {
  const deep = mode === 'deep' || process.env.DOCMIRROR_TEST_DEEP === '1';
  const env = { DOCMIRROR_TEST_DEEP: deep ? '1' : '0' };
  try {
    readThoroughness({ ...process.env, ...env });
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
  return {
    test: {
      include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
      exclude: [...configDefaults.exclude, ...(deep ? [] : deepOnly)],
      env,
      globalSetup: './tests/support/check-databases.ts',
      // A share takes its time.
      testTimeout: process.env.NAS_MOUNT ? 120_000 : 20_000,
      reporters: ['default', './tests/support/skip-list.ts', ...(report ? ['json'] : [])],
      ...(report && { outputFile: { json: report } }),
      // One more than there are processors: some tests wait. Left to itself, Vitest leaves a processor free.
      maxWorkers: availableParallelism() + 1,
      // What a test does to a real share (unmounting it, say) is felt by all that work on it.
      fileParallelism: !process.env.NAS_MOUNT,
    },
  };
});
