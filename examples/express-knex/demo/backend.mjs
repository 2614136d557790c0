import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

const serverFile = fileURLToPath(new URL('../server.mjs', import.meta.url));

/**
 * Starts the example server as a process of its own on a free port. Resolves when it listens.
 * @returns {Promise<{ url: string, token: string, stop(): Promise<void> }>}
 */
export async function startBackend({ dataFolder, share, language, importFolder }) {
  const token = randomUUID();
  const child = spawn(process.execPath, [serverFile], {
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: dataFolder,
      NAS_MOUNT_PATH: share,
      SYNC_LOCALE: language,
      SYNC_TOKEN: token,
      IMPORT_DIR: importFolder ?? '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const complaints = [];
  child.stderr.on('data', (data) => complaints.push(data));

  const url = await new Promise((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      const [, address] = /^listening on (\S+)$/.exec(line) ?? [];
      if (address) resolve(address);
    });
    exited.then(([code]) => reject(new Error(`server.mjs: exit ${code}\n${Buffer.concat(complaints)}`)), reject);
  });

  return {
    url,
    token,
    async stop() {
      child.kill('SIGTERM');
      const lastResort = setTimeout(() => child.kill('SIGKILL'), 12_000);
      await exited;
      clearTimeout(lastResort);
    },
  };
}
