import { existsSync, readFileSync } from 'node:fs';

const statistics = '/proc/fs/cifs/Stats';

/** The kernel's own count of requests to the server of this share; undefined where it has none, or cannot tell them apart. */
export function cifsCounter(share) {
  const mounted = readFileOr('/proc/mounts')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, path, type]) => path === share && /^cifs|smb3$/.test(type));
  if (mounted === undefined || !existsSync(statistics)) return undefined;
  let before = 0;
  return {
    how: 'requests to the server',
    zero: async () => {
      before = requests(mounted[0]);
    },
    read: async () => ({ all: requests(mounted[0]) - before }),
  };
}

/** Sum over all connections to this share: `1) \\server\share`, then a line `SMBs: 1234`. */
function requests(device) {
  const name = device.replaceAll('/', '\\').toLowerCase();
  const sections = readFileOr(statistics).split(/^\d+\) /m);
  const ours = sections.filter((section) => section.toLowerCase().startsWith(name));
  return ours.reduce((total, section) => total + Number(/SMBs: (\d+)/.exec(section)?.[1] ?? 0), 0);
}

function readFileOr(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
