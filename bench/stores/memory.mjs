import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A run over every pending document in a process of its own: how far its memory went above where it started. */
export async function measureMemory(config, table) {
  const child = fork(fileURLToPath(new URL('./memory-run.mjs', import.meta.url)), {
    env: { ...process.env, CONFIG: JSON.stringify(config), TABLE: table },
  });
  const answer = once(child, 'message');
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the run ended with ${code}`);
  return (await answer)[0];
}
