import { treeOf } from './process-figures.mjs';

const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => controller.abort(new Error(`stopped by ${name}`)));

/** Aborts when the bench is told to end, which then takes down what it set up. */
export const interruption = controller.signal;

/** Ends this child, and whatever it has started, when the bench is told to end. Returns the undo. */
export function endWithBench(child) {
  const end = () => endTree(child.pid);
  interruption.addEventListener('abort', end);
  return () => interruption.removeEventListener('abort', end);
}

function endTree(pid) {
  for (const member of treeOf(pid)) {
    try {
      process.kill(member, 'SIGTERM');
    } catch (error) {
      // It ended by itself meanwhile.
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/** Why something failed, on one line; the whole of it goes to standard error. */
export function reasonOf(error) {
  console.error(error);
  return error.message.replace(/\s+/g, ' ').slice(0, 300);
}
