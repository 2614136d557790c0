import { fileURLToPath } from 'node:url';
import { output, versionOf } from '../command.mjs';

const program = fileURLToPath(new URL('copy2.py', import.meta.url));

/** The loop that many write themselves: `shutil.copy2`, then UPDATE and commit, document by document. */
export const copy2 = {
  name: 'copy2',
  title: 'Python: copy2 and UPDATE',
  marks: true,
  version: () => versionOf('python3', ['-c', 'import sqlite3, sys; print("Python", sys.version.split()[0])']),
  run: async (place) => JSON.parse((await output(python(), parameters(place))).written),
  command: (place) => [python(), ...parameters(place)],
};

/** The interpreter itself: `python3` may be a script that looks for it first. */
function python() {
  return versionOf('python3', ['-c', 'import sys; print(sys.executable)']);
}

function parameters({ data, database, folder }) {
  return [program, database, data.sources, folder];
}
