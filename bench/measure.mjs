import { versionOf } from './command.mjs';
import { makeData } from './data.mjs';
import { identicalCopies } from './identical.mjs';
import { rounds } from './rounds.mjs';
import { secondRun } from './second-run.mjs';
import { startUps } from './start-up.mjs';
import { targets } from './targets/index.mjs';
import { tracedCalls } from './traced-calls.mjs';

/** Yields a result for everything that was asked for and can be measured here. */
export async function* measure({ options, work, peers, leaveOut, say }) {
  for (const name of options.targets) {
    const target = targets[name];
    if (target === undefined) continue;
    const opened = await target.open(work);
    if (opened.missing) {
      leaveOut(target.title, opened.missing);
      continue;
    }
    try {
      for (const [shape, usual] of Object.entries(target.documents)) {
        if (options.data && !options.data.includes(shape)) continue;
        const data = await makeData(work, shape, (shape === 'mix' && options.documents) || usual, options.order);
        say(`${target.title}, ${data.title}, ${(data.bytes / 1e6).toFixed(0)} MB`);
        const here = peers.filter((peer) => peer.targets?.includes(name) ?? true);
        const given = { options, work, name, target: opened, data, peers: here, leaveOut, say };
        for await (const result of parts(given)) {
          yield { target: name, data: shape, documents: data.count, bytes: data.bytes, ...result };
        }
      }
    } finally {
      await opened.close();
    }
  }
}

async function* parts({ options, work, name, target, data, peers, leaveOut, say }) {
  const wanted = (part) => options.parts.includes(part);
  const mix = data.shape === 'mix';
  if (wanted('copy')) yield* rounds({ work, target, data, peers, count: options.rounds, say });
  if (wanted('identical') && mix && target.counter) yield await identicalCopies({ work, target, data, concurrency: 4 });
  if (wanted('startup') && mix && name === 'tmpfs') yield* startUps({ work, target, data, count: options.rounds });
  if (wanted('second-run') && data.shape === 'small') yield await secondRun({ work, target, data });
  if (wanted('calls') && mix && !target.counter) {
    if (versionOf('strace', ['-V']) === undefined)
      return leaveOut('calls where the target does not count them', 'strace is not installed');
    for (const peer of peers.filter(({ command }) => command)) {
      say(`calls of ${peer.title}`);
      yield await tracedCalls({ work, target, data, peer });
    }
  }
}
