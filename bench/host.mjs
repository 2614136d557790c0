// A host: a Node process that keeps documents and has them mirrored. Does what its argument says, prints figures as JSON.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { knexStore } from '@docmirror/adapter-knex';
import { createSyncEngine, mountMirror } from '@docmirror/core';
import { openDatabase } from './database.mjs';
import { childrenOf, cpuSeconds, peakMb } from './process-figures.mjs';

const task = JSON.parse(process.argv[2]);
const tasks = { run, 'run twice': runTwice, 'start up': startUp };
console.log(JSON.stringify(await tasks[task.do]()));

/** From the call of `runSync`, when there is no copy process yet, to its summary. */
async function run() {
  const { sync, database } = open();
  // A host has been up for a while when a run begins.
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await wait(50);
  delay.reset();
  const { user, system } = process.cpuUsage();
  const started = performance.now();
  const summary = await sync.runSync();
  const seconds = (performance.now() - started) / 1_000;
  const { user: userThen, system: systemThen } = process.cpuUsage();
  delay.disable();
  const [copyProcess] = childrenOf(process.pid);
  const figures = {
    seconds,
    cpu: [(userThen - user + systemThen - system) / 1e6, cpuSeconds(copyProcess)],
    peak: [peakMb(process.pid), peakMb(copyProcess)],
    loopP99Ms: delay.percentile(99) / 1e6,
    loopMaxMs: delay.max / 1e6,
  };
  await close(sync, database);
  requireAll(summary);
  return figures;
}

async function runTwice() {
  const { sync, database } = open();
  requireAll(await sync.runSync());
  let queries = 0;
  database.on('query', () => {
    queries += 1;
  });
  const started = performance.now();
  await sync.runSync();
  const seconds = (performance.now() - started) / 1_000;
  await close(sync, database);
  return { seconds, queries };
}

/** From nothing to the answer of the first probe of the share. */
async function startUp() {
  const mirror = mountMirror({ path: task.share });
  const started = performance.now();
  const state = await mirror.probe();
  const seconds = (performance.now() - started) / 1_000;
  await mirror.close();
  if (!state.usable) throw new Error(JSON.stringify(state));
  return { seconds };
}

function open() {
  const database = openDatabase(task.database);
  const sync = createSyncEngine({
    store: knexStore(database),
    mirror: mountMirror({ path: task.share }),
    sourceRoot: task.sources,
    concurrency: task.concurrency,
  });
  return { sync, database };
}

async function close(sync, database) {
  await sync.stop();
  await database.destroy();
}

function requireAll(summary) {
  if (summary.synced !== summary.total || summary.stopped) throw new Error(JSON.stringify(summary).slice(0, 2_000));
}
