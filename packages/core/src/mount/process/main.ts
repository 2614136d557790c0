import { isMainThread } from 'node:worker_threads';
import type { Setup } from './messages.js';
import { serveProcess } from './serve-process.js';
import { serveThisThread } from './thread.js';

// The program of the copy process and of its threads: one file, so that there is only one to find.
if (isMainThread) serveProcess(__filename, JSON.parse(process.argv[2] ?? '') as Setup);
else serveThisThread();
