import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fs from 'fs-extra';
import { onTestFinished } from 'vitest';
import { scratchFolder } from '../support/scratch.js';
import { until } from '../support/wait.js';
import { isMountPoint, needsRoot } from './disk.js';

/** A FUSE file system over a folder, whose faults are switched while it is in use. CI builds it and names its program. */
const program = process.env.DOCMIRROR_FAULTFS;

export const needsFaultfs = {
  missing: needsRoot.missing ?? (program ? undefined : 'DOCMIRROR_FAULTFS does not name the program faultfs'),
  required: needsRoot.required,
};

export interface FaultyDisk {
  /** Where it is mounted. */
  readonly path: string;
  /** The folder behind it, which always answers. */
  readonly backing: string;
  /** Gives an order (`hang fsync`, `release`, `wait-hung 1 5000`); rejects where it is refused. */
  tell(order: string): Promise<string>;
}

export async function faultyDisk(): Promise<FaultyDisk> {
  const base = scratchFolder();
  const [path, backing, socket] = ['mount', 'backing', 'socket'].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ];
  fs.mkdirSync(path);
  fs.mkdirSync(backing);
  const child = spawn(program ?? '', [backing, path, socket, '-f', '-o', 'allow_other'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    // Whatever still hangs is let go by this.
    child.kill('SIGKILL');
    await exited;
    execFileSync('umount', ['-l', path]);
  });
  await until('faultfs is mounted', 10_000, () => isMountPoint(path) && fs.existsSync(socket));

  async function tell(order: string): Promise<string> {
    const connection = connect(socket);
    connection.end(`${order}\n`);
    const answer = (await text(connection)).trim();
    if (answer.startsWith('error')) throw new Error(`faultfs: ${order}: ${answer}`);
    return answer;
  }
  return { path, backing, tell };
}
