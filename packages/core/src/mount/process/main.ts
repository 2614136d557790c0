import { isMainThread } from 'node:worker_threads';
import type { Setup } from './messages.js';
import { serveProcess } from './serve-process.js';

// The program of the copy process and of its threads: one file, so that there is only one to find.
if (isMainThread) serveProcess(__filename, JSON.parse(process.argv[2] ?? '') as Setup);
// What only threads need is loaded by them: the process is ready the sooner.
else void import('./thread.js').then(({ serveThisThread }) => serveThisThread());
