import { cpus, release, totalmem, type } from 'node:os';

/** The lines above the table: where, when and with what. */
export function heading(peers, leftOut, rounds) {
  const processors = cpus();
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${processors.length} × ${processors[0]?.model.trim()}, ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GB, ${type()} ${release()}, Node ${process.version}; ${rounds} rounds in turns, medians.`,
    ...peers.map(({ title, installed }) => `- ${title}: ${installed}`),
    ...leftOut.map(({ what, reason }) => `- left out: ${what}: ${reason}`),
  ].join('\n');
}
