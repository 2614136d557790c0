import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of a hundredth of a second, whatever the machine. */
const ticksPerSecond = 100;

/** Peak resident memory so far, in MB. Undefined where there is no /proc, or the process is gone. */
export function peakMb(pid) {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(pid, 'status'))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** User and system time of all threads so far, in seconds. */
export function cpuSeconds(pid) {
  // The second field is the program's name, which may hold anything.
  const fields = readProc(pid, 'stat').split(') ').at(-1).split(' ');
  return fields.length < 13 ? undefined : (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

export function childrenOf(pid) {
  const processes = readdirOrNone('/proc').filter((name) => /^\d+$/.test(name));
  return processes
    .filter((name) => Number(readProc(name, 'stat').split(') ').at(-1).split(' ')[1]) === pid)
    .map(Number);
}

/** Peak of a process and all below it, as far as they run now. */
export function peakMbOfTree(pid) {
  return childrenOf(pid).reduce((sum, child) => sum + peakMbOfTree(child), peakMb(pid) ?? 0);
}

function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // No Linux, or it ended meanwhile.
    return '';
  }
}

function readdirOrNone(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
