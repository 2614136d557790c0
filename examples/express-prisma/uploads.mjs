import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import fs from 'fs-extra';

/**
 * Streams an upload into `folder` and resolves with the name it is stored under.
 *
 * The name is generated: what the user calls a file never becomes a path on this disk. The content goes to a temporary
 * name first, so that a file with a final name is always whole; a broken upload leaves nothing behind.
 */
export async function receiveUpload(stream, folder, userName) {
  const extension = path.extname(userName).toLowerCase();
  const storedName = `${randomUUID()}${/^\.[a-z0-9]{1,8}$/.test(extension) ? extension : ''}`;
  const target = path.join(folder, storedName);
  const temporary = `${target}.incoming`;
  try {
    // flush: the bytes are on the disk before the row says that they are.
    await pipeline(stream, fs.createWriteStream(temporary, { flags: 'wx', flush: true }));
    await fs.rename(temporary, target);
  } catch (error) {
    await fs.remove(temporary);
    throw error;
  }
  return storedName;
}
