import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { until } from './wait.js';

export interface HostProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Lines of standard output so far. */
  readonly lines: readonly string[];
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Starts tests/hosts/host.mjs; it is killed after the test if it still runs. */
export async function startHost(environment: Record<string, string>): Promise<HostProcess> {
  const file = fileURLToPath(new URL('../hosts/host.mjs', import.meta.url));
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const port = () => lines.map((line) => /^listening (\d+)$/.exec(line)?.[1]).find((found) => found !== undefined);
  await until('the host listens', 30_000, () => port() !== undefined);
  return { url: `http://127.0.0.1:${port()}`, child, lines, exited };
}
