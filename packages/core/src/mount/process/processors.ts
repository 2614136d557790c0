import { cpus } from 'node:os';

/** Of the time, so much counts as always: threads and clocks are not that exact. */
const most = 0.7;
const half = 0.5;

/**
 * Watches the processors from now on. The answer: do so many threads of this process compute rather than wait for the
 * share, and has no processor time left? Then more threads would not do more.
 */
export function watchProcessors(): (threads: number) => boolean {
  const own = process.cpuUsage();
  const all = spent();
  const start = performance.now();
  return (threads) => {
    const { user, system } = process.cpuUsage(own);
    const computing = (user + system) / 1_000 / (performance.now() - start) / threads;
    const now = spent();
    const inUse = 1 - (now.idle - all.idle) / Math.max(1, now.total - all.total);
    return computing > half && inUse > most;
  };
}

/** Milliseconds of all processors since the machine was started; counted in hundredths of a second, as a rule. */
function spent(): { idle: number; total: number } {
  let [idle, total] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { idle, total };
}
