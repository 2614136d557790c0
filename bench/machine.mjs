import { cpus, release, totalmem, type } from 'node:os';
import { summarize } from './summary.mjs';

/** The lines above the table: where, when and with what. */
export function heading(peers, leftOut, results) {
  const processors = cpus();
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${processors.length} × ${processors[0]?.model.trim()}, ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GB, ${type()} ${release()}, Node ${process.version}; medians of rounds in turns (up to ${mostRounds(results)}).`,
    ...peers.map(({ title, installed }) => `- ${title}: ${installed}`),
    ...leftOut.map(({ what, reason }) => `- left out: ${what}: ${reason}`),
  ].join('\n');
}

function mostRounds(results) {
  return Math.max(0, ...summarize(results).map(({ rounds }) => rounds));
}
