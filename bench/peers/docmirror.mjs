import { fileURLToPath } from 'node:url';
import { output } from '../command.mjs';

const host = fileURLToPath(new URL('../host.mjs', import.meta.url));

/** Has a host, a process of its own, do this; returns the last thing it said. */
export async function inHost(task) {
  const { written } = await output(process.execPath, hostArguments(task).slice(1));
  return JSON.parse(written.trim().split('\n').at(-1));
}

function hostArguments(task) {
  return [process.execPath, host, JSON.stringify(task)];
}

export function docmirror(concurrency) {
  const task = ({ data, database, folder }) => ({
    do: 'run',
    sources: data.sources,
    share: folder,
    database,
    concurrency,
  });
  return {
    name: `docmirror-${concurrency}`,
    title: `docmirror, ${concurrency} at once`,
    marks: true,
    version: () => 'of this checkout',
    run: (place) => inHost(task(place)),
    command: (place) => hostArguments(task(place)),
  };
}
