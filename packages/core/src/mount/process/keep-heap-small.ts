import { setFlagsFromString } from 'node:v8';

/**
 * Of a process that hands messages on, the young generation would grow to 48 MB in a long run, most of it garbage;
 * collecting it while it is small takes no longer. To be called after the start of each thread, with which V8 sets
 * this anew. As an option of the process it would have V8 compile Node's own code again in every thread.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
