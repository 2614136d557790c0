import { createHash } from 'node:crypto';
import type { CopyJob, CopyReceipt } from '../mirror.js';
import type { MirrorBench } from './mirror-harness.js';

/** Writes a source of this name and copies it. */
export async function copied(
  { mirror, sources, job }: MirrorBench,
  name: string,
  content: string,
  otherwise: Partial<CopyJob> = {},
): Promise<CopyReceipt> {
  await sources.write(name, content);
  return mirror.copy(job(name, otherwise));
}

export function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

export function text(content: Uint8Array): string {
  return Buffer.from(content).toString('utf8');
}

/** Keys that lead out, or to what is ours: as a damaged database might have them. */
export const wrongKeys = [
  '../a.pdf',
  '/etc/hosts',
  '2024/../../a.pdf',
  '',
  'a\0.pdf',
  'a//b',
  '.docmirror/mirror.json',
];
