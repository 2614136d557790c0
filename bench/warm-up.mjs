import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { output } from './command.mjs';

/** For the programs, the database and the names of files. */
const besideBytes = 2 ** 29;

/** So that everybody finds the same, whoever came before. */
export async function warmUp({ sources, bytes }) {
  readAll(sources);
  await warmMemory(bytes);
}

/** Some tools have the system forget what they have read; who comes next would wait for the disk. */
function readAll(sources) {
  const buffer = Buffer.alloc(2 ** 20);
  for (const entry of readdirSync(sources, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = openSync(join(entry.parentPath, entry.name));
    while (readSync(file, buffer) > 0);
    closeSync(file);
  }
}

const touch = `
  const [bytes, chunk] = process.argv.slice(1).map(Number);
  const taken = [];
  for (let n = 0; n < bytes; n += chunk) taken.push(Buffer.alloc(chunk, 1));
`;

/**
 * Takes as much memory as a run with so many bytes of copies needs, and gives it back. A virtual machine may have handed memory that was free for some seconds to
 * its host; who needs it first would pay for fetching it.
 */
export async function warmMemory(copiedBytes) {
  const bytes = Math.min(copiedBytes + besideBytes, freemem() / 2);
  const atOnce = 2 ** 26;
  await output(process.execPath, ['-e', touch, String(bytes), String(atOnce)]);
}
