import { join } from 'node:path';
import fs from 'fs-extra';
import { scratchFolder } from '../support/scratch.js';

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
