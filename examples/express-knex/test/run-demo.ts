import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const demoFile = fileURLToPath(new URL('../demo.mjs', import.meta.url));

export interface DemoResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the demo as `npm run demo -- ...args` does once all is built. `temporary` stands for the system's folder for such.
 * With `interruptAt`, Ctrl-C is pressed as soon as this text has been printed.
 */
export async function runDemo(args: readonly string[], temporary: string, interruptAt?: string): Promise<DemoResult> {
  const child = spawn(process.execPath, [demoFile, ...args], {
    env: { PATH: process.env.PATH, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  let waiting = interruptAt;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
    if (waiting === undefined || !output.stdout.includes(waiting)) return;
    waiting = undefined;
    child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, ...output };
}
