import type { Reporter, TestModule } from 'vitest/node';

/** Prints at the end, in one list, what was skipped. The reason stands in the name of a test that is skipped. */
export default class SkipList implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].map((test) => `  ${module.relativeModuleId}: ${test.fullName}`),
    );
    if (skipped.length === 0) return;
    console.log(`\nSkipped here (${skipped.length}):\n${skipped.join('\n')}`);
  }
}
