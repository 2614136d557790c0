import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endWithBench } from '../interruption.mjs';

/**
 * A run over every pending document in a process of its own. In MB: `start`, its resident memory when the run is called;
 * `growth`, how far the most went above that; `sinceFirst`, how far above the first batch of marks, when all is loaded;
 * `held`, how much more is in use at the end than before (V8's heap and what hangs on it, after its collector).
 */
export async function measureMemory(config, { name }) {
  const child = fork(fileURLToPath(new URL('./memory-run.mjs', import.meta.url)), {
    env: { ...process.env, CONFIG: JSON.stringify(config), SUBJECT: name },
    execArgv: ['--expose-gc'],
  });
  const undo = endWithBench(child);
  const messages = [];
  child.on('message', (message) => void messages.push(message));
  const [code, signal] = await once(child, 'exit');
  undo();
  if (code !== 0) throw new Error(`the run ended with ${signal ?? code}`);
  return messages[0];
}
