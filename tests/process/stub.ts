import { createRequire } from 'node:module';
import { join } from 'node:path';
import fs from 'fs-extra';
import { scratchFolder } from '../support/scratch.js';

/** The program of the copy process. */
export const copyProcess = createRequire(import.meta.url).resolve('@docmirror/core/copy-process');

/** A program to be started instead of the copy process; `body` sees `reply(calls)`, `pulse()` and `onCalls(listener)`. */
export function stubProgram(body: string): string {
  const file = join(scratchFolder(), 'stub-copy-process.cjs');
  fs.writeFileSync(
    file,
    `
    const state = { usable: false, code: 'MIRROR_PATH_MISSING', params: { path: 'stub' } };
    const reply = (calls) => process.send({ replies: calls.map(({ id }) => ({ id, result: state })) });
    const pulse = () => process.send({ pulse: true });
    const onCalls = (listener) => process.on('message', (message) => message.calls && listener(message.calls));
    process.on('disconnect', () => process.exit());
    ${body}
    `,
  );
  return file;
}

/** The copy process, but it and each of its threads wait first: `ms` is an expression that may ask `isMainThread`. */
export function delayedProgram(ms: string): string {
  const file = join(scratchFolder(), 'delayed-copy-process.cjs');
  const wait = `{
    const { isMainThread } = require('node:worker_threads');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});
  }`;
  fs.writeFileSync(file, `${wait}\n${fs.readFileSync(copyProcess, 'utf8')}`);
  return file;
}
