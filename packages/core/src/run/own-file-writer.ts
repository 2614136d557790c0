import { randomBytes } from 'node:crypto';
import type { Mirror } from '../mirror.js';

/** Writes one of our own files in pieces; it takes the place of the one before with the last. */
export function ownFileWriter(
  mirror: Mirror,
  mirrorId: string,
  name: string,
): (content: string, last: boolean) => Promise<void> {
  const token = randomBytes(8).toString('hex');
  let offset = 0;
  return async (content, last) => {
    await mirror.write({ mirrorId, name, token, content, offset, last });
    offset += Buffer.byteLength(content);
  };
}

/** Where there is none, nothing is done. */
export async function removeOwnFile(mirror: Mirror, mirrorId: string, name: string): Promise<void> {
  const token = randomBytes(8).toString('hex');
  await mirror.write({ mirrorId, name, token, content: null, offset: 0, last: true });
}
