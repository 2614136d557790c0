import { cifs } from './cifs.mjs';
import { disk } from './disk.mjs';
import { mount } from './mount.mjs';
import { slow } from './slow.mjs';
import { tmpfs } from './tmpfs.mjs';

/**
 * Where to copy. `open(work)` returns { missing: reason } or an open target:
 * `path` and `behind`: its folder, and the same folder on a way that costs nothing (for emptying and counting);
 * `counter` where calls are counted: { how, zero(), read() → { all, reads } }; `close()`.
 * `documents`: how many of which data suit it.
 * `cifs` is measured by a bench of its own: `missing()` says why it cannot be, `measureInside` yields its results.
 */
export const targets = { tmpfs, disk, slow, cifs, mount };
