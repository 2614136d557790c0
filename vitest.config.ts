import { defineConfig } from 'vitest/config';

const report = process.env.DOCMIRROR_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
    // A share takes its time.
    testTimeout: process.env.NAS_MOUNT ? 120_000 : 20_000,
    reporters: ['default', './tests/support/skip-list.ts', ...(report ? ['json'] : [])],
    ...(report && { outputFile: { json: report } }),
    // What a test does to a real share (unmounting it, say) is felt by all that work on it.
    fileParallelism: !process.env.NAS_MOUNT,
  },
});
