import type { Reporter, TestModule } from 'vitest/node';

/** Prints at the end how many tests were skipped, by their reasons. */
export default class SkipList implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const byReason = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result();
        const reason = (result.state === 'skipped' && result.note) || 'no reason given';
        byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
      }
    }
    if (byReason.size === 0) return;
    const total = [...byReason.values()].reduce((sum, count) => sum + count, 0);
    const lines = [...byReason].sort(([, one], [, other]) => other - one);
    console.log(`\nSkipped here (${total}):\n${lines.map(([reason, count]) => `  ${count} × ${reason}`).join('\n')}`);
  }
}
