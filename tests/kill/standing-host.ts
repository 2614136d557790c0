import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { processesWith } from '../support/processes.js';
import { until, within } from '../support/wait.js';

const hostFile = fileURLToPath(new URL('../hosts/run-on-demand.mjs', import.meta.url));

export interface Summary {
  readonly synced?: number;
  readonly stopped?: { readonly code: string };
  readonly refused?: string;
}

/** A host process that runs when told, until it is ended. */
export interface StandingHost {
  /** One run; undefined where the host was killed during it. */
  run(): Promise<Summary | undefined>;
  /** SIGKILL; resolves when its copy process is gone too. */
  kill(): Promise<void>;
  /** Lets it end by itself; resolves when all of it has. */
  end(): Promise<void>;
}

/** Resolves when it is ready for its first run. */
export async function startStandingHost(environment: Record<string, string>): Promise<StandingHost> {
  const [name, value] = ['DOCMIRROR_TEST_MARK', randomUUID()];
  const child = spawn(process.execPath, [hostFile], {
    env: { ...process.env, ...environment, [name]: value },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(() => undefined);
  // Telling one that was just killed.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout });
  const nextLine = (): Promise<string | undefined> =>
    Promise.race([once(lines, 'line').then(([line]) => String(line)), exited]);
  const allGone = () =>
    until('no process of this host is left', 15_000, () => processesWith(`${name}=${value}`).length === 0);

  const ready = await within('the host is ready', 30_000, nextLine());
  if (ready !== 'ready') throw new Error(`the host said ${ready}`);
  return {
    async run() {
      const answer = nextLine();
      child.stdin.write('run\n');
      const line = await within('a run ends', 60_000, answer);
      return line === undefined ? undefined : JSON.parse(line);
    },
    async kill() {
      child.kill('SIGKILL');
      await allGone();
    },
    async end() {
      child.stdin.end();
      await allGone();
    },
  };
}
