import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of a hundredth of a second, whatever the machine. */
const ticksPerSecond = 100;

/** Peak resident memory so far, in MB. Undefined where there is no /proc, or the process is gone. */
export function peakMb(pid) {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(pid, 'status') ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** User and system time of all threads so far, in seconds. */
export function cpuSeconds(pid) {
  const fields = statFields(pid);
  return fields.length < 13 ? undefined : (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

export function childrenOf(pid) {
  return parents().flatMap(([child, parent]) => (parent === pid ? [child] : []));
}

/** This process and all below it, the lowest last. */
export function treeOf(pid) {
  const all = parents();
  const tree = [pid];
  // Grows as it is walked.
  for (const above of tree) tree.push(...all.flatMap(([child, parent]) => (parent === above ? [child] : [])));
  return tree;
}

/** Of all processes: number and that of the parent. A walk through all of /proc: not often while something is timed. */
function parents() {
  const processes = readdirOrNone('/proc').filter((name) => /^\d+$/.test(name));
  return processes.map((name) => [Number(name), Number(statFields(name)[1])]);
}

/** From the third field on; the second is the program's name, which may hold anything. */
function statFields(pid) {
  return (readProc(pid, 'stat') ?? '').split(') ').at(-1).split(' ');
}

function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // No Linux, or it ended meanwhile.
    return undefined;
  }
}

function readdirOrNone(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
