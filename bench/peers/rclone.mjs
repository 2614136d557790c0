import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timed, versionOf } from '../command.mjs';

export function rclone(concurrency) {
  return {
    name: `rclone-${concurrency}`,
    title: `rclone copy, ${concurrency} at once`,
    version: () => versionOf('rclone', ['version']),
    run: (place) => timed('rclone', parameters(place, concurrency)),
    command: (place) => ['rclone', ...parameters(place, concurrency)],
  };
}

/** The user's own configuration is left out of it. */
function parameters({ data, folder, work }, concurrency) {
  const config = join(work, 'rclone.conf');
  writeFileSync(config, '');
  const own = ['--config', config, '--cache-dir', join(work, 'rclone-cache')];
  return ['copy', data.sources, folder, '--transfers', `${concurrency}`, '--checkers', `${concurrency}`, ...own];
}
