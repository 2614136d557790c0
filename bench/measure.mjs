import { versionOf } from './command.mjs';
import { makeData } from './data.mjs';
import { growth } from './growth.mjs';
import { identicalCopies } from './identical.mjs';
import { interruption, reasonOf } from './interruption.mjs';
import { rounds } from './rounds.mjs';
import { secondRun } from './second-run.mjs';
import { startUps } from './start-up.mjs';
import { targets } from './targets/index.mjs';
import { tracedCalls } from './traced-calls.mjs';

const mostTraced = 200;

/** Yields a result for everything that was asked for and can be measured here; `leaveOut(what, reason)` hears of the rest. */
export async function* measure(given) {
  for (const name of given.options.targets) {
    const target = targets[name];
    const here = { ...given, peers: given.peers.filter((peer) => peer.targets?.includes(name) ?? true) };
    const labels = { target: name, targetTitle: target.title };
    try {
      for await (const result of onTarget({ ...here, name, target })) yield { ...result, ...labels };
    } catch (error) {
      // The other targets are worth measuring all the same.
      if (interruption.aborted) throw error;
      given.leaveOut(`the rest of ${target.title}`, reasonOf(error));
    }
  }
}

async function* onTarget({ target, ...given }) {
  const { work, options, leaveOut } = given;
  const opened = target.measureInside ? { missing: target.missing() } : await target.open(work);
  if (opened.missing) return leaveOut(target.title, opened.missing);
  if (target.measureInside) {
    if (options.data?.includes('mix') ?? true) yield* target.measureInside(given);
    return;
  }
  try {
    for (const [shape, usual] of Object.entries(target.documents)) {
      if (options.data && !options.data.includes(shape)) continue;
      yield* onData({ ...given, target: opened, shape, count: (shape === 'mix' && options.documents) || usual });
    }
  } finally {
    await opened.close();
  }
}

async function* onData({ options, work, name, target, shape, count, peers, leaveOut, say }) {
  const wanted = (part) => options.parts.includes(part);
  const mix = shape === 'mix';
  const data = await makeData(work, shape, count, options.order);
  const place = { work, target, data };
  say(`${name}: ${count.toLocaleString('en')} documents, ${(data.bytes / 1e6).toFixed(0)} MB`);
  for await (const result of parts()) yield { ...data.labels, ...result };

  async function* parts() {
    if (wanted('copy')) yield* rounds({ ...place, name, peers, count: options.rounds, say, leaveOut });
    if (wanted('identical') && mix && target.counter) yield await identicalCopies({ ...place, concurrency: 4 });
    if (wanted('startup') && mix && name === 'tmpfs') yield* startUps({ ...place, count: options.rounds });
    if (wanted('second-run') && shape === 'small') yield await secondRun(place);
    if (wanted('growth') && mix && name === 'tmpfs') {
      yield* growth({ work, target, order: options.order, count: Math.min(options.rounds, 3), say });
    }
    if (wanted('calls') && mix && !target.counter) yield* traced();
  }

  async function* traced() {
    if (versionOf('strace', ['-V']) === undefined) return leaveOut(`calls on ${name}`, 'strace is not installed');
    // Tracing takes a hundred times as long.
    const few = await makeData(work, shape, Math.min(count, mostTraced), options.order);
    for (const peer of peers.filter(({ command }) => command)) {
      say(`calls of ${peer.title}`);
      try {
        yield { ...(await tracedCalls({ ...place, data: few, peer })), documents: few.count };
      } catch (error) {
        if (interruption.aborted) throw error;
        leaveOut(`calls of ${peer.title} on ${name}`, reasonOf(error));
      }
    }
  }
}
