import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const serverFile = fileURLToPath(new URL('../server.mjs', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly dataFolder: string;
  readonly child: ChildProcess;
  /** Lines of standard output so far. */
  readonly lines: readonly string[];
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  waitForLine(line: string): Promise<void>;
}

/** A temporary folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'docmirror-example-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a server file (the example's by default) on a free port, and ends it with the test. */
export async function startServer(env: Record<string, string> = {}, file = serverFile): Promise<ServerProcess> {
  const dataFolder = env.DATA_DIR ?? (await temporaryFolder());
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataFolder, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });

  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  const waitFor = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = lines.map((line) => pattern.exec(line)).find((match) => match !== null);
        if (found) resolve(found);
      };
      waiting.add(look);
      look();
      exited.then(({ code }) => reject(new Error(`exit ${code} before ${pattern}: ${lines.join('\n')}`)), reject);
    });

  const [, url = ''] = await waitFor(/^listening on (http:\/\/127\.0\.0\.1:\d+)$/);
  const waitForLine = async (line: string) => {
    await waitFor(new RegExp(`^${line}$`));
  };
  return { url, dataFolder, child, lines, exited, waitForLine };
}
