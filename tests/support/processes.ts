import { join } from 'node:path';
import fs from 'fs-extra';

/** Processes of this system (Linux) whose environment has this entry; a copy process has that of its host. */
export function processesWith(entry: string): { pid: number; program: string }[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const environment = fs.readFileSync(join('/proc', name, 'environ'), 'utf8').split('\0');
        if (!environment.includes(entry)) return [];
        const [, program = ''] = fs.readFileSync(join('/proc', name, 'cmdline'), 'utf8').split('\0');
        return [{ pid: Number(name), program }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

/** Running copy processes among those of `processesWith`. */
export function copyProcessesWith(entry: string): number[] {
  return processesWith(entry)
    .filter(({ program }) => program.endsWith('copy-process.cjs'))
    .map(({ pid }) => pid);
}

/**
 * Node processes whose parent is this one: its copy processes. Also those that were killed and cannot end, which have
 * nothing left but their number.
 */
export function ownNodeChildren(): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const [, program, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(statOf(name)) ?? [];
      return Number(parent) === process.pid && /^(node|MainThread)/.test(program ?? '') ? [Number(name)] : [];
    });
}

function statOf(pid: string): string {
  try {
    return fs.readFileSync(join('/proc', pid, 'stat'), 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
}
