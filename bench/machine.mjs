import { cpus, release, totalmem, type } from 'node:os';
import { summarize } from './summary.mjs';

/** The date, the machine, the runtime. */
export function machine() {
  const processors = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${date}: ${processors.length} × ${processors[0]?.model.trim()}, ${memory} GB, ${type()} ${release()}, Node ${process.version}`;
}

/** The lines above the table: where, when and with what. */
export function heading(peers, results) {
  const leftOut = results.filter(({ part }) => part === 'left out');
  const measured = results.filter(({ part }) => part !== 'left out');
  return [
    `Measured on ${machine()}; medians of rounds in turns (up to ${mostRounds(measured)}).`,
    '',
    ...peers.map(({ title, installed }) => `- ${title}: ${installed}`),
    ...leftOut.map(({ what, reason }) => `- left out: ${what}: ${reason}`),
  ].join('\n');
}

function mostRounds(results) {
  return Math.max(0, ...summarize(results).map(({ rounds }) => rounds));
}
