import { timed, versionOf } from '../command.mjs';

const parameters = ({ data, folder }) => ['-a', `${data.sources}/.`, `${folder}/`];

export const cp = {
  name: 'cp',
  title: 'cp -a',
  version: () => versionOf('cp'),
  run: (place) => timed('cp', parameters(place)),
  command: (place) => ['cp', ...parameters(place)],
};

/** Waits, as docmirror does, until all is on the disk. Where nothing is kept back (tmpfs) it would be cp once more. */
export const cpSync = {
  name: 'cp-sync',
  title: 'cp -a, then sync -f',
  targets: ['disk', 'cifs', 'mount'],
  version: () => versionOf('sync'),
  run: (place) => timed('bash', ['-c', 'cp "$@" && sync -f "$3"', 'bash', ...parameters(place)]),
};
