import { setFlagsFromString } from 'node:v8';

/**
 * Of a process that hands messages on, the young generation would grow to 48 MB in a long run, most of it garbage;
 * collecting it while it is small takes no longer. To be called for each thread, as V8 sets this anew with each, and
 * once it has answered: a thread that is still loading Node's own code would have to compile it. For the same reason
 * it is no option of the process.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
