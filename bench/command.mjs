import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { endWithBench, interruption } from './interruption.mjs';
import { peakMb, treeOf } from './process-figures.mjs';

/** First line of what a program says about itself; undefined where it is not installed. */
export function versionOf(program, args = ['--version']) {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\n', 1)[0]
      .trim();
  } catch {
    return undefined;
  }
}

/** Runs a program to its end and returns what it wrote to standard output. Rejects with its errors where it fails. */
export async function output(program, args, { env = process.env, watch } = {}) {
  interruption.throwIfAborted();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const undo = endWithBench(child);
  const timer = watch && setInterval(() => watch(child.pid), 100);
  try {
    const ended = [text(child.stdout), text(child.stderr), once(child, 'close')];
    const [written, errors, [code, signal]] = await Promise.all(ended);
    if (code !== 0) throw new Error(`${program} ended with ${signal ?? code}: ${errors.trim().slice(-2_000)}`);
    return { written, errors };
  } finally {
    clearInterval(timer);
    undo();
  }
}

/** Runs a program to its end, timed by bash: { seconds, cpu: [seconds], peak: [MB] }, its children counted in. */
export async function timed(program, args, env = process.env) {
  const memory = peakMemory();
  const script = 'TIMEFORMAT="%R %U %S"; time "$@"';
  const { errors } = await output('bash', ['-c', script, 'bash', program, ...args], {
    env: { ...env, LC_NUMERIC: 'C' },
    watch: memory.look,
  });
  const [seconds, user, system] = errors.trim().split('\n').at(-1).split(' ').map(Number);
  return { seconds, cpu: [user + system], peak: memory.peak() };
}

/** Looks at a process and its children from time to time. Finding the children costs, so that is done less often. */
function peakMemory() {
  let peak = 0;
  let tree = [];
  let looks = 0;
  return {
    look(pid) {
      if (looks % 10 === 0) tree = treeOf(pid);
      looks += 1;
      peak = Math.max(
        peak,
        tree.reduce((sum, member) => sum + (peakMb(member) ?? 0), 0),
      );
    },
    peak: () => (peak === 0 ? [] : [peak]),
  };
}
