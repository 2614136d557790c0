import { timed, versionOf } from '../command.mjs';

const parameters = ({ data, folder }) => ['-a', `${data.sources}/`, `${folder}/`];

export const rsync = {
  name: 'rsync',
  title: 'rsync -a',
  version: () => versionOf('rsync'),
  run: (place) => timed('rsync', parameters(place)),
  command: (place) => ['rsync', ...parameters(place)],
};
